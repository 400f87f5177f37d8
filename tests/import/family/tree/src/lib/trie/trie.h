#ifndef TRIE_H
#define TRIE_H

/* The longest of the prefixes (up to a null) that a number begins with, or 0. */
const char *longest_prefix(const char *const *prefixes, const char *number);

#endif
