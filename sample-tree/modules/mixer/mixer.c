#include <stdio.h>
#include <stdlib.h>

#include "codec.h"
#include "yard/host.h"
#include "yard/packet.h"

static enum yard_answer mixer_packet(const struct yard_packet* packet) {
  const struct codec* codec = codec_find(packet->codec);
  char text[80];
  if (!codec) {
    snprintf(text, sizeof text, "packet %d: nobody knows codec '%s'", packet->number,
             packet->codec);
    yard_tell("mixer", text);
    return YARD_DROP;
  }
  int loudness = 0;
  for (size_t i = 0; i < packet->size; i++) {
    loudness = codec_saturating_add(loudness, abs(codec->sample(packet->payload[i])));
  }
  snprintf(text, sizeof text, "packet %d: loudness %d", packet->number, loudness);
  yard_tell("mixer", text);
  return YARD_PASS;
}

static int start(void) {
  YARD_HOOK_ADD(packet, mixer_packet, YARD_NORMAL);
  return 0;
}

YARD_MODULE("measures how loud the packets are", start);
