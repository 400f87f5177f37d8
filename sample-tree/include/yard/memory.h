/* Memory by type: every allocation says what it is for, and leaks are named at exit.
 *
 * Groups and types register themselves from constructors, so an object file may matter although
 * nobody refers to a symbol in it. An archive would drop such an object silently. */
#ifndef YARD_MEMORY_H
#define YARD_MEMORY_H

#include <stddef.h>

#include "yard/module.h"

#ifdef __cplusplus
extern "C" {
#endif

struct yard_memory_type {
  const char* name;
  const struct yard_module* owner;
  size_t in_use; /* allocations not yet freed */
  struct yard_memory_type* next;
};

struct yard_memory_group {
  const char* name;
  struct yard_memory_type* types;
  struct yard_memory_group* next;
};

void yard_memory_group_register(struct yard_memory_group* group);
void yard_memory_group_unregister(struct yard_memory_group* group);
void yard_memory_type_register(struct yard_memory_group* group, struct yard_memory_type* type);
void yard_memory_type_unregister(struct yard_memory_group* group, struct yard_memory_type* type);
const struct yard_memory_group* yard_memory_groups(void);

/* Zeroed memory; ends the program when there is none. */
void* yard_alloc(struct yard_memory_type* type, size_t size);
void yard_free(struct yard_memory_type* type, void* memory);

#define YARD_MEMORY_GROUP_DECLARE(GROUP) extern struct yard_memory_group yard_memory_group_##GROUP

#define YARD_MEMORY_GROUP(GROUP)                                                         \
  YARD_MEMORY_GROUP_DECLARE(GROUP);                                                      \
  struct yard_memory_group yard_memory_group_##GROUP = {#GROUP, NULL, NULL};             \
  __attribute__((constructor(1000))) static void yard_memory_group_enter_##GROUP(void) { \
    yard_memory_group_register(&yard_memory_group_##GROUP);                              \
  }                                                                                      \
  __attribute__((destructor(1000))) static void yard_memory_group_leave_##GROUP(void) {  \
    yard_memory_group_unregister(&yard_memory_group_##GROUP);                            \
  }                                                                                      \
  struct yard_memory_group yard_memory_group_##GROUP

/* A type of this link unit, in a group of its own or of its host. */
#define YARD_MEMORY_TYPE(GROUP, TYPE)                                                  \
  static struct yard_memory_type TYPE = {#TYPE, YARD_THIS, 0, NULL};                   \
  __attribute__((constructor(1001))) static void yard_memory_type_enter_##TYPE(void) { \
    yard_memory_type_register(&yard_memory_group_##GROUP, &TYPE);                      \
  }                                                                                    \
  __attribute__((destructor(1001))) static void yard_memory_type_leave_##TYPE(void) {  \
    yard_memory_type_unregister(&yard_memory_group_##GROUP, &TYPE);                    \
  }                                                                                    \
  static struct yard_memory_type TYPE

#ifdef __cplusplus
}
#endif

#endif
