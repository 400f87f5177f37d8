/* tapd, a listening post: loads the files that it is given, starts their modules, and tells each of
 * them one event. Nothing here knows that a module may be linked in. */
#include <dlfcn.h>
#include <stdio.h>
#include <sys/stat.h>

#include "yard/host.h"

YARD_UNIT(MOD_NAME, YARD_VERSION, "a listening post", 0);

static int load(const char* file) {
  struct stat status;
  if (stat(file, &status) != 0 || !S_ISREG(status.st_mode)) {
    fprintf(stderr, "tapd: %s: no such file\n", file);
    return 1;
  }
  void* handle = dlopen(file, RTLD_NOW | RTLD_GLOBAL);
  if (!handle) {
    fprintf(stderr, "tapd: %s\n", dlerror());
    return 1;
  }
  struct yard_module* const* entry = dlsym(handle, "yard_module_entry");
  if (!entry) {
    fprintf(stderr, "tapd: %s: no module\n", file);
    return 1;
  }
  const struct yard_module_info* info = (*entry)->info;
  if (info->init && info->init() != 0) {
    fprintf(stderr, "tapd: %s: its init failed\n", file);
    return 1;
  }
  printf("module %s %s: %s\n", info->name, info->version, info->description);
  return 0;
}

int main(int argc, char** argv) {
  for (int i = 1; i < argc; i++) {
    if (load(argv[i]) != 0) return 1;
  }
  yard_tell("tap", "listening");
  return 0;
}
