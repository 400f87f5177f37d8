#include "archive/archive.h"

#include <cerrno>
#include <map>

#include "base/path.h"
#include "base/str.h"
#include "built_files.h"
#include "os/replace_file.h"
#include "package_options.h"
#include "package_view.h"

namespace modbuild::tool {
namespace {

constexpr std::uint32_t kDirectoryMode = 0755;
constexpr std::uint32_t kDocumentMode = 0644;

// The plan with the files of the packages that were named.
InstallPlan selected_plan(const BuiltFiles& built, const std::vector<std::string>& packages) {
  InstallPlan plan = built.plan;
  std::erase_if(plan.items,
                [&](const InstallItem& item) { return !is_selected(packages, item.package); });
  return plan;
}

// The document that `install` would write beside the files.
InstalledManifest manifest_of(const InstallPlan& plan) {
  InstalledManifest manifest;
  manifest.tree = plan.tree;
  manifest.version = plan.version;
  manifest.dirs = plan.dirs;
  manifest.directories = own_directories(plan);
  return manifest;
}

struct Packing {
  const PackageOptions& options;
  const BuiltFiles& built;
  Compression compression = Compression::None;
  std::int64_t date = 0;
};

// Directories of the tree's own, files, and the installed manifest, in the order of their paths;
// the manifest only where all packages are there, for it would stand in the way of another's.
std::optional<std::string> pack(const Packing& packing, Context& context) {
  const InstallPlan plan = selected_plan(packing.built, packing.options.packages);
  SourceReader reader(packing.built.sources, context.diagnostics);
  if (!reader.check(plan, {})) return std::nullopt;
  const Strip strip = packing.options.strip ? stripper(plan, context) : Strip();
  InstalledManifest manifest = manifest_of(plan);
  std::map<std::string, InstallItem> entries;  // by path; directories have no destination
  for (const std::string& directory : manifest.directories) entries[directory] = {};
  for (const InstallItem& item : plan.items) entries[item.destination] = item;
  TarWriter writer(packing.compression, packing.date);
  for (const auto& [path, item] : entries) {
    if (item.destination.empty()) {
      writer.add_directory(path.substr(1), kDirectoryMode);
      continue;
    }
    const auto bytes = reader.read(item, strip);
    if (!bytes) return std::nullopt;
    writer.add_file(path.substr(1), item.mode, *bytes);
    manifest.files[path] = installed_file(item, *bytes);
  }
  if (packing.options.packages.empty()) {
    writer.add_file(plan.installed_manifest.substr(1), kDocumentMode,
                    installed_manifest_json(manifest));
  }
  auto archive = writer.finish();
  if (archive) return std::move(*archive);
  io_error(context, {EIO, "write", packing.options.out, archive.error()});
  return std::nullopt;
}

void print(const PackageOptions& options, PackagingChange change, Context& context) {
  const std::string path = normalise(options.out);
  if (context.options.format != Format::Json) {
    Table table;
    table.row({{std::string(change_word(change)), change_style(change)}, {path}});
    context.out += table.text(context.layout());
    return;
  }
  const Results& results = context.results;
  JsonWriter json(context.out);
  begin_package_json(package_set({&results.catalog, &results.selection, &results.probes,
                                  &results.plan, context.job.backend}),
                     json);
  json.member("format", options.word).member("dry-run", options.dry_run);
  json.key("written").begin_array().begin_object(true).member("path", path);
  json.member("change", change_word(change)).end_object().end_array().end_object();
  context.out += "\n";
}

// Writes the archive unless it is there already; what became of it, or nothing after an error.
std::optional<PackagingChange> put(const PackageOptions& options, const std::string& archive,
                                   Context& context) {
  const std::string path = absolute_path(context, options.out);
  const auto files = open_typed_directory(context, std::string(directory_of(path)));
  if (!files) {
    io_error(context, files.error().about(options.out));
    return std::nullopt;
  }
  const std::string name(base_name(path));
  const Expected<std::string> old = (*files)->read(name, archive.size());
  if (old && *old == archive) return PackagingChange::Same;
  const PackagingChange change =
      (*files)->status(name) ? PackagingChange::Changed : PackagingChange::Created;
  if (options.dry_run) return change;
  const Expected<void> written = replace_file(**files, name, archive, Durability::Synced);
  if (written) return change;
  io_error(context, written.error().about(options.out));
  return std::nullopt;
}

}  // namespace

ExitStatus package_tar(const PackageOptions& options, Context& context) {
  const std::optional<Compression> compression = compression_of(options.out);
  if (!compression) {
    return usage_error(context,
                       options.out.empty()
                           ? std::string("'package tar' needs --out FILE")
                           : cat("'", shown(options.out), "' does not say how to pack it"),
                       "its name ends in .tar, .tar.gz, .tar.xz or .tar.zst");
  }
  const std::optional<std::int64_t> date = source_date(context);
  if (!date) return ExitStatus::Done;
  const auto built = open_planned_files(options.gen, options.packages, context);
  if (!built) return ExitStatus::Done;
  const StageTimer timer(context.results.stats, "package");
  const auto archive = pack({options, *built, *compression, *date}, context);
  if (!archive) return ExitStatus::Done;
  const std::optional<PackagingChange> change = put(options, *archive, context);
  if (!change) return context.status;
  print(options, *change, context);
  say(context, cat(count_of(selected_plan(*built, options.packages).items.size(), "file"), ", ",
                   count_of(archive->size(), "byte")));
  return ExitStatus::Done;
}

}  // namespace modbuild::tool
