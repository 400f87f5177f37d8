#include "autover.h"
#include "module.h"

const char *core_version = VERSION " " ARCH " " OS_QUOTED;
const char *full_version = NAME " " VERSION " (" ARCH "/" OS_QUOTED ") " REPO_VER " by " COMPILER;
