#include "os/host_error.h"
