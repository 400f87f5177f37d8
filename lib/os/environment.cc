#include "os/environment.h"
