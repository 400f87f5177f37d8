#include "yard/host.h"
#include "yard/packet.h"

static enum yard_answer sample_packet(const struct yard_packet* packet) {
  yard_tell("sample", packet->from);
  return YARD_PASS;
}

static int start(void) {
  YARD_HOOK_ADD(packet, sample_packet, YARD_NORMAL);
  return 0;
}

YARD_MODULE("the smallest module that does something", start);
