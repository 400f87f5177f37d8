#include "yard/memory.h"

#include <stdlib.h>
#include <string.h>

#include "core.h"

static struct yard_memory_group*
    all_groups; /* by name, as the types of each group are: constructors
                 * of modules that are linked in run earlier */

void yard_memory_group_register(struct yard_memory_group* group) {
  struct yard_memory_group** at = &all_groups;
  while (*at && strcmp((*at)->name, group->name) < 0) at = &(*at)->next;
  group->next = *at;
  *at = group;
}

void yard_memory_group_unregister(struct yard_memory_group* group) {
  struct yard_memory_group** at = &all_groups;
  while (*at && *at != group) at = &(*at)->next;
  if (*at) *at = group->next;
}

void yard_memory_type_register(struct yard_memory_group* group, struct yard_memory_type* type) {
  struct yard_memory_type** at = &group->types;
  while (*at && strcmp((*at)->name, type->name) < 0) at = &(*at)->next;
  type->next = *at;
  *at = type;
}

void yard_memory_type_unregister(struct yard_memory_group* group, struct yard_memory_type* type) {
  struct yard_memory_type** at = &group->types;
  while (*at && *at != type) at = &(*at)->next;
  if (*at) *at = type->next;
}

const struct yard_memory_group* yard_memory_groups(void) {
  return all_groups;
}

void* yard_alloc(struct yard_memory_type* type, size_t size) {
  void* memory = calloc(1, size);
  if (!memory) {
    fprintf(stderr, "out of memory for %s\n", type->name);
    abort();
  }
  type->in_use++;
  return memory;
}

void yard_free(struct yard_memory_type* type, void* memory) {
  if (memory) type->in_use--;
  free(memory);
}

int yard_memory_report(FILE* out) {
  int leaking = 0;
  for (const struct yard_memory_group* group = all_groups; group; group = group->next) {
    for (const struct yard_memory_type* type = group->types; type; type = type->next) {
      if (type->in_use == 0) continue;
      fprintf(out, "memory still in use: %s.%s (%zu)\n", group->name, type->name, type->in_use);
      leaking++;
    }
  }
  return leaking;
}
