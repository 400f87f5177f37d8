/* What every host offers, whatever it does for a living: a name, events, start and end. */
#ifndef YARD_HOST_H
#define YARD_HOST_H

#include "yard/hook.h"

#ifdef __cplusplus
extern "C" {
#endif

struct yard_host {
  const char* name;   /* prefix of the module files that are for this host alone */
  void (*work)(void); /* the host's own business */
};

/* Something happened; told to everyone who listens. */
struct yard_event {
  const char* kind; /* "packet", "route" */
  const char* text;
};

YARD_HOOK_DECLARE(late_start, const struct yard_host) /* all modules are loaded */
YARD_HOOK_DECLARE(event, const struct yard_event)
YARD_HOOK_DECLARE(shutdown, const struct yard_host)

/* Prints "KIND TEXT" and tells it to the event hook. */
void yard_tell(const char* kind, const char* text);

/* Options, modules, start, work, end. Returns the exit status: 0 done, 1 a module could not be
 * loaded, 2 wrong usage. */
int yard_host_main(const struct yard_host* host, const struct yard_module* unit, int argc,
                   char** argv);

/* Makes this program a host: its unit, and main(). */
#define YARD_HOST(DESCRIPTION, WORK)                     \
  YARD_UNIT(MOD_NAME, YARD_VERSION, DESCRIPTION, 0);     \
  int main(int argc, char** argv) {                      \
    const struct yard_host host = {MOD_NAME, WORK};      \
    return yard_host_main(&host, YARD_THIS, argc, argv); \
  }

#ifdef __cplusplus
}
#endif

#endif
