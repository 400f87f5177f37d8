#include <stdio.h>

#include "yard/module.h"

static int start(void) {
  fputs("initfail: not today\n", stderr);
  return -1;
}

YARD_MODULE("refuses to start", start);
