#include <string.h>

#include "codec.h"
#include "yard/module.h"

static struct codec* codecs;

void codec_register(struct codec* codec) {
  codec->next = codecs;
  codecs = codec;
}

const struct codec* codec_find(const char* name) {
  const struct codec* codec = codecs;
  while (codec && strcmp(codec->name, name) != 0) codec = codec->next;
  return codec;
}

YARD_MODULE("the list of codecs", NULL);
