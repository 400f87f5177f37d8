/* Not a module, yet it takes part: what it adds to hooks belongs to the core's default unit. */
#include "meter/meter.h"

#include <stdio.h>
#include <string.h>

#include "yard/host.h"
#include "yard/memory.h"

struct counter {
  const char* name;
  long value;
  struct counter* next;
};

YARD_MEMORY_GROUP(meter);
YARD_MEMORY_TYPE(meter, counter);

static struct counter* counters;

void meter_add(const char* name, long amount) {
  struct counter** at = &counters;
  while (*at && strcmp((*at)->name, name) < 0) at = &(*at)->next;
  if (!*at || strcmp((*at)->name, name) != 0) {
    struct counter* made = yard_alloc(&counter, sizeof *made);
    *made = (struct counter){name, 0, *at};
    *at = made;
  }
  (*at)->value += amount;
}

static enum yard_answer meter_print(const struct yard_host* host) {
  while (counters) {
    struct counter* first = counters;
    printf("meter: %s %s %ld\n", host->name, first->name, first->value);
    counters = first->next;
    yard_free(&counter, first);
  }
  return YARD_PASS;
}

__attribute__((constructor)) static void take_part(void) {
  YARD_HOOK_ADD(shutdown, meter_print, YARD_LATE);
}
