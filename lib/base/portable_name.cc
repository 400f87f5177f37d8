#include "base/portable_name.h"
