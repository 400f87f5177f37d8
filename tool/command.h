// What a command is: one row of the table in commands.cc. Help, suggestions and tests come from it.
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "context.h"
#include "options.h"

namespace modbuild::tool {

// A command line that works in the sample tree, and what it shows.
struct Example {
  std::string_view line;
  std::string_view shows;
};

// Does the command's work, with the options it was declared with.
using Run = std::function<ExitStatus(Context&)>;

struct Command {
  std::string_view name;
  std::string_view summary;
  std::span<const Example> examples;
  std::span<const Format> formats;  // the values of --format that it knows
  Run (*declare)(CLI::App& app);    // adds its options to `app`
  bool takes_requests = false;      // words that begin with '-' and hold a blank are arguments
  bool may_be_locked = false;       // takes --locked
};

// Every command, in the order of help.
std::span<const Command> commands();

// The row of a name; null when there is none.
const Command* find_command(std::string_view name);

Run declare_affected(CLI::App& app);
Run declare_build(CLI::App& app);
Run declare_check(CLI::App& app);
Run declare_check_config(CLI::App& app);
Run declare_ci(CLI::App& app);
Run declare_clean(CLI::App& app);
Run declare_deps(CLI::App& app);
Run declare_diff(CLI::App& app);
Run declare_explain(CLI::App& app);
Run declare_gen(CLI::App& app);
Run declare_graph(CLI::App& app);
Run declare_groups(CLI::App& app);
Run declare_help(CLI::App& app);
Run declare_hosts(CLI::App& app);
Run declare_import(CLI::App& app);
Run declare_install(CLI::App& app);
Run declare_libs(CLI::App& app);
Run declare_lock(CLI::App& app);
Run declare_package(CLI::App& app);
Run declare_path(CLI::App& app);
Run declare_plan(CLI::App& app);
Run declare_probe(CLI::App& app);
Run declare_query(CLI::App& app);
Run declare_rdeps(CLI::App& app);
Run declare_report(CLI::App& app);
Run declare_sbom(CLI::App& app);
Run declare_scan(CLI::App& app);
Run declare_schema(CLI::App& app);
Run declare_select(CLI::App& app);
Run declare_show(CLI::App& app);
Run declare_static_check(CLI::App& app);
Run declare_uninstall(CLI::App& app);
Run declare_unlock(CLI::App& app);
Run declare_verify(CLI::App& app);
Run declare_why(CLI::App& app);

}  // namespace modbuild::tool
