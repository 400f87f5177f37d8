/* corerd, the core router: keeps routes and shows each to the hook `route`.
 *
 * With CORELITE the same file makes corelite, for small machines: it has no such hook, so modules
 * that need it belong to corerd alone. */
#include <stdio.h>

#include "yard/host.h"
#include "yard/route.h"

#if !CORELITE
YARD_HOOK_DEFINE(route, struct yard_route)
#endif

static struct yard_route routes[] = {
    {"10.0.0.0/8", "edge1", 10},
    {"10.20.0.0/16", "edge2", 5},
    {"192.0.2.0/24", "edge1", 20},
};

static enum yard_answer ask(struct yard_route* route, const struct yard_module** who) {
#if CORELITE
  (void)route, (void)who;
  return YARD_PASS;
#else
  return yard_hook_run_route(route, who);
#endif
}

static void announce_routes(void) {
  for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
    struct yard_route* route = &routes[i];
    const struct yard_module* who = YARD_THIS;
    enum yard_answer answer = ask(route, &who);
    char text[160];
    snprintf(text, sizeof text, "%s via %s metric %d: %s by %s", route->prefix, route->via,
             route->metric, answer == YARD_DROP ? "dropped" : "kept", who->info->name);
    yard_tell("route", text);
  }
}

YARD_HOST("the core router", announce_routes)
