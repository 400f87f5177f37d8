#include "meter/meter.h"
#include "yard/route.h"

static enum yard_answer monitor_route(struct yard_route* route) {
  meter_add("routes", 1);
  meter_add("metric", route->metric);
  return YARD_PASS;
}

static int start(void) {
  YARD_HOOK_ADD(route, monitor_route, YARD_EARLY);
  return 0;
}

YARD_MODULE("counts routes", start);
