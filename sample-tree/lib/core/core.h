/* The core's own interface between its files; modules never see it. */
#ifndef YARD_CORE_H
#define YARD_CORE_H

#include <stdio.h>

#include "yard/module.h"

/* The table of modules that are linked into the host, which modbuild writes. The reference is weak:
 * a host without any has no table. */
struct modbuild_static_symbol {
  const char* name;
  void* address; /* NULL: the module has no such symbol */
};
struct modbuild_static_module {
  const char* name;
  const char* file;                             /* as its file would be called: "edged_cli.so" */
  const struct modbuild_static_symbol* symbols; /* ends with a NULL name */
};
extern const struct modbuild_static_module modbuild_static_modules[] /* ends with a NULL name */
    __attribute__((weak));

/* The ABI that the host has, made by modbuild for a host that lists what its ABI depends on. */
extern const char modbuild_abi[] __attribute__((weak));

/* Loads NAME[:ARGS] for `host`. Says on `errors` what went wrong, with every place it looked. */
const struct yard_module* yard_load(const char* host, const char* directory, const char* spec,
                                    FILE* errors);

/* Gives back what yard_load kept about each module. */
void yard_modules_forget(void);

/* Prints the host and every module: version, file, linkage, hooks, memory types. */
void yard_list(const struct yard_module* host_unit, FILE* out);

/* Names every memory type that is still in use; returns how many there are. */
int yard_memory_report(FILE* out);

/* Takes every function out of every hook; nothing of a module is called after that. */
void yard_hooks_clear(void);

/* Where modules lie when nobody says it: ../modules beside the host's bin, or as installed. */
const char* yard_default_directory(void);

/* The unit of code that has none of its own: helper libraries. */
extern struct yard_module yard_default_module;

#endif
