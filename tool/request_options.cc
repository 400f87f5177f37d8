#include "request_options.h"

#include "base/str.h"
#include "context.h"
#include "options.h"
#include "request_files.h"

namespace modbuild::tool {
namespace {

bool read_feature(const Text& word, FeatureRequest& out) {
  const std::size_t slash = word.value.find('/');
  const std::size_t equals = word.value.find('=');
  if (slash == std::string::npos || slash == 0) return false;
  const std::string setting = equals == std::string::npos ? "on" : word.value.substr(equals + 1);
  if (setting == "on") {
    out.setting = FeatureSetting::On;
  } else if (setting == "off") {
    out.setting = FeatureSetting::Off;
  } else if (setting == "auto") {
    out.setting = FeatureSetting::Auto;
  } else {
    return false;
  }
  out.module = Text{word.value.substr(0, slash), word.at};
  out.feature = Text{word.value.substr(slash + 1, equals - slash - 1), word.at};
  return !out.feature.empty();
}

bool add_features(const std::vector<Text>& words, Request& request, Context& context) {
  for (const Text& word : words) {
    FeatureRequest feature;
    if (!read_feature(word, feature)) {
      usage_error(context,
                  cat("--feature takes MODULE/FEATURE=on|off|auto; found '", word.value, "'"));
      return false;
    }
    request.features.push_back(std::move(feature));
  }
  return true;
}

bool add_dirs(const std::vector<std::string>& words, Request& request, Context& context) {
  for (const std::string& word : words) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos || equals == 0) {
      usage_error(context, cat("--dir takes NAME=PATH; found '", word, "'"));
      return false;
    }
    request.dirs[word.substr(0, equals)] = Text{word.substr(equals + 1), {}};
  }
  return true;
}

}  // namespace

bool RequestOptions::given() const {
  const bool lists = !groups.empty() || !include.empty() || !exclude.empty() ||
                     !make_static.empty() || !require.empty() || !features.empty() ||
                     !dirs.empty() || !selection_files.empty() || !modules_lists.empty();
  return lists || exclude_given || base != Base::Unset || missing != MissingPolicy::Unset ||
         static_policy != StaticPolicy::Unset || with_deps || with_load;
}

void declare_request_options(CLI::App& app, RequestOptions& options, const char* base) {
  const auto list = [&app](const char* names, const char* value_name, const char* help,
                           std::vector<std::string>& values) {
    add_list(app, {names, value_name, help, kRequestOptions}, values);
  };
  list("-g,--group", "GROUP", "the modules of this group", options.groups);
  list("-i,--include", "NAME", "also this module; a name, a glob or @group", options.include);
  list("-x,--exclude", "NAME", "not this module; without -g everything else is built",
       options.exclude);
  list("-s,--static", "NAME", "link this module into its host", options.make_static);
  list("--require", "NAME", "include this module, and fail when it cannot be built",
       options.require);
  list("--feature", "M/F=on", "a feature of a module, glob or @group: on, off or auto",
       options.features);
  list("--selection", "FILE", "start from the request in a selection file",
       options.selection_files);
  list("--modules-lst", "FILE", "start from what a modules.lst of `make cfg` says",
       options.modules_lists);
  list("--dir", "NAME=PATH", "an install directory: prefix, libdir, moduledir, ..", options.dirs);
  add_choice<Base>(
      app,
      {base, "", "what is built without -g; default: the default group, with -x everything",
       kRequestOptions},
      {{"none", Base::None}, {"default", Base::Default}, {"all", Base::All}}, options.base);
  add_choice<MissingPolicy>(
      app,
      {"--missing", "",
       "what cannot be built is skipped or an error; default: skip, but an error if named",
       kRequestOptions},
      {{"skip", MissingPolicy::Skip}, {"error", MissingPolicy::Error}}, options.missing);
  add_choice<StaticPolicy>(
      app,
      {"--static-policy", "",
       "what -s names and cannot be linked in is an error or built shared; default: error",
       kRequestOptions},
      {{"error", StaticPolicy::Error}, {"downgrade", StaticPolicy::Downgrade}},
      options.static_policy);
  add_switch(app, {"--with-deps", "", "also what the wanted modules depend on", kRequestOptions},
             options.with_deps);
  add_switch(
      app, {"--with-load", "", "also what the wanted modules need when they run", kRequestOptions},
      options.with_load);
}

std::optional<Request> read_request(const RequestOptions& options, Context& context) {
  const CommandLine& line = context.command_line;
  const FileId file = context.command_line_file;
  Request request;
  request.groups = line.names_of_option("--group", 'g', options.groups, file);
  request.include = line.names_of_option("--include", 'i', options.include, file);
  request.exclude = line.names_of_option("--exclude", 'x', options.exclude, file);
  request.make_static = line.names_of_option("--static", 's', options.make_static, file);
  request.require = line.names_of_option("--require", '\0', options.require, file);
  request.exclude_given = options.exclude_given || !options.exclude.empty();
  request.base = options.base;
  request.missing = options.missing;
  request.static_policy = options.static_policy;
  request.with_deps = options.with_deps;
  request.with_load = options.with_load;
  const std::vector<Text> features =
      line.names_of_option("--feature", '\0', options.features, file);
  if (!add_features(features, request, context)) return std::nullopt;
  if (!add_dirs(options.dirs, request, context)) return std::nullopt;
  return request;
}

bool apply_selection_files(const std::vector<std::string>& files, Context& context) {
  for (const std::string& file : files) {
    const std::optional<SelectionText> text = read_selection_text(file, context);
    if (!text) return false;
    const std::optional<Request> request =
        read_selection(text->text, text->file, context.diagnostics);
    if (!request) return false;
    context.job.request.add(*request);
  }
  return true;
}

bool apply_modules_lists(const std::vector<std::string>& files, Context& context) {
  for (const std::string& file : files) {
    const std::optional<SelectionText> text = read_modules_lst(file, context);
    if (!text) return false;
    std::optional<ModulesList> list =
        read_modules_list(text->text, text->file, context.diagnostics);
    if (!list) return false;
    context.job.modules_lists.push_back(std::move(*list));
  }
  return true;
}

bool apply_request(const RequestOptions& options, Context& context) {
  if (!apply_modules_lists(options.modules_lists, context)) return false;
  if (!apply_selection_files(options.selection_files, context)) return false;
  const std::optional<Request> request = read_request(options, context);
  if (!request) return false;
  context.job.request.add(*request);
  return true;
}

}  // namespace modbuild::tool
