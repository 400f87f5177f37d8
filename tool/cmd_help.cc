#include <memory>

#include "base/edit_distance.h"
#include "base/str.h"
#include "command.h"
#include "help.h"

namespace modbuild::tool {
namespace {

ExitStatus help_for(const CLI::App& program, const std::string& name, Context& context) {
  if (name.empty()) {
    context.out = program_help(program, context.layout());
    return ExitStatus::Done;
  }
  if (const Command* command = find_command(name)) {
    context.out = command_help(program, *command, context.layout());
    return ExitStatus::Done;
  }
  std::vector<std::string> known;
  for (const Command& command : commands()) known.emplace_back(command.name);
  return usage_error(context, cat("there is no command '", name, "'"), did_you_mean(name, known));
}

}  // namespace

Run declare_help(CLI::App& app) {
  const auto name = std::make_shared<std::string>();
  add_argument(app, "COMMAND", "the command", *name);
  const CLI::App& program = program_of(app);
  return [name, &program](Context& context) { return help_for(program, *name, context); };
}

}  // namespace modbuild::tool
