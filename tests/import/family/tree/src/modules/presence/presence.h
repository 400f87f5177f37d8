#ifndef PRESENCE_H
#define PRESENCE_H

/* The elements below the root of a document in memory, or -1. */
int count_tuples(const char *text);

#endif
