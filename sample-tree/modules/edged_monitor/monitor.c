#include "meter/meter.h"
#include "yard/packet.h"

static enum yard_answer monitor_packet(const struct yard_packet* packet) {
  meter_add("packets", 1);
  meter_add("octets", (long)packet->size);
  return YARD_PASS;
}

static int start(void) {
  YARD_HOOK_ADD(packet, monitor_packet, YARD_EARLY);
  return 0;
}

YARD_MODULE("counts packets", start);
