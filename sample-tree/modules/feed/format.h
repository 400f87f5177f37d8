/* One way to write a route. */
#ifndef FEED_FORMAT_H
#define FEED_FORMAT_H

#include "yard/route.h"

void feed_netlink(const struct yard_route* route, unsigned flags);
void feed_json(const struct yard_route* route);

#endif
