#include "plan/static_shim.h"

#include "base/str.h"

namespace modbuild {

const std::string_view kStaticTableTypes = R"code(
struct modbuild_static_symbol {
  const char *name;
  void *address; /* 0: the module has no such symbol */
};

struct modbuild_static_module {
  const char *name;
  const char *file; /* as its file would be called */
  const struct modbuild_static_symbol *symbols; /* ends with a name of 0 */
};

)code";

namespace {

constexpr std::string_view kLoading = R"code(
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void *__real_dlopen(const char *, int);
void *__real_dlsym(void *, const char *);
int __real_dlclose(void *);
char *__real_dlerror(void);
int __real_access(const char *, int);

enum { MODULES = sizeof modbuild_static_modules / sizeof *modbuild_static_modules - 1 };

static int use_count[MODULES + 1];
static __thread char fault[512];
static __thread char told[512];

static const struct modbuild_static_module *find_file(const char *path) {
  if (!path) return 0;
  const char *slash = strrchr(path, '/');
  const char *file = slash ? slash + 1 : path;
  for (int i = 0; i < MODULES; i++) {
    if (strcmp(modbuild_static_modules[i].file, file) == 0) return &modbuild_static_modules[i];
  }
  return 0;
}

static const struct modbuild_static_module *of_handle(const void *handle) {
  for (int i = 0; i < MODULES; i++) {
    if (handle == &modbuild_static_modules[i]) return &modbuild_static_modules[i];
  }
  return 0;
}

void *__wrap_dlopen(const char *path, int flags) {
  const struct modbuild_static_module *module = find_file(path);
  fault[0] = 0;
  if (!module) return __real_dlopen(path, flags);
  int *count = &use_count[module - modbuild_static_modules];
  if (flags & RTLD_NOLOAD) {
    int now = __atomic_load_n(count, __ATOMIC_ACQUIRE);
    while (now > 0) {
      if (__atomic_compare_exchange_n(count, &now, now + 1, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
        return (void *)module;
      }
    }
    return 0;
  }
  __atomic_add_fetch(count, 1, __ATOMIC_ACQ_REL);
  return (void *)module;
}

void *__wrap_dlsym(void *handle, const char *name) {
  const struct modbuild_static_module *module = of_handle(handle);
  if (!module) return __real_dlsym(handle, name);
  for (const struct modbuild_static_symbol *at = module->symbols; at->name; at++) {
    if (at->address && strcmp(at->name, name) == 0) return at->address;
  }
  snprintf(fault, sizeof fault, "%s: undefined symbol: %s", module->file, name);
  return 0;
}

int __wrap_dlclose(void *handle) {
  const struct modbuild_static_module *module = of_handle(handle);
  fault[0] = 0;
  if (!module) return __real_dlclose(handle);
  int *count = &use_count[module - modbuild_static_modules];
  int now = __atomic_load_n(count, __ATOMIC_ACQUIRE);
  while (now > 0) {
    if (__atomic_compare_exchange_n(count, &now, now - 1, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
      return 0;
    }
  }
  snprintf(fault, sizeof fault, "%s: shared object not open", module->file);
  return -1;
}

char *__wrap_dlerror(void) {
  if (!fault[0]) return __real_dlerror();
  memcpy(told, fault, sizeof told);
  fault[0] = 0;
  return told;
}

/* Whether a call that failed because there is no file asked for a module that is linked in. */
static int stands_for(const char *path) {
  return (errno == ENOENT || errno == ENOTDIR) && find_file(path) != 0;
}
)code";

constexpr std::string_view kAccess = R"code(
int __wrap_access(const char *path, int mode) {
  int before = errno;
  int result = __real_access(path, mode);
  if (result == 0 || !stands_for(path)) return result;
  if (mode & W_OK) {
    errno = EACCES;
    return -1;
  }
  errno = before;
  return 0;
}
)code";

std::string stat_wrapper(std::string_view function, std::string_view type) {
  return cat("\nint __real_", function, "(const char *, ", type, " *);\n", "int __wrap_", function,
             "(const char *path, ", type, " *status) {\n",
             "  int before = errno;\n"
             "  int result = __real_",
             function,
             "(path, status);\n"
             "  if (result == 0 || !stands_for(path)) return result;\n"
             "  errno = before;\n"
             "  memset(status, 0, sizeof *status);\n"
             "  status->st_mode = S_IFREG | 0755;\n"
             "  status->st_nlink = 1;\n"
             "  return 0;\n"
             "}\n");
}

std::string open_wrapper(std::string_view function) {
  return cat("\nint __real_", function, "(const char *, int, ...);\n", "int __wrap_", function,
             "(const char *path, int flags, ...) {\n"
             "  int makes = (flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE;\n"
             "  va_list rest;\n"
             "  va_start(rest, flags);\n"
             "  mode_t mode = makes ? (mode_t)va_arg(rest, int) : 0;\n"
             "  va_end(rest);\n"
             "  int before = errno;\n"
             "  int result = __real_",
             function,
             "(path, flags, mode);\n"
             "  int reads = (flags & O_ACCMODE) == O_RDONLY;\n"
             "  if (result >= 0 || makes || !reads || !stands_for(path)) return result;\n"
             "  errno = before;\n"
             "  return __real_",
             function,
             "(\"/dev/null\", flags);\n"
             "}\n");
}

}  // namespace

std::string static_shim() {
  return cat(kLoading, stat_wrapper("stat", "struct stat"), stat_wrapper("lstat", "struct stat"),
             kAccess, open_wrapper("open"), "#ifdef __GLIBC__",
             stat_wrapper("stat64", "struct stat64"), stat_wrapper("lstat64", "struct stat64"),
             open_wrapper("open64"), "#endif\n");
}

}  // namespace modbuild
