#include "request_preview.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "base/json_writer.h"
#include "base/str.h"
#include "build_directory.h"
#include "side.h"
#include "step_costs.h"

namespace modbuild::tool {
namespace {

struct Artifact {
  const InstallEntry* entry = nullptr;
  std::optional<std::uint64_t> size;  // in bytes; of what is built only once it is
};

struct RequestPreview {
  std::vector<Artifact> artifacts;      // by destination
  std::vector<std::string> packages;    // sorted
  std::vector<std::string> to_install;  // what brings in what is missing: "install libssl-dev"
  std::size_t steps[std::size(kStepKinds)] = {};
  Cost cost;
  std::string source;  // of the cost
};

// A file of the sources has its size; one that is made the size that it had last.
std::optional<std::uint64_t> size_of(const Path& source, const Context& context) {
  FileSystem* files = nullptr;
  if (source.root == Root::Source) {
    files = context.sources ? context.sources.get() : context.tree.get();
  } else if (source.root == Root::Build) {
    files = context.state.get();
  }
  if (files == nullptr) return std::nullopt;
  const auto status = files->status(source.text);
  if (!status || status->type != FileType::Regular) return std::nullopt;
  return status->size;
}

std::vector<std::string> missing_libs(const Context& context) {
  const Results& results = context.results;
  std::set<std::string> ways;
  for (const ComponentId id : results.catalog.components.ids()) {
    const Verdict& verdict = results.selection.verdicts[id];
    if (verdict.on || !verdict.wanted) continue;
    for (const std::string& way : fixes(results.catalog, results.selection, results.probes, id)) {
      if (way.starts_with("install ")) ways.insert(way);
    }
  }
  return {ways.begin(), ways.end()};
}

RequestPreview preview(const Context& context, const PreviewParts& parts) {
  RequestPreview found;
  const Preview steps = preview_of(context);
  if (parts.artifacts) {
    std::set<std::string> packages;
    for (const InstallEntry& entry : context.results.plan.install) {
      found.artifacts.push_back({&entry, size_of(entry.source, context)});
      if (!entry.package.empty()) packages.insert(entry.package);
    }
    found.packages.assign(packages.begin(), packages.end());
    found.to_install = missing_libs(context);
  }
  if (parts.cost) {
    for (const PreviewStep& step : steps.steps) ++found.steps[static_cast<std::size_t>(step.kind)];
    std::string log;
    found.cost = step_costs(context, {}, steps, log).of(steps.steps);
    found.source = cost_source(found.cost, log);
  }
  return found;
}

std::string size_text(std::uint64_t bytes) {
  if (bytes < 1024) return cat(std::to_string(bytes), " B");
  const double size = static_cast<double>(bytes);
  return bytes < 1024 * 1024 ? fmt::format("{:.1f} KiB", size / 1024)
                             : fmt::format("{:.1f} MiB", size / (1024 * 1024));
}

std::string artifacts_text(const RequestPreview& found, const Context& context) {
  Table files;
  for (const Artifact& artifact : found.artifacts) {
    const InstallEntry& entry = *artifact.entry;
    files.row({{entry.destination},
               {artifact.size ? size_text(*artifact.size) : "not built", Style::Dim},
               {context.results.catalog.components[entry.component].name.value},
               {entry.package, Style::Dim}});
  }
  std::string out = cat("\nInstalled files\n", files.text(context.layout(2)));
  if (!found.packages.empty()) append(out, "\nPackages\n  ", join(found.packages, "\n  "), "\n");
  if (!found.to_install.empty()) {
    append(out, "\nFor what cannot be built\n  ", join(found.to_install, "\n  "), "\n");
  }
  return out;
}

std::string cost_text(const RequestPreview& found, const Context& context) {
  Table table;
  for (const StepKind kind : kStepKinds) {
    const std::size_t count = found.steps[static_cast<std::size_t>(kind)];
    if (count != 0) table.row({{std::string(step_word(kind))}, {count_of(count, "step")}});
  }
  table.row({{"time"}, {cat(seconds_text(found.cost.seconds), " of one processor")}});
  table.row({{"source"}, {found.source, Style::Dim}});
  return cat("\nCost\n", table.text(context.layout(2)));
}

}  // namespace

std::string request_preview_text(const Context& context, const PreviewParts& parts) {
  const RequestPreview found = preview(context, parts);
  std::string out;
  if (parts.artifacts) out += artifacts_text(found, context);
  if (parts.cost) out += cost_text(found, context);
  return out;
}

void write_request_preview(const Context& context, const PreviewParts& parts, JsonWriter& json) {
  const RequestPreview found = preview(context, parts);
  if (parts.artifacts) {
    json.key("artifacts").begin_object().key("files").begin_array();
    for (const Artifact& artifact : found.artifacts) {
      const InstallEntry& entry = *artifact.entry;
      json.begin_object(true).member("destination", entry.destination);
      json.member("component", context.results.catalog.components[entry.component].name.value);
      if (artifact.size) json.member("size", *artifact.size);
      if (!entry.package.empty()) json.member("package", entry.package);
      json.end_object();
    }
    json.end_array().member("packages", found.packages).member("fix", found.to_install);
    json.end_object();
  }
  if (!parts.cost) return;
  json.key("cost").begin_object(true);
  for (const StepKind kind : kStepKinds) {
    json.member(step_word(kind), found.steps[static_cast<std::size_t>(kind)]);
  }
  json.member("milliseconds", milliseconds(found.cost.seconds));
  json.member("measured", found.cost.measured).member("estimated", found.cost.estimated);
  json.end_object();
}

}  // namespace modbuild::tool
