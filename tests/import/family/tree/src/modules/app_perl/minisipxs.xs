#include <EXTERN.h>
#include <perl.h>
#include <XSUB.h>

#include "../../core/log.h"

MODULE = Minisip  PACKAGE = Minisip

void
log(text)
    const char *text
  CODE:
    LOG("%s\n", text);
