#include <stdio.h>

#include "yard/host.h"

static int events;

static enum yard_answer tally_event(const struct yard_event* event) {
  (void)event;
  events++;
  return YARD_PASS;
}

static enum yard_answer tally_print(const struct yard_host* host) {
  printf("tally: %s %d\n", host->name, events);
  return YARD_PASS;
}

static int start(void) {
  YARD_HOOK_ADD(event, tally_event, YARD_LATE);
  YARD_HOOK_ADD(shutdown, tally_print, YARD_LATE);
  return 0;
}

YARD_MODULE("counts events", start);
