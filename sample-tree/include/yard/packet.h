/* Packets: what edged switches. Only edged defines this hook. */
#ifndef YARD_PACKET_H
#define YARD_PACKET_H

#include "yard/hook.h"
#include "yard/memory.h"

#ifdef __cplusplus
extern "C" {
#endif

struct yard_packet {
  int number;
  const char* from;
  const char* to;
  const char* codec;
  size_t size;
  const unsigned char* payload;
};

YARD_HOOK_DECLARE(packet, const struct yard_packet)
YARD_MEMORY_GROUP_DECLARE(edge);

#ifdef __cplusplus
}
#endif

#endif
