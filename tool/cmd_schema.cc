#include <algorithm>
#include <array>
#include <memory>

#include "base/edit_distance.h"
#include "base/str.h"
#include "command.h"
#include "documents.h"

namespace modbuild::tool {
namespace {

constexpr auto kManifests = std::to_array<std::string_view>({"module", "tree"});

std::vector<std::string> schema_names() {
  std::vector<std::string> names(kManifests.begin(), kManifests.end());
  for (const DocumentSchema& schema : document_schemas()) {
    const bool of_manifest =
        std::find(kManifests.begin(), kManifests.end(), schema.name) != kManifests.end();
    if (!of_manifest) names.emplace_back(schema.name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string schema_text(const std::string& name) {
  if (std::find(kManifests.begin(), kManifests.end(), name) != kManifests.end()) {
    return manifest_schema(name);
  }
  for (const DocumentSchema& schema : document_schemas()) {
    if (schema.name == name) return std::string(schema.text);
  }
  return {};
}

ExitStatus print_schema(const std::string& name, Context& context) {
  const std::vector<std::string> names = schema_names();
  if (name.empty()) {
    context.out = cat(join(names, "\n"), "\n");
    return ExitStatus::Done;
  }
  context.out = schema_text(name);
  if (!context.out.empty()) return ExitStatus::Done;
  const std::string hint = did_you_mean(name, names);
  return usage_error(context, cat("there is no schema '", name, "'"),
                     hint.empty() ? cat("there are ", join(names, ", ")) : hint);
}

}  // namespace

Run declare_schema(CLI::App& app) {
  const auto name = std::make_shared<std::string>();
  add_argument(app, "NAME", "the manifest or document; without it, all names", *name);
  return [name](Context& context) { return print_schema(*name, context); };
}

}  // namespace modbuild::tool
