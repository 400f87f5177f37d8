#include <opal/codec.h>

#include "codec.h"
#include "yard/module.h"

static int opal_sample(unsigned char octet) {
  return opal_decode_octet(octet);
}

static struct codec opal = {"opal", opal_sample, NULL};

static int start(void) {
  codec_register(&opal);
  return 0;
}

YARD_MODULE("the Opal speech codec", start);
