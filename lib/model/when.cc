#include "model/when.h"
