#include "usage.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "base/edit_distance.h"
#include "base/str.h"
#include "command.h"

namespace modbuild::tool {
namespace {

void add_names(const CLI::App& app, bool long_names, std::vector<std::string>& known) {
  for (const CLI::Option* option : app.get_options()) {
    if (long_names) {
      for (const std::string& name : option->get_lnames()) known.push_back(cat("--", name));
    } else {
      for (const std::string& name : option->get_snames()) known.push_back(cat("-", name));
    }
  }
}

const CLI::App& parsed_command(const CLI::App& app) {
  const std::vector<CLI::App*> chosen = app.get_subcommands();
  return chosen.empty() ? app : *chosen.front();
}

// Which other commands have the option, as a hint.
std::string commands_with(const CLI::App& app, const std::string& option) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (command->get_option_no_throw(option) != nullptr) names.push_back(command->get_name());
  }
  return join(names, ", ");
}

UsageMistake unknown_option(const CLI::App& app, const std::string& word) {
  const CLI::App& command = parsed_command(app);
  const std::string name = word.substr(0, word.find('='));
  const bool is_long = name.compare(0, 2, "--") == 0;
  std::vector<std::string> known;
  add_names(app, is_long, known);
  if (&command != &app) add_names(command, is_long, known);
  const bool of_command = &command != &app && command.get_option_no_throw(name) != nullptr;
  if (of_command) {
    return {cat("the option '", name, "' stands before its command"),
            cat("modbuild ", command.get_name(), " ", name, " ..")};
  }
  const std::string of = &command == &app ? "" : cat(" for '", command.get_name(), "'");
  const std::string others = commands_with(app, name);
  std::string help = is_long ? did_you_mean(name, known) : std::string();
  if (!others.empty()) help = cat("it belongs to: ", others);
  if (help.empty()) {
    help = &command == &app ? "modbuild help" : cat("modbuild help ", command.get_name());
  }
  return {cat("there is no option '", name, "'", of), help};
}

UsageMistake unknown_command(const std::string& word) {
  std::vector<std::string> known;
  for (const Command& command : commands()) known.emplace_back(command.name);
  const std::string hint = did_you_mean(word, known);
  return {cat("there is no command '", word, "'"), hint.empty() ? "modbuild help" : hint};
}

}  // namespace

UsageMistake describe_mistake(const CLI::App& parsed, const CLI::ParseError& error) {
  const std::vector<std::string> left = parsed.remaining(true);
  const CLI::App& command = parsed_command(parsed);
  const auto option = std::find_if(left.begin(), left.end(), [](const std::string& word) {
    return word.size() > 1 && word[0] == '-';
  });
  if (&command == &parsed && !left.empty() && option != left.begin()) {
    return unknown_command(left.front());
  }
  if (option != left.end()) return unknown_option(parsed, *option);
  if (!left.empty()) {
    return {cat("'", command.get_name(), "' takes no argument '", left.front(), "'"),
            cat("modbuild help ", command.get_name())};
  }
  const std::string text = error.what();
  const std::size_t line_end = text.find("\nhelp: ");
  if (line_end != std::string::npos) return {text.substr(0, line_end), text.substr(line_end + 7)};
  if (error.get_name() == "ArgumentMismatch") {
    return {cat(text.substr(0, text.find(':')), " needs a value"), {}};
  }
  if (error.get_name() == "ConversionError") {
    // "Could not convert: --jobs = x"
    const std::vector<std::string> words = split(text.substr(text.find(':') + 1), " ");
    if (words.size() == 3) {
      return {cat(words[0], " takes a number; found '", words[2], "'"), {}};
    }
  }
  return {text, {}};
}

UsageMistake parse_words(const std::vector<std::string>& words,
                         const std::function<void(CLI::App&)>& declare) {
  CLI::App app;
  app.set_help_flag();
  declare(app);
  try {
    // CLI11 wants the words last first.
    app.parse(std::vector<std::string>(words.rbegin(), words.rend()));
  } catch (const CLI::ParseError& error) {
    return describe_mistake(app, error);
  }
  return {};
}

}  // namespace modbuild::tool
