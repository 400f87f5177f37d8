#include <stdio.h>

#include "yard/host.h"
#include "yard/packet.h"

YARD_MEMORY_TYPE(edge, bridge_copy); /* a type of ours in a group of the host */

static struct yard_packet* last;

static enum yard_answer bridge_packet(const struct yard_packet* packet) {
  yard_free(&bridge_copy, last);
  last = yard_alloc(&bridge_copy, sizeof *last);
  *last = *packet;
  return YARD_PASS;
}

static enum yard_answer bridge_end(const struct yard_host* host) {
  if (last) printf("bridge: the last packet of %s was for %s\n", host->name, last->to);
  yard_free(&bridge_copy, last);
  return YARD_PASS;
}

static int start(void) {
  YARD_HOOK_ADD(packet, bridge_packet, YARD_NORMAL);
  YARD_HOOK_ADD(shutdown, bridge_end, YARD_NORMAL);
  return 0;
}

YARD_MODULE("keeps a copy of the last packet", start);
