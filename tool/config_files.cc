#include "config_files.h"

#include "base/path.h"
#include "base/str.h"
#include "context.h"

namespace modbuild::tool {

std::optional<ConfigFile> read_config(const std::string& path, Context& context) {
  const std::string whole = absolute_path(context, path);
  const auto directory = open_typed_directory(context, std::string(directory_of(whole)));
  HostError error;
  if (directory) {
    Expected<std::string> text = (*directory)->read(std::string(base_name(whole)), kLargestConfig);
    if (text) return ConfigFile{*text, context.results.sources.add(path, *text)};
    error = text.error();
  } else {
    error = directory.error();
  }
  const HostError as_typed{error.number, "read", path, error.detail};
  context.diagnostics.add(Code::BadConfigFile, {}, as_typed.message());
  return std::nullopt;
}

std::vector<ConfigLoad> loads_of(const ConfigFile& config, const Catalog& catalog,
                                 Context& context) {
  if (!has_config_patterns(catalog)) {
    SourceRange whole;
    whole.file = config.file;
    context.diagnostics.add(Code::BadConfigFile, whole,
                            "no program of the tree says how its configuration loads modules",
                            "say so in its manifest: [host] config-load = ['^\\s*load\\s+(\\S+)']");
    return {};
  }
  return modules_in_config(catalog, config.text, config.file, context.diagnostics);
}

bool include_configs(const std::vector<std::string>& paths, Context& context) {
  std::vector<ConfigFile> files;
  for (const std::string& path : paths) {
    std::optional<ConfigFile> file = read_config(path, context);
    if (!file) return false;
    files.push_back(std::move(*file));
  }
  if (files.empty()) return true;
  context.host.complete_request = [files = std::move(files), &context](const Catalog& catalog,
                                                                       Request& request) {
    for (const ConfigFile& file : files) {
      for (ConfigLoad& load : loads_of(file, catalog, context)) {
        request.include.push_back({catalog.components[load.module].name.value, load.word.at});
      }
    }
    if (request.base == Base::Unset) request.base = Base::None;
    request.with_deps = true;
    request.with_load = true;
  };
  return true;
}

}  // namespace modbuild::tool
