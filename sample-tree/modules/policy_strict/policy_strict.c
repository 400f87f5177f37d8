/* policy_strict[:CALLER[,CALLER]...]: without a list, mallory is not welcome. */
#include <string.h>

#include "yard/packet.h"

static bool is_listed(const char* list, const char* caller) {
  const size_t size = strlen(caller);
  for (const char* at = list; *at; at += strcspn(at, ","), at += *at == ',') {
    if (strcspn(at, ",") == size && strncmp(at, caller, size) == 0) return true;
  }
  return false;
}

static enum yard_answer policy_check(const struct yard_packet* packet) {
  const char* list = YARD_THIS->load_args ? YARD_THIS->load_args : "mallory";
  return is_listed(list, packet->from) ? YARD_DROP : YARD_PASS;
}

static int start(void) {
  YARD_HOOK_ADD(packet, policy_check, YARD_EARLY);
  return 0;
}

YARD_MODULE("drops packets of callers on its list", start);
