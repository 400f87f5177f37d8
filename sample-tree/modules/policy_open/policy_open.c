#include "yard/packet.h"

static enum yard_answer policy_welcome(const struct yard_packet* packet) {
  (void)packet;
  return YARD_ACCEPT;
}

static int start(void) {
  YARD_HOOK_ADD(packet, policy_welcome, YARD_LATE);
  return 0;
}

YARD_MODULE("lets everything through", start);
