#include "yard/hook.h"

#include <string.h>

#include "core.h"
#include "yard/memory.h"

YARD_MEMORY_GROUP(core);
YARD_MEMORY_TYPE(core, hook_entry);

static struct yard_hook* all_hooks;

void yard_hook_announce(struct yard_hook* hook) {
  struct yard_hook** at = &all_hooks;
  while (*at && strcmp((*at)->name, hook->name) < 0) at = &(*at)->next;
  hook->next = *at;
  *at = hook;
}

void yard_hook_insert(struct yard_hook* hook, void (*call)(void), const char* name, int priority,
                      const struct yard_module* owner) {
  struct yard_hook_entry** at = &hook->entries;
  while (*at && (*at)->priority <= priority) at = &(*at)->next;
  struct yard_hook_entry* entry = yard_alloc(&hook_entry, sizeof *entry);
  *entry = (struct yard_hook_entry){call, name, priority, owner, *at};
  *at = entry;
}

const struct yard_hook* yard_hooks(void) {
  return all_hooks;
}

void yard_hooks_clear(void) {
  for (struct yard_hook* hook = all_hooks; hook; hook = hook->next) {
    while (hook->entries) {
      struct yard_hook_entry* entry = hook->entries;
      hook->entries = entry->next;
      yard_free(&hook_entry, entry);
    }
  }
}
