#include "journal.h"

#include <stdio.h>
#include <string.h>

#include "yard/host.h"
#include "yard/memory.h"

YARD_MEMORY_GROUP(journal);
YARD_MEMORY_TYPE(journal, page);

static struct journal* journal;

static bool wants_digest(void) {
  return YARD_THIS->load_args && strcmp(YARD_THIS->load_args, "digest") == 0;
}

static enum yard_answer journal_event(const struct yard_event* event) {
  snprintf(journal->text[journal->count % JOURNAL_SIZE], JOURNAL_TEXT, "%s %s", event->kind,
           event->text);
  journal->count++;
  return YARD_PASS;
}

static enum yard_answer journal_end(const struct yard_host* host) {
  printf("journal: %s had %d events\n", host->name, journal->count);
#ifdef HAVE_DIGEST
  if (wants_digest()) printf("journal: digest %016llx\n", journal_digest(journal));
#endif
  yard_free(&page, journal);
  return YARD_PASS;
}

static int start(void) {
#ifndef HAVE_DIGEST
  if (wants_digest()) {
    fputs("journal: was built without the feature digest\n", stderr);
    return -1;
  }
#endif
  journal = yard_alloc(&page, sizeof *journal);
  YARD_HOOK_ADD(event, journal_event, YARD_NORMAL);
  YARD_HOOK_ADD(shutdown, journal_end, YARD_NORMAL);
  return 0;
}

YARD_MODULE("keeps what happened", start);
