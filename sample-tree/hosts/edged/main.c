/* edged, the edge switch: every packet goes through the hook `packet`, where modules may let it
 * pass, accept it for good, or drop it. Offline: it works on four packets of its own. */
#include <stdio.h>

#include "yard/host.h"
#include "yard/packet.h"

YARD_HOOK_DEFINE(packet, const struct yard_packet)
YARD_MEMORY_GROUP(edge);

static const unsigned char speech[] = {0xd5, 0x55, 0xaa, 0x2a, 0xf1, 0x71, 0x80, 0x00};

static const struct yard_packet packets[] = {
    {1, "alice", "bob", "alaw", sizeof speech, speech},
    {2, "mallory", "bob", "alaw", sizeof speech, speech},
    {3, "carol", "dave", "opal", 4, speech},
    {4, "bob", "alice", "alaw", 2, speech},
};

static void switch_packets(void) {
  for (size_t i = 0; i < sizeof packets / sizeof *packets; i++) {
    const struct yard_packet* packet = &packets[i];
    const struct yard_module* who = YARD_THIS;
    enum yard_answer answer = yard_hook_run_packet(packet, &who);
    char text[160];
    snprintf(text, sizeof text, "%d %s -> %s %s %zu bytes: %s by %s", packet->number, packet->from,
             packet->to, packet->codec, packet->size, answer == YARD_DROP ? "dropped" : "forwarded",
             who->info->name);
    yard_tell("packet", text);
  }
}

YARD_HOST("the edge switch", switch_packets)
