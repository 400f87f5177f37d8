#include "yard/memory.h"

YARD_MEMORY_GROUP(tally);
YARD_MEMORY_TYPE(tally, line);
YARD_MEMORY_TYPE(tally, column);
YARD_MEMORY_TYPE(tally, total);
