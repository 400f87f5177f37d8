/* Codecs: ways to turn octets into sound. */
#ifndef CODEC_H
#define CODEC_H

#include <stddef.h>

struct codec {
  const char* name;
  int (*sample)(unsigned char octet); /* amplitude, -32768 .. 32767 */
  struct codec* next;
};

void codec_register(struct codec* codec);
const struct codec* codec_find(const char* name); /* NULL: nobody knows it */

/* a + b, held at the ends of the range instead of wrapping around. */
int codec_saturating_add(int a, int b);

#endif
