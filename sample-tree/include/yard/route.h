/* Routes: what corerd keeps. Only the full corerd defines this hook, corelite does not. */
#ifndef YARD_ROUTE_H
#define YARD_ROUTE_H

#include "yard/hook.h"

#ifdef __cplusplus
extern "C" {
#endif

struct yard_route {
  const char* prefix;
  const char* via;
  int metric;
};

YARD_HOOK_DECLARE(route, struct yard_route)

#ifdef __cplusplus
}
#endif

#endif
