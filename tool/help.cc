#include "help.h"

#include <CLI/CLI.hpp>

#include "base/str.h"
#include "exit_status.h"
#include "query/query.h"

namespace modbuild::tool {
namespace {

void heading(std::string& out, std::string_view title, const TableLayout& layout) {
  append(out, "\n", paint(title, Style::Bold, layout.color), "\n");
}

TableLayout indented(const TableLayout& layout) {
  TableLayout inner = layout;
  inner.indent = 2;
  return inner;
}

void examples(std::string& out, const Command& command, const TableLayout& layout) {
  heading(out, "Examples", layout);
  Table table;
  for (const Example& example : command.examples) {
    table.row({{cat("modbuild ", example.line)}, {std::string(example.shows)}});
  }
  out += table.text(indented(layout));
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
  Table table;
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_group() != group || option->get_positional()) continue;
    table.row({{option_words(*option)}, {option->get_description()}});
  }
  if (table.empty()) return;
  heading(out, title, layout);
  out += table.text(indented(layout));
}

void arguments(std::string& out, const CLI::App& app, const TableLayout& layout) {
  Table table;
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_positional()) {
      table.row({{option->get_single_name()}, {option->get_description()}});
    }
  }
  if (table.empty()) return;
  heading(out, "Arguments", layout);
  out += table.text(indented(layout));
}

// The language of an argument EXPR.
void expressions(std::string& out, const CLI::App& app, const TableLayout& layout) {
  if (app.get_option_no_throw("EXPR") == nullptr) return;
  heading(out, "Expressions", layout);
  Table table;
  table.row(
      {{"NAME, GLOB, @GROUP"}, {"components by name, all that match, the modules of a group"}});
  table.row({{"A + B, A & B, A - B"},
             {"union, intersect, except: words that do as well; from left to right"}});
  table.row({{"let X = A in B"}, {"B, where $X stands for A"}});
  for (const QueryFunction& function : query_functions()) {
    table.row({{std::string(function.form)}, {std::string(function.meaning)}});
  }
  out += table.text(indented(layout));
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
  Table daily;
  daily.row({{"modbuild select -g db"}, {"what would the group 'db' build?"}});
  daily.row({{"modbuild why tls"}, {"why is 'tls' off, and what must be installed?"}});
  daily.row({{"modbuild gen -g db && ninja -C build"}, {"write the build files, and build"}});
  out += daily.text(indented(layout));
  heading(out, "Commands", layout);
  Table table;
  for (const Command& command : commands()) {
    table.row({{std::string(command.name)}, {std::string(command.summary)}});
  }
  out += table.text(indented(layout));
  options(out, program, kGlobalOptions, "Global options, before or after the command", layout);
  options(out, program, kOwnOptions, "Other options", layout);
  heading(out, "Exit status", layout);
  Table statuses;
  for (const ExitStatusRow& row : exit_statuses()) {
    statuses.row({{std::to_string(static_cast<int>(row.status))}, {std::string(row.summary)}});
  }
  return out += statuses.text(indented(layout));
}

std::string command_help(const CLI::App& program, const Command& command,
                         const TableLayout& layout) {
  const CLI::App& app = *program.get_subcommand(std::string(command.name));
  std::string out = cat("modbuild ", command.name, ": ", command.summary, "\n");
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
