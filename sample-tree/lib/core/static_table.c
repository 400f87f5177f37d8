/* The table of modules linked into a host. This one is weak and empty; a host with static modules
 * brings its own. It stands alone in its file so that no compiler looks into it. */
#include "core.h"

__attribute__((weak)) const struct yard_static_module yard_static_modules[] = {{0, 0}};
