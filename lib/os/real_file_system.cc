#include "os/real_file_system.h"
