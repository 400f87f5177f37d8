#include "codec.h"
#include "yard/module.h"

static int alaw_sample(unsigned char octet) {
  octet ^= 0x55;
  int exponent = (octet >> 4) & 7;
  int sample = ((octet & 15) << 4) + 8;
  if (exponent > 0) sample = (sample + 256) << (exponent - 1);
  return octet & 0x80 ? sample : -sample;
}

static struct codec alaw = {"alaw", alaw_sample, NULL};

static int start(void) {
  codec_register(&alaw);
  return 0;
}

YARD_MODULE("G.711 A-law", start);
