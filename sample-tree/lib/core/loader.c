/* Finds and starts modules. A name without '/' stands for, in this order: a module linked into the
 * host, DIRECTORY/HOST_NAME.so, DIRECTORY/NAME.so. The first that exists is the one that is meant:
 * when it cannot be used, that is the error, and nothing else is tried. */
#include <dlfcn.h>
#include <string.h>
#include <unistd.h>

#include "core.h"
#include "yard/memory.h"

YARD_MEMORY_GROUP_DECLARE(core);
YARD_MEMORY_TYPE(core, module_text);

enum { MAX_PATH = 4096 };

struct request {
  const char* host;
  const char* directory;
  char* name; /* the part before the first ':' */
  char* args; /* the part behind it, or NULL */
  FILE* errors;
};

static struct yard_module* first_module;
static struct yard_module** next_module = &first_module;

const struct yard_module* yard_modules(void) {
  return first_module;
}

static char* keep(const char* text) {
  return strcpy(yard_alloc(&module_text, strlen(text) + 1), text);
}

static void forget(const char* text) {
  yard_free(&module_text, (char*)text);
}

static struct yard_module* fail(const struct request* request, const char* where, const char* why) {
  fprintf(request->errors, "%s: cannot load module '%s'\n  %s: %s\n", request->host, request->name,
          where, why);
  return NULL;
}

/* Calls the module's init and puts it at the end of the list. */
static struct yard_module* start(struct yard_module* module, const struct request* request,
                                 const char* file, bool is_static) {
  if (module->file) return fail(request, file, "already loaded");
  module->load_name = keep(request->name);
  module->load_args = request->args ? keep(request->args) : NULL;
  module->file = keep(file);
  module->is_static = is_static;
  int (*init)(void) = module->info->init;
  if (init && init() != 0) return fail(request, file, "its init failed");
  *next_module = module;
  next_module = &module->next;
  return module;
}

/* The dynamic linker begins most of its messages with the file, which fail() prints already. */
static const char* reason_without(const char* path, const char* reason) {
  size_t length = strlen(path);
  bool repeats = strncmp(reason, path, length) == 0 && strncmp(reason + length, ": ", 2) == 0;
  return repeats ? reason + length + 2 : reason;
}

/* Of a module that was built for another ABI the dynamic linker says only which one that is. */
static struct yard_module* refuse(const struct request* request, const char* path,
                                  const char* reason) {
  const char* why = reason_without(path, reason);
  if (!strstr(why, "modbuild_abi_") || !modbuild_abi) return fail(request, path, why);
  fprintf(request->errors,
          "%s: cannot load module '%s'\n  %s: it is of another build or for another host: %s; this "
          "%s has "
          "modbuild_abi_%s\n",
          request->host, request->name, path, why, request->host, modbuild_abi);
  return NULL;
}

/* `shown` is the file as the user knows it: below the module directory, or the path given. */
static struct yard_module* load_file(const struct request* request, const char* path,
                                     const char* shown) {
  void* handle = dlopen(path, RTLD_NOW | RTLD_GLOBAL);
  if (!handle) return refuse(request, path, dlerror());
  struct yard_module* const* entry = dlsym(handle, "yard_module_entry");
  if (!entry) return fail(request, path, "is not a module: it has no 'yard_module_entry'");
  /* A module stays mapped even when its init failed: others may already point into it. */
  return start(*entry, request, shown, false);
}

/* The module whose file would be called NAME.so. */
static const struct modbuild_static_module* find_static(const char* name) {
  const struct modbuild_static_module* at = modbuild_static_modules;
  size_t length = strlen(name);
  for (; at && at->name; at++) {
    if (strncmp(at->file, name, length) == 0 && strcmp(at->file + length, ".so") == 0) return at;
  }
  return NULL;
}

static struct yard_module* load_static(const struct request* request,
                                       const struct modbuild_static_module* linked) {
  struct yard_module* const* entry = linked->symbols->address;
  if (!entry) {
    return fail(request, linked->file, "is not a module: it has no 'yard_module_entry'");
  }
  return start(*entry, request, linked->file, true);
}

/* The parts joined, to be given to forget(). */
static char* join(const char* a, const char* b, const char* c, const char* d) {
  size_t size = strlen(a) + strlen(b) + strlen(c) + strlen(d) + 1;
  char* text = yard_alloc(&module_text, size);
  snprintf(text, size, "%s%s%s%s", a, b, c, d);
  return text;
}

static struct yard_module* load_named(const struct request* request) {
  char* names[] = {join(request->host, "_", request->name, ""), keep(request->name)};
  char* files[] = {join(request->directory, "/", names[0], ".so"),
                   join(request->directory, "/", names[1], ".so")};
  struct yard_module* module = NULL;
  bool found = false;
  for (int i = 0; i < 2 && !found; i++) {
    const struct modbuild_static_module* linked = find_static(names[i]);
    if (!linked) continue;
    found = true;
    module = load_static(request, linked);
  }
  for (int i = 0; i < 2 && !found; i++) {
    if (access(files[i], F_OK) != 0) continue;
    found = true;
    module = load_file(request, files[i], files[i] + strlen(request->directory) + 1);
  }
  if (!found) {
    fprintf(request->errors,
            "%s: cannot load module '%s'\n  %s: no such file\n  %s: no such file\n", request->host,
            request->name, files[0], files[1]);
  }
  for (int i = 0; i < 2; i++) forget(names[i]), forget(files[i]);
  return module;
}

const struct yard_module* yard_load(const char* host, const char* directory, const char* spec,
                                    FILE* errors) {
  struct request request = {host, directory, keep(spec), NULL, errors};
  char* colon = strchr(request.name, ':');
  if (colon) {
    *colon = '\0';
    request.args = colon + 1;
  }
  const struct yard_module* module;
  if (strchr(request.name, '/')) {
    module = load_file(&request, request.name, request.name);
  } else {
    module = load_named(&request);
  }
  forget(request.name);
  return module;
}

void yard_modules_forget(void) {
  for (struct yard_module* module = first_module; module; module = module->next) {
    forget(module->load_name);
    forget(module->load_args);
    forget(module->file);
    module->load_name = module->load_args = module->file = NULL;
  }
}

const char* yard_default_directory(void) {
  static char directory[MAX_PATH];
  char self[MAX_PATH];
  ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
  if (length <= 0) return YARD_MODULEDIR;
  self[length] = '\0';
  char* slash = strrchr(self, '/');
  if (!slash) return YARD_MODULEDIR;
  *slash = '\0'; /* the directory of the program ... */
  slash = strrchr(self, '/');
  if (!slash) return YARD_MODULEDIR;
  *slash = '\0'; /* ... and the one around it */
  int size = snprintf(directory, sizeof directory, "%s/modules", self);
  if (size < 0 || (size_t)size >= sizeof directory) return YARD_MODULEDIR;
  return access(directory, F_OK) == 0 ? directory : YARD_MODULEDIR;
}
