// The command line: parses it, runs one command, and turns whatever happens into an exit status.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <new>
#include <system_error>

#include "base/str.h"
#include "command.h"
#include "depfile.h"
#include "help.h"
#include "os/interrupt.h"
#include "request_options.h"
#include "static_symbols.h"
#include "usage.h"

namespace modbuild::tool {
namespace {

struct Invocation {
  CLI::App app{"builds trees of modules", "modbuild"};
  bool version = false;
  std::vector<Run> runs;  // parallel to commands()
};

// The options of a command are declared if its name is among `words`, or if that is null: they are
// most of what there is to declare, and no other command can be the one that was meant.
void declare(Invocation& invocation, Options& options, const std::vector<std::string>* words) {
  CLI::App& app = invocation.app;
  app.set_help_flag("-h,--help", "show help");
  app.add_flag("--version", invocation.version, "print the version");
  declare_global_options(app, options);
  app.require_subcommand(0, 1);
  app.fallthrough();
  for (const Command& command : commands()) {
    CLI::App& sub = *app.add_subcommand(std::string(command.name), std::string(command.summary));
    const bool is_named =
        words == nullptr || std::find(words->begin(), words->end(), command.name) != words->end();
    invocation.runs.push_back(is_named ? command.declare(sub) : Run());
  }
}

// The row of the command that was given; null when there was none.
const Command* chosen(const CLI::App& app) {
  const std::vector<CLI::App*> parsed = app.get_subcommands();
  return parsed.empty() ? nullptr : find_command(parsed.front()->get_name());
}

bool knows_format(Context& context, const Command& command) {
  Format& wanted = context.options.format;
  const auto& formats = command.formats;
  if (wanted == Format::Unset) wanted = formats.front();
  if (std::find(formats.begin(), formats.end(), wanted) != formats.end()) return true;
  std::vector<std::string> words;
  for (const Format format : formats) words.emplace_back(format_word(format));
  usage_error(context, cat("'", command.name, "' has no format '", format_word(wanted), "'"),
              cat("it has ", join(words, ", ")));
  return false;
}

ExitStatus run_command(const Invocation& invocation, Context& context) {
  if (invocation.version) {
    context.out = version_line();
    return ExitStatus::Done;
  }
  const Command* command = chosen(invocation.app);
  if (command == nullptr) {
    context.talk = program_help(invocation.app, TableLayout{0, 0, context.terminal.color_err});
    return ExitStatus::Usage;
  }
  const std::string stats = context.options.stats;
  if (!stats.empty() && stats != "text" && stats != "json") {
    context.options.stats.clear();
    return usage_error(context, cat("--stats takes text, json; found '", stats, "'"));
  }
  context.command = command->name;
  if (!knows_format(context, *command)) return ExitStatus::Usage;
  if (!context.options.locked.empty() && !command->may_be_locked) {
    return usage_error(context, cat("'", command->name, "' takes no --locked"),
                       "select, gen and build do; modbuild lock --check only looks");
  }
  if (context.options.frozen && (context.options.refresh || context.options.no_probe)) {
    return usage_error(context,
                       cat("--frozen and ", context.options.refresh ? "--refresh" : "--no-probe",
                           " contradict each other"),
                       "--frozen takes every answer from the probe cache");
  }
  return invocation.runs[static_cast<std::size_t>(command - commands().data())](context);
}

ExitStatus show_help(const CLI::App& app, Context& context) {
  const Command* command = chosen(app);
  context.out = command == nullptr ? program_help(app, context.layout())
                                   : command_help(app, *command, context.layout());
  return ExitStatus::Done;
}

// CLI11 wants the words last first.
std::vector<std::string> reversed(std::vector<std::string> words) {
  std::reverse(words.begin(), words.end());
  return words;
}

// Whether a word of the command line is a request in quotes: "-g db -x acc".
bool is_request(const std::string& word) {
  const std::size_t blank = word.find(' ');
  if (!word.starts_with('-') || blank == std::string::npos) return false;
  CLI::App requests;
  RequestOptions options;
  declare_request_options(requests, options);
  const std::string first = word.substr(0, std::min(blank, word.find('=')));
  const bool is_long = first.starts_with("--");
  return requests.get_option_no_throw(is_long ? first : first.substr(0, 2)) != nullptr;
}

// A request in quotes is an argument of those commands that take some; a blank in front, which
// means nothing in a request, keeps the parser from seeing an option in it.
std::vector<std::string> with_requests_kept(std::vector<std::string> words) {
  const auto name = std::find_if(words.begin(), words.end(), [](const std::string& word) {
    return find_command(word) != nullptr;
  });
  if (name == words.end() || !find_command(*name)->takes_requests) return words;
  for (std::string& word : words) {
    if (is_request(word)) word.insert(0, " ");
  }
  return words;
}

// What is wrong with the words, seen with all options of all commands.
UsageMistake find_mistake(const std::vector<std::string>& words) {
  Invocation invocation;
  Options options;
  declare(invocation, options, nullptr);
  try {
    invocation.app.parse(reversed(words));
  } catch (const CLI::ParseError& error) {
    return describe_mistake(invocation.app, error);
  }
  return {};
}

// For what lives as long as the process: it holds memory and nothing else that must be given back,
// and freeing hundreds of megabytes piece by piece only keeps people waiting.
template <class T>
T& never_destroyed() {
  static T* const kept = new T;
  return *kept;
}

ExitStatus run(std::vector<std::string> arguments) {
  Context& context = never_destroyed<Context>();
  Invocation& invocation = never_destroyed<Invocation>();
  context.command_line = CommandLine(with_requests_kept(std::move(arguments)));
  try {
    const std::vector<std::string>& words = context.command_line.arguments();
    declare(invocation, context.options, &words);
    invocation.app.parse(reversed(words));
    prepare(context);
    const ExitStatus status = run_command(invocation, context);
    if (interrupted_by() != 0) return ExitStatus::Interrupted;
    return finish(context, status);
  } catch (const CLI::CallForHelp&) {
    prepare(context);
    return finish(context, show_help(invocation.app, context));
  } catch (const CLI::ParseError&) {
    const UsageMistake mistake = find_mistake(context.command_line.arguments());
    prepare(context);
    return finish(context, usage_error(context, mistake.message, mistake.help));
  } catch (const std::bad_alloc&) {
    std::fputs("modbuild: error: out of memory\n", stderr);
  } catch (const std::system_error& error) {
    std::fprintf(stderr, "modbuild: error: %s\n", error.what());
  }
  return ExitStatus::Environment;
}

}  // namespace
}  // namespace modbuild::tool

