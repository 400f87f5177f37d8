#include "os/process_runner.h"
