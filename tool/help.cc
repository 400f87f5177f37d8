#include "help.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "base/str.h"
#include "base/utf8.h"
#include "exit_status.h"
#include "query/query.h"

namespace modbuild::tool {
namespace {

void heading(std::string& out, std::string_view title, const TableLayout& layout) {
  append(out, "\n", paint(title, Style::Bold, layout.color), "\n");
}

constexpr std::size_t kUsualWidth = 80;   // of what goes to no terminal
constexpr std::size_t kWidestWords = 32;  // wider ones stand on a line of their own
constexpr std::size_t kIndent = 2;

// What can be typed, each with its meaning.
struct Row {
  std::string words;
  std::string meaning;
};

std::size_t width_of(const TableLayout& layout) {
  return layout.width == 0 ? kUsualWidth : layout.width;
}

void rows(std::string& out, const std::vector<Row>& list, const TableLayout& layout) {
  std::size_t column = kIndent;
  for (const Row& row : list) {
    const std::size_t wide = display_width(row.words);
    if (wide <= kWidestWords) column = std::max(column, wide + kIndent);
  }
  column += kIndent;
  const std::size_t width = width_of(layout);
  for (const Row& row : list) {
    const std::size_t wide = display_width(row.words);
    const bool fits = wide <= kWidestWords;
    append(out, std::string(kIndent, ' '), row.words, fits ? "" : "\n",
           std::string(fits ? column - kIndent - wide : column, ' '),
           filled(row.meaning, column, width), "\n");
  }
}

void examples(std::string& out, const Command& command, const TableLayout& layout) {
  heading(out, "Examples", layout);
  std::vector<Row> list;
  for (const Example& example : command.examples) {
    list.push_back({cat("modbuild ", example.line), std::string(example.shows)});
  }
  rows(out, list, layout);
}

// "-g, --group GROUP".
std::string option_words(const CLI::Option& option) {
  std::vector<std::string> names;
  for (const std::string& name : option.get_snames()) names.push_back(cat("-", name));
  for (const std::string& name : option.get_lnames()) names.push_back(cat("--", name));
  const std::string start = option.get_snames().empty() ? "    " : "";
  const bool takes_value = option.get_items_expected_max() > 0;
  return cat(start, join(names, ", "), takes_value ? cat(" ", option.get_type_name()) : "");
}

void options(std::string& out, const CLI::App& app, const std::string& group,
             std::string_view title, const TableLayout& layout) {
  std::vector<Row> list;
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_group() != group || option->get_positional()) continue;
    list.push_back({option_words(*option), option->get_description()});
  }
  if (list.empty()) return;
  heading(out, title, layout);
  rows(out, list, layout);
}

void arguments(std::string& out, const CLI::App& app, const TableLayout& layout) {
  std::vector<Row> list;
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_positional()) {
      list.push_back({option->get_single_name(), option->get_description()});
    }
  }
  if (list.empty()) return;
  heading(out, "Arguments", layout);
  rows(out, list, layout);
}

// The language of an argument EXPR.
void expressions(std::string& out, const CLI::App& app, const TableLayout& layout) {
  if (app.get_option_no_throw("EXPR") == nullptr) return;
  heading(out, "Expressions", layout);
  std::vector<Row> list = {
      {"NAME, GLOB, @GROUP", "components by name, all that match, the modules of a group"},
      {"A + B, A & B, A - B",
       "union, intersect, except: words that do as well; from left to right"},
      {"let X = A in B", "B, where $X stands for A"}};
  for (const QueryFunction& function : query_functions()) {
    list.push_back({std::string(function.form), std::string(function.meaning)});
  }
  rows(out, list, layout);
}

std::string usage_line(const CLI::App& app, const Command& command) {
  std::string line = cat("modbuild ", command.name, " [OPTIONS]");
  for (const CLI::Option* option : app.get_options()) {
    if (!option->get_positional()) continue;
    const bool many = option->get_items_expected_max() > 1;
    append(line, " [", option->get_single_name(), many ? "..." : "", "]");
  }
  return line;
}

std::string formats_of(const Command& command) {
  std::vector<std::string> words;
  for (const Format format : command.formats) words.emplace_back(format_word(format));
  return join(words, ", ");
}

}  // namespace

std::string program_help(const CLI::App& program, const TableLayout& layout) {
  std::string out = "modbuild: builds trees of modules\n";
  heading(out, "Examples", layout);
  rows(out,
       {{"modbuild select -g db", "what would the group 'db' build?"},
        {"modbuild why tls", "why is 'tls' off, and what must be installed?"},
        {"modbuild gen -g db && ninja -C build", "write the build files, and build"}},
       layout);
  heading(out, "Commands", layout);
  std::vector<Row> list;
  for (const Command& command : commands()) {
    list.push_back({std::string(command.name), std::string(command.summary)});
  }
  rows(out, list, layout);
  options(out, program, kGlobalOptions, "Global options, before or after the command", layout);
  options(out, program, kOwnOptions, "Other options", layout);
  heading(out, "Exit status", layout);
  list.clear();
  for (const ExitStatusRow& row : exit_statuses()) {
    list.push_back({std::to_string(static_cast<int>(row.status)), std::string(row.summary)});
  }
  rows(out, list, layout);
  return out;
}

std::string command_help(const CLI::App& program, const Command& command,
                         const TableLayout& layout) {
  const CLI::App& app = *program.get_subcommand(std::string(command.name));
  std::string out =
      filled(cat("modbuild ", command.name, ": ", command.summary), kIndent, width_of(layout));
  out += "\n";
  examples(out, command, layout);
  heading(out, "Usage", layout);
  append(out, "  ", usage_line(app, command), "\n");
  arguments(out, app, layout);
  expressions(out, app, layout);
  options(out, app, kOwnOptions, "Options", layout);
  options(out, app, kRequestOptions, "Request", layout);
  heading(out, "Output", layout);
  append(out, "  --format ", formats_of(command), "\n");
  out += "\nGlobal options (-C, -B, --profile, --toolchain, ..): modbuild help\n";
  return out;
}

std::string version_line() {
  return cat("modbuild ", MODBUILD_VERSION, "\n");
}

}  // namespace modbuild::tool
