/* The journal's memory, as its optional digest sees it. */
#ifndef JOURNAL_H
#define JOURNAL_H

enum { JOURNAL_SIZE = 16, JOURNAL_TEXT = 160 };

struct journal {
  int count; /* all events; the last JOURNAL_SIZE of them are kept */
  char text[JOURNAL_SIZE][JOURNAL_TEXT];
};

/* A number that changes when an event does. */
unsigned long long journal_digest(const struct journal* journal);

#endif
