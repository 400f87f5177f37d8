/* Written by modbuild: the modules that are linked into shimd. */

struct modbuild_static_symbol {
  const char *name;
  void *address; /* 0: the module has no such symbol */
};

struct modbuild_static_module {
  const char *name;
  const char *file; /* as its file would be called */
  const struct modbuild_static_symbol *symbols; /* ends with a name of 0 */
};

extern char entry_acc_0[] __asm__("modbuild_static_acc_exports") __attribute__((weak));
extern char entry_tls_x_657b2e806a063246_0[] __asm__("modbuild_static_tls_x_657b2e806a063246_exports") __attribute__((weak));
static const struct modbuild_static_symbol symbols_acc[] = {
    {"exports", entry_acc_0},
    {0, 0},
};
static const struct modbuild_static_symbol symbols_tls_x_657b2e806a063246[] = {
    {"exports", entry_tls_x_657b2e806a063246_0},
    {0, 0},
};
const struct modbuild_static_module modbuild_static_modules[] = {
    {"acc", "shimd_acc.so", symbols_acc},
    {"tls+x", "tls+x.so", symbols_tls_x_657b2e806a063246},
    {0, 0, 0},
};

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

int __real_stat(const char *, struct stat *);
int __wrap_stat(const char *path, struct stat *status) {
  int before = errno;
  int result = __real_stat(path, status);
  if (result == 0 || !stands_for(path)) return result;
  errno = before;
  memset(status, 0, sizeof *status);
  status->st_mode = S_IFREG | 0755;
  status->st_nlink = 1;
  return 0;
}

int __real_lstat(const char *, struct stat *);
int __wrap_lstat(const char *path, struct stat *status) {
  int before = errno;
  int result = __real_lstat(path, status);
  if (result == 0 || !stands_for(path)) return result;
  errno = before;
  memset(status, 0, sizeof *status);
  status->st_mode = S_IFREG | 0755;
  status->st_nlink = 1;
  return 0;
}

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

int __real_open(const char *, int, ...);
int __wrap_open(const char *path, int flags, ...) {
  int makes = (flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE;
  va_list rest;
  va_start(rest, flags);
  mode_t mode = makes ? (mode_t)va_arg(rest, int) : 0;
  va_end(rest);
  int before = errno;
  int result = __real_open(path, flags, mode);
  int reads = (flags & O_ACCMODE) == O_RDONLY;
  if (result >= 0 || makes || !reads || !stands_for(path)) return result;
  errno = before;
  return __real_open("/dev/null", flags);
}
#ifdef __GLIBC__
int __real_stat64(const char *, struct stat64 *);
int __wrap_stat64(const char *path, struct stat64 *status) {
  int before = errno;
  int result = __real_stat64(path, status);
  if (result == 0 || !stands_for(path)) return result;
  errno = before;
  memset(status, 0, sizeof *status);
  status->st_mode = S_IFREG | 0755;
  status->st_nlink = 1;
  return 0;
}

int __real_lstat64(const char *, struct stat64 *);
int __wrap_lstat64(const char *path, struct stat64 *status) {
  int before = errno;
  int result = __real_lstat64(path, status);
  if (result == 0 || !stands_for(path)) return result;
  errno = before;
  memset(status, 0, sizeof *status);
  status->st_mode = S_IFREG | 0755;
  status->st_nlink = 1;
  return 0;
}

int __real_open64(const char *, int, ...);
int __wrap_open64(const char *path, int flags, ...) {
  int makes = (flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE;
  va_list rest;
  va_start(rest, flags);
  mode_t mode = makes ? (mode_t)va_arg(rest, int) : 0;
  va_end(rest);
  int before = errno;
  int result = __real_open64(path, flags, mode);
  int reads = (flags & O_ACCMODE) == O_RDONLY;
  if (result >= 0 || makes || !reads || !stands_for(path)) return result;
  errno = before;
  return __real_open64("/dev/null", flags);
}
#endif