namespace {

// Started by modbuild itself, to read .pc files apart from everything else.
int read_pc_files(const std::vector<std::string>& arguments) {
  const std::optional<std::string> answers = modbuild::read_packages(arguments);
  if (!answers) return static_cast<int>(modbuild::tool::ExitStatus::Usage);
  const bool written = std::fwrite(answers->data(), 1, answers->size(), stdout) == answers->size();
  // Nothing is worth being tidied up behind the answer.
  const bool flushed = std::fflush(stdout) == 0;
  _exit(static_cast<int>(written && flushed ? modbuild::tool::ExitStatus::Done
                                            : modbuild::tool::ExitStatus::Io));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 1 && argv[1] == modbuild::kReaderWord) {
    return read_pc_files(std::vector<std::string>(argv + 2, argv + argc));
  }
  if (argc > 1 && argv[1] == modbuild::tool::kDepfileWord) {
    return modbuild::tool::record_dependencies(std::vector<std::string>(argv + 2, argv + argc));
  }
  if (argc > 1 && argv[1] == modbuild::tool::kStaticSymbolsWord) {
    return modbuild::tool::print_static_symbols(std::vector<std::string>(argv + 2, argv + argc));
  }
  // A reader that goes away and a file size limit are failed writes, reported like any other.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  modbuild::watch_interrupts();
  // Failed checks and unexpected exceptions end in abort(): our bug, not the user's.
  std::signal(SIGABRT, [](int) { _exit(static_cast<int>(modbuild::tool::ExitStatus::Bug)); });
  const modbuild::tool::ExitStatus status =
      modbuild::tool::run(std::vector<std::string>(argv + std::min(argc, 1), argv + argc));
  return static_cast<int>(status);
}
