#include <memory>

#include "base/json_writer.h"
#include "base/str.h"
#include "command.h"
#include "generation.h"
#include "select_view.h"

namespace modbuild::tool {
namespace {

std::string_view change_word(FileChange change) {
  switch (change) {
    case FileChange::Created:
      return "created";
    case FileChange::Changed:
      return "changed";
    case FileChange::Same:
      return "same";
    case FileChange::Removed:
      return "removed";
  }
  return "";
}

Style change_style(FileChange change) {
  switch (change) {
    case FileChange::Created:
      return Style::Good;
    case FileChange::Changed:
      return Style::Attention;
    case FileChange::Same:
      return Style::Dim;
    case FileChange::Removed:
      return Style::Bad;
  }
  return Style::Plain;
}

void print_text(const GenerationReport& report, const BuildDirectory& build, Context& context) {
  Table table;
  for (const WrittenFile& file : report.files) {
    table.row({{std::string(change_word(file.change)), change_style(file.change)},
               {shown_path(build, file.path)}});
  }
  context.out += table.text(context.layout());
}

void print_json(const GenerationReport& report, bool dry_run, Context& context) {
  JsonWriter json(context.out);
  json.begin_object().member("schema", "modbuild.gen/1");
  json.member("tree", report.tree).member("dry-run", dry_run);
  json.key("files").begin_array();
  for (const WrittenFile& file : report.files) {
    json.begin_object(true).member("path", file.path);
    json.member("change", change_word(file.change)).end_object();
  }
  json.end_array().end_object();
  context.out += "\n";
}

ExitStatus gen(const GenOptions& options, Context& context) {
  BuildDirectory build;
  const std::optional<GenerationReport> report = generate_if_changed(options, context, build);
  if (!report) return ExitStatus::Done;
  if (options.regenerate) return ExitStatus::Done;
  if (context.options.format == Format::Json) {
    print_json(*report, options.dry_run, context);
  } else {
    print_text(*report, build, context);
  }
  say(context, report->counts);
  return ExitStatus::Done;
}

}  // namespace

Run declare_gen(CLI::App& app) {
  const auto options = std::make_shared<GenOptions>();
  add_value(app, {"--backend", "NAME", "the kind of build files: ninja, the default, or make"},
            options->backend);
  add_switch(app, {"-n,--dry-run", "", "say what would be written, write nothing"},
             options->dry_run);
  add_switch(app, {"--fresh", "", "forget the request and environment of the last gen"},
             options->fresh);
  add_switch(app, {"--regenerate", "", "repeat the last gen", kHidden}, options->regenerate);
  declare_request_options(app, options->request);
  return [options](Context& context) { return gen(*options, context); };
}

}  // namespace modbuild::tool
