#include <string.h>
#include <xxhash.h>

#include "journal.h"

unsigned long long journal_digest(const struct journal* journal) {
  XXH64_hash_t hash = 0;
  for (int i = 0; i < journal->count && i < JOURNAL_SIZE; i++) {
    hash = XXH64(journal->text[i], strlen(journal->text[i]), hash);
  }
  return hash;
}
