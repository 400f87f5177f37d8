#include <stdio.h>
#include <string.h>

#include "format.h"
#include "yard/route.h"

static void feed_text(const struct yard_route* route) {
  printf("feed: %s dev %s\n", route->prefix, route->via);
}

#ifdef HAVE_NETLINK
static void feed_netlink_new(const struct yard_route* route) {
  feed_netlink(route, 0);
}
#endif

static const struct format {
  const char* name;
  void (*write)(const struct yard_route* route);
} formats[] = {
    {"text", feed_text},
#ifdef HAVE_NETLINK
    {"netlink", feed_netlink_new},
#endif
#ifdef HAVE_JSON
    {"json", feed_json},
#endif
};

static const struct format* format = &formats[0];

static enum yard_answer feed_route(struct yard_route* route) {
  format->write(route);
  return YARD_PASS;
}

static int start(void) {
  const char* wanted = YARD_THIS->load_args ? YARD_THIS->load_args : "text";
  const size_t count = sizeof formats / sizeof *formats;
  size_t i = 0;
  while (i < count && strcmp(formats[i].name, wanted) != 0) i++;
  if (i == count) {
    fprintf(stderr, "feed: unknown format '%s', built in:", wanted);
    for (i = 0; i < count; i++) fprintf(stderr, " %s", formats[i].name);
    fputc('\n', stderr);
    return -1;
  }
  format = &formats[i];
  YARD_HOOK_ADD(route, feed_route, YARD_LATE);
  return 0;
}

YARD_MODULE("feeds routes to whoever programs the hardware", start);
