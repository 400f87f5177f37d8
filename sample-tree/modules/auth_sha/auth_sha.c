/* A toy: not a real signature. */
#include <stdio.h>

#include "yard/packet.h"

const char auth_name[] = "sha";
int auth_rounds = 8;

unsigned auth_tag(const struct yard_packet* packet) {
  unsigned tag = 17u;
  for (int round = 0; round < auth_rounds; round++) {
    for (size_t i = 0; i < packet->size; i++) tag = tag * 31u + packet->payload[i];
  }
  return tag;
}

static enum yard_answer auth_sha_packet(const struct yard_packet* packet) {
  printf("%s: packet %d signed %08x in %d rounds\n", auth_name, packet->number, auth_tag(packet),
         auth_rounds);
  return YARD_PASS;
}

static int start(void) {
  YARD_HOOK_ADD(packet, auth_sha_packet, YARD_LATE);
  return 0;
}

YARD_MODULE("signs packets", start);
