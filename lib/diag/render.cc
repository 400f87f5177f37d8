#include "diag/render.h"
