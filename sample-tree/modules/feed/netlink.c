/* Kept as it came from elsewhere: `flags` is part of its interface and not yet used. */
#include <stdio.h>

#include "format.h"

void feed_netlink(const struct yard_route* route, unsigned flags) {
  printf("feed: RTM_NEWROUTE %s %s priority %d\n", route->prefix, route->via, route->metric);
}
