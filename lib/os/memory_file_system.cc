#include "os/memory_file_system.h"
