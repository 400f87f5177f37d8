#include "trie.h"

#include <string.h>

const char *longest_prefix(const char *const *prefixes, const char *number)
{
	const char *best = 0;
	for(; *prefixes; prefixes++) {
		size_t length = strlen(*prefixes);
		if(strncmp(*prefixes, number, length) == 0 && (!best || length > strlen(best)))
			best = *prefixes;
	}
	return best;
}
