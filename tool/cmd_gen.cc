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

void print_text(Context& context, const BuildDirectory& build) {
  Table table;
  for (const WrittenFile& file : context.results.written) {
    table.row({{std::string(change_word(file.change)), change_style(file.change)},
               {shown_path(build, file.path)}});
  }
  context.out += table.text(context.layout());
}

void print_json(Context& context, bool dry_run) {
  JsonWriter json(context.out);
  json.begin_object().member("schema", "modbuild.gen/1");
  json.member("tree", context.results.catalog.tree.name.value).member("dry-run", dry_run);
  json.key("files").begin_array();
  for (const WrittenFile& file : context.results.written) {
    json.begin_object(true).member("path", file.path);
    json.member("change", change_word(file.change)).end_object();
  }
  json.end_array().end_object();
  context.out += "\n";
}

ExitStatus gen(const GenOptions& options, Context& context) {
  BuildDirectory build;
  if (!generate(options, context, build)) return ExitStatus::Done;
  if (options.regenerate) return ExitStatus::Done;
  if (context.options.format == Format::Json) {
    print_json(context, options.dry_run);
  } else {
    print_text(context, build);
  }
  say(context, counts_line(context));
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
