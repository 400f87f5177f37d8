/* What a module is: a shared object with one entry symbol, `yard_module_entry`.
 *
 * Every link unit (host or module) has an object of its own named `yard_this_module`. It is hidden,
 * so code that is compiled into several units finds the one of its own unit. Helper libraries have
 * none and get the core's weak default. */
#ifndef YARD_MODULE_H
#define YARD_MODULE_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a module says about itself. `init` returns 0 when the module is ready. */
struct yard_module_info {
  const char* name;
  const char* version;
  const char* description;
  int (*init)(void);
};

/* A module at run time. The loader fills in what the compiler cannot know. */
struct yard_module {
  const struct yard_module_info* info;
  const char* load_name; /* what the user asked for: "monitor" */
  const char* load_args; /* what stood behind the first ':', or NULL */
  const char* file;      /* as found, below the module directory; NULL until loaded */
  bool is_static;        /* linked into the host */
  struct yard_module* next;
};

extern struct yard_module yard_this_module;
#define YARD_THIS (&yard_this_module)

/* The first module that was loaded; the others hang on `next`. */
const struct yard_module* yard_modules(void);

#define YARD_UNIT(NAME, VERSION, DESCRIPTION, INIT)                                         \
  static const struct yard_module_info yard_unit_info = {NAME, VERSION, DESCRIPTION, INIT}; \
  __attribute__((visibility("hidden"))) struct yard_module yard_this_module = {             \
      &yard_unit_info, 0, 0, 0, false, 0}

/* Makes this link unit a module. MOD_NAME and YARD_VERSION come from the build. */
#define YARD_MODULE(DESCRIPTION, INIT)                                                         \
  YARD_UNIT(MOD_NAME, YARD_VERSION, DESCRIPTION, INIT);                                        \
  extern struct yard_module* const yard_module_entry __attribute__((visibility("protected"))); \
  struct yard_module* const yard_module_entry = YARD_THIS

#ifdef __cplusplus
}
#endif

#endif
