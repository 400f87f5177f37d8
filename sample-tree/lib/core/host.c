/* The life of a host: options, modules, start, work, end. */
#include "yard/host.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "core.h"

YARD_HOOK_DEFINE(late_start, const struct yard_host)
YARD_HOOK_DEFINE(event, const struct yard_event)
YARD_HOOK_DEFINE(shutdown, const struct yard_host)

struct options {
  const char* directory;
  bool list;
  int loads;
  const char** load; /* of `loads` specs, in order */
};

void yard_tell(const char* kind, const char* text) {
  printf("%s %s\n", kind, text);
  const struct yard_event event = {kind, text};
  yard_hook_run_event(&event, NULL);
}

static void usage(const struct yard_module* unit, FILE* out) {
  fprintf(out,
          "%s %s - %s\n"
          "usage: %s [--load NAME[:ARGS]]... [--moduledir DIR] [--modules]\n"
          "  --load NAME[:ARGS]  load a module; a NAME with '/' is a path\n"
          "  --moduledir DIR     where modules lie\n"
          "  --modules           list what was loaded, and leave\n",
          unit->info->name, unit->info->version, unit->info->description, unit->info->name);
}

/* Returns -1 to go on, otherwise the exit status. */
static int read_options(const struct yard_module* unit, int argc, char** argv,
                        struct options* options) {
  static const struct option known[] = {
      {"load", required_argument, NULL, 'l'}, {"moduledir", required_argument, NULL, 'd'},
      {"modules", no_argument, NULL, 'm'},    {"help", no_argument, NULL, 'h'},
      {"version", no_argument, NULL, 'v'},    {NULL, 0, NULL, 0}};
  for (int option; (option = getopt_long(argc, argv, "", known, NULL)) != -1;) {
    switch (option) {
      case 'l':
        options->load[options->loads++] = optarg;
        break;
      case 'd':
        options->directory = optarg;
        break;
      case 'm':
        options->list = true;
        break;
      case 'h':
        usage(unit, stdout);
        return 0;
      case 'v':
        printf("%s %s\n", unit->info->name, unit->info->version);
        return 0;
      default:
        usage(unit, stderr);
        return 2;
    }
  }
  if (optind == argc) return -1;
  fprintf(stderr, "%s: unexpected argument '%s'\n", unit->info->name, argv[optind]);
  usage(unit, stderr);
  return 2;
}

static int run(const struct yard_host* host, const struct yard_module* unit,
               const struct options* options) {
  const char* directory = options->directory ? options->directory : yard_default_directory();
  for (int i = 0; i < options->loads; i++) {
    if (!yard_load(host->name, directory, options->load[i], stderr)) return 1;
  }
  if (options->list) {
    yard_list(unit, stdout);
    return 0;
  }
  yard_hook_run_late_start(host, NULL);
  host->work();
  yard_hook_run_shutdown(host, NULL);
  yard_hooks_clear();
  yard_modules_forget();
  return yard_memory_report(stderr) == 0 ? 0 : 1;
}

int yard_host_main(const struct yard_host* host, const struct yard_module* unit, int argc,
                   char** argv) {
  struct options options = {.load = calloc((size_t)argc + 1, sizeof *options.load)};
  if (!options.load) return 1;
  int status = read_options(unit, argc, argv, &options);
  if (status < 0) status = run(host, unit, &options);
  free(options.load);
  if (fflush(stdout) != 0) status = 1;
  return status;
}
