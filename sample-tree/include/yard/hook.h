/* Hooks: the places where a program lets modules take part.
 *
 * A hook is an exported data symbol of the host (or of the core). That symbol is what ties a module
 * to its host: where the hook is missing, the module cannot be loaded. */
#ifndef YARD_HOOK_H
#define YARD_HOOK_H

#include <stddef.h>

#include "yard/module.h"

#ifdef __cplusplus
extern "C" {
#endif

enum yard_answer {
  YARD_PASS,   /* no opinion: ask the next one */
  YARD_ACCEPT, /* settled: let it through */
  YARD_DROP    /* settled: throw it away */
};

enum { YARD_EARLY = 100, YARD_NORMAL = 1000, YARD_LATE = 1900 };

struct yard_hook_entry {
  void (*call)(void); /* really `enum yard_answer (*)(TYPE*)` */
  const char* name;   /* of the function */
  int priority;       /* lowest first; equals in the order they came */
  const struct yard_module* owner;
  struct yard_hook_entry* next;
};

struct yard_hook {
  const char* name;
  struct yard_hook_entry* entries;
  struct yard_hook* next;
};

void yard_hook_announce(struct yard_hook* hook);
void yard_hook_insert(struct yard_hook* hook, void (*call)(void), const char* name, int priority,
                      const struct yard_module* owner);
const struct yard_hook* yard_hooks(void); /* sorted by name */

/* Adds a function of this module, checked against the hook's type. */
#define YARD_HOOK_ADD(HOOK, FUNCTION, PRIORITY) yard_hook_add_##HOOK(FUNCTION, #FUNCTION, PRIORITY)

/* In a header: a hook whose functions take a TYPE*. */
#define YARD_HOOK_DECLARE(HOOK, TYPE)                                                        \
  extern struct yard_hook yard_hook_##HOOK;                                                  \
  static inline void yard_hook_add_##HOOK(enum yard_answer (*call)(TYPE*), const char* name, \
                                          int priority) {                                    \
    yard_hook_insert(&yard_hook_##HOOK, (void (*)(void))call, name, priority, YARD_THIS);    \
  }

/* In the one source file that owns the hook; makes yard_hook_run_HOOK(argument, &who), which asks
 * every function until one settles the matter. `who` may be NULL. */
#define YARD_HOOK_DEFINE(HOOK, TYPE)                                                             \
  struct yard_hook yard_hook_##HOOK = {#HOOK, NULL, NULL};                                       \
  __attribute__((constructor(1000))) static void yard_hook_announce_##HOOK(void) {               \
    yard_hook_announce(&yard_hook_##HOOK);                                                       \
  }                                                                                              \
  static enum yard_answer yard_hook_run_##HOOK(TYPE* argument, const struct yard_module** who) { \
    for (const struct yard_hook_entry* e = yard_hook_##HOOK.entries; e; e = e->next) {           \
      enum yard_answer answer = ((enum yard_answer(*)(TYPE*))e->call)(argument);                 \
      if (answer == YARD_PASS) continue;                                                         \
      if (who) *who = e->owner;                                                                  \
      return answer;                                                                             \
    }                                                                                            \
    return YARD_PASS;                                                                            \
  }

#ifdef __cplusplus
}
#endif

#endif
