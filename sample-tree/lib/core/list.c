/* The listing behind --modules. Tests compare it word for word, so it says nothing that differs
 * from one machine or run to the next. */
#include "core.h"
#include "yard/hook.h"
#include "yard/memory.h"

static void list_hooks(const struct yard_module* owner, FILE* out) {
  for (const struct yard_hook* hook = yard_hooks(); hook; hook = hook->next) {
    for (const struct yard_hook_entry* entry = hook->entries; entry; entry = entry->next) {
      if (entry->owner != owner) continue;
      fprintf(out, "  hook: %s %s priority %d\n", hook->name, entry->name, entry->priority);
    }
  }
}

static void list_memory(const struct yard_module* owner, FILE* out) {
  for (const struct yard_memory_group* group = yard_memory_groups(); group; group = group->next) {
    for (const struct yard_memory_type* type = group->types; type; type = type->next) {
      if (type->owner == owner) fprintf(out, "  memory: %s.%s\n", group->name, type->name);
    }
  }
}

static void list_unit(const char* kind, const struct yard_module* unit, FILE* out) {
  fprintf(out, "%s %s\n  version: %s\n", kind, unit->info->name, unit->info->version);
  if (unit->file) {
    fprintf(out, "  loaded as: %s%s%s\n", unit->load_name, unit->load_args ? ":" : "",
            unit->load_args ? unit->load_args : "");
    fprintf(out, "  file: %s\n", unit->file);
    fprintf(out, "  linkage: %s\n", unit->is_static ? "static" : "shared");
  }
  list_hooks(unit, out);
  list_memory(unit, out);
}

void yard_list(const struct yard_module* host_unit, FILE* out) {
  list_unit("host", host_unit, out);
  list_unit("helpers", &yard_default_module, out);
  for (const struct yard_module* module = yard_modules(); module; module = module->next) {
    list_unit("module", module, out);
  }
}
