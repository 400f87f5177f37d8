#include <stdio.h>

#include "format.h"

void feed_json(const struct yard_route* route) {
  printf("feed: {\"prefix\":\"%s\",\"via\":\"%s\",\"metric\":%d}\n", route->prefix, route->via,
         route->metric);
}
