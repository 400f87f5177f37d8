#include <memory>

#include "base/str.h"
#include "command.h"
#include "config_files.h"
#include "lock_check.h"
#include "request_arguments.h"
#include "request_files.h"
#include "request_options.h"
#include "request_preview.h"
#include "select_view.h"

namespace modbuild::tool {
namespace {

struct SelectOptions {
  RequestOptions request;
  SelectView view;
  std::string save;
  std::string save_modules_lst;
  std::string check;
  std::vector<std::string> configs;
  PreviewParts preview;
};

std::string document(const PreviewParts& parts, const Context& context) {
  const Results& results = context.results;
  const auto more = [&](JsonWriter& json) { write_request_preview(context, parts, json); };
  return selection_json(results.catalog, results.selection, results.probes, more);
}

void print(const SelectOptions& options, Context& context) {
  switch (context.options.format) {
    case Format::Text:
      context.out = select_text(context, options.view);
      if (options.preview.any()) context.out += request_preview_text(context, options.preview);
      break;
    case Format::Names:
      context.out = select_names(context, options.view.only);
      break;
    case Format::Json:
      context.out = document(options.preview, context);
      break;
    case Format::Csv:
      context.out = select_csv(context, options.view.only);
      break;
    case Format::Markdown:
      context.out = select_markdown(context, options.view.only);
      break;
    default:  // of other commands; refused before
      break;
  }
}

// The request of the options; with --check or --locked and no option of its own, the saved one or
// that of the lock again.
bool settle_request(const SelectOptions& options, const std::optional<SelectionText>& saved,
                    const std::optional<HeldLock>& lock, Context& context) {
  const bool own =
      options.request.given() || !context.options.profile.empty() || !options.configs.empty();
  if (own || (!saved && !lock)) return apply_request(options.request, context);
  if (lock) {
    repeat_request(lock->lock, context);
    return true;
  }
  const std::optional<Request> request =
      read_selection(saved->text, saved->file, context.diagnostics);
  if (request) context.job.request = *request;
  return request.has_value();
}

Style change_style(std::string_view line) {
  if (line.substr(0, 1) == "+") return Style::Good;
  return line.substr(0, 1) == "-" ? Style::Bad : Style::Attention;
}

// What saves the selection as it is now: its request was typed, or taken from the saved one.
std::string save_command(const std::string& path, const Context& context) {
  const Selection& selection = context.results.selection;
  const Profile* profile = context.results.catalog.find_profile(selection.profile);
  std::string command = "modbuild select";
  for (const std::string& word : request_arguments(selection.request, profile)) {
    append(command, " ", shell_quoted(word));
  }
  return cat(command, " --save ", shell_quoted(path));
}

void check(const SelectOptions& options, const SelectionText& saved, Context& context) {
  const std::optional<std::vector<std::string>> changes =
      compare_selection(saved.text, saved.file, context.results.catalog, context.results.selection,
                        context.diagnostics);
  if (!changes) return;
  for (const std::string& line : *changes) {
    append(context.out, context.styled(shown(line), change_style(line)), "\n");
  }
  if (changes->empty()) {
    say(context, cat("the selection is the one in '", options.check, "'"));
    return;
  }
  context.diagnostics.add(Code::SelectionDiffers, {},
                          cat("the selection is not the one in '", options.check,
                              "': ", count_of(changes->size(), "difference")),
                          cat("when that is meant: ", save_command(options.check, context)));
}

void save(const std::string& path, const std::string& text, Context& context) {
  if (save_file(path, text, context)) say(context, cat("saved '", path, "'"));
}

void save_files(const SelectOptions& options, Context& context) {
  const Results& results = context.results;
  if (!options.save.empty()) save(options.save, document({}, context), context);
  if (options.save_modules_lst.empty()) return;
  const std::optional<std::string> text =
      modules_list_text(results.catalog, results.selection, context.diagnostics);
  if (text) save(options.save_modules_lst, *text, context);
}

ExitStatus select_modules(const SelectOptions& options, Context& context) {
  const bool whole = context.options.format == Format::Json;
  if (whole && options.view.only != Only::Everything) {
    return usage_error(context, "the json document is always whole: --only does not apply to it");
  }
  if (options.preview.any() && context.options.format != Format::Text && !whole) {
    return usage_error(context, "--artifacts and --cost are for text and json");
  }
  if (!open_tree(context)) return ExitStatus::Done;
  std::optional<SelectionText> saved;
  if (!options.check.empty()) {
    saved = read_selection_text(options.check, context);
    if (!saved) return ExitStatus::Done;
  }
  std::optional<HeldLock> lock;
  if (!read_asked_lock(context, lock)) return ExitStatus::Done;
  if (!settle_request(options, saved, lock, context)) return ExitStatus::Done;
  if (!include_configs(options.configs, context)) return ExitStatus::Done;
  if (!reach(context, options.preview.any() ? Stage::Plan : Stage::Select)) return ExitStatus::Done;
  const Results& results = context.results;
  if (saved) {
    check(options, *saved, context);
  } else {
    print(options, context);
  }
  if (lock) check_lock(*lock, context);
  report_unmet(results.catalog, results.selection, results.probes, context.diagnostics);
  if (!context.diagnostics.has_errors()) save_files(options, context);
  return ExitStatus::Done;
}

}  // namespace

Run declare_select(CLI::App& app) {
  const auto options = std::make_shared<SelectOptions>();
  add_switch(app, {"--summary", "", "text: only counts and what may surprise"},
             options->view.summary);
  add_switch(app,
             {"--artifacts", "", "also what is installed, with sizes, packages, what to install"},
             options->preview.artifacts);
  add_switch(app, {"--cost", "", "also how many steps there are, and what they cost"},
             options->preview.cost);
  add_choice<Only>(app, {"--only", "", "only these modules"},
                   {{"on", Only::On}, {"off", Only::Off}, {"dropped", Only::Dropped}},
                   options->view.only);
  add_value(app, {"--save", "FILE", "also write the selection as a document"}, options->save);
  add_value(app,
            {"--check", "FILE",
             "compare with a saved selection; without a request of its own, repeat the saved one"},
            options->check);
  add_value(app, {"--save-modules-lst", "FILE", "also write it as a modules.lst that make reads"},
            options->save_modules_lst);
  add_list(app,
           {"--from-config", "FILE",
            "also what this configuration of a program loads, with all that it needs"},
           options->configs);
  declare_request_options(app, options->request);
  return [options](Context& context) { return select_modules(*options, context); };
}

}  // namespace modbuild::tool
