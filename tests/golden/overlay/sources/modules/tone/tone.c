#include "tones.h"
#include "version.h"

int exports(void) { return VERSION + TONES + LOUD; }
