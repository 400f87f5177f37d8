#include <algorithm>
#include <cerrno>
#include <memory>
#include <set>

#include "base/json_writer.h"
#include "base/path.h"
#include "base/str.h"
#include "build_directory.h"
#include "command.h"
#include "statistics.h"

namespace modbuild::tool {
namespace {

constexpr std::uint64_t kLargestOutputs = 1U << 30U;

// What the last generation said that the build makes: one path a line.
std::vector<std::string> listed_outputs(Context& context, const BuildDirectory& build) {
  if (!build.files->status(kOutputsFile)) return {};
  const Expected<std::string> text = build.files->read(kOutputsFile, kLargestOutputs);
  if (text) return split(*text, "\n");
  io_error(context, text.error().about(shown_path(build, kOutputsFile)));
  return {};
}

bool is_removable(FileSystem& files, const std::string& path) {
  const Expected<FileStatus> status = files.status(path);
  return status && status->type == FileType::Regular;
}

// Directories that hold outputs, the deepest first.
std::vector<std::string> directories_of(const std::vector<std::string>& paths) {
  std::set<std::string> found;
  for (const std::string& path : paths) {
    for (std::string_view at = directory_of(path); !at.empty(); at = directory_of(at)) {
      if (!found.emplace(at).second) break;
    }
  }
  return {found.rbegin(), found.rend()};
}

// Removes the outputs that exist; returns them.
std::vector<std::string> remove_outputs(Context& context, const BuildDirectory& build,
                                        bool dry_run) {
  FileSystem& files = *build.files;
  const std::vector<std::string> listed = listed_outputs(context, build);
  std::vector<std::string> removed;
  for (const std::string& path : listed) {
    if (!is_removable(files, path)) continue;
    if (!dry_run) {
      const Expected<void> gone = files.remove(path);
      if (!gone) {
        io_error(context, gone.error().about(shown_path(build, path)));
        continue;
      }
    }
    removed.push_back(path);
  }
  if (dry_run) return removed;
  // One that still holds something stays.
  for (const std::string& directory : directories_of(listed)) {
    static_cast<void>(files.remove_directory(directory));
  }
  return removed;
}

void print(Context& context, const BuildDirectory& build, const std::vector<std::string>& removed,
           bool dry_run) {
  if (context.options.format == Format::Json) {
    JsonWriter json(context.out);
    json.begin_object().member("schema", "modbuild.clean/1").member("dry-run", dry_run);
    json.key("removed").begin_array();
    for (const std::string& path : removed) json.value(path);
    json.end_array().end_object();
    context.out += "\n";
    return;
  }
  const bool names = context.options.format == Format::Names;
  if (names || dry_run || context.options.verbose) {
    for (const std::string& path : removed) {
      append(context.out, shown(shown_path(build, path)), "\n");
    }
  }
  say(context, cat(dry_run ? "would remove " : "removed ", count_of(removed.size(), "file")));
}

ExitStatus clean(bool dry_run, Context& context) {
  BuildDirectory build;
  if (!open_tree(context) || !open_build_directory(context, build)) return ExitStatus::Done;
  std::unique_ptr<FileLock> lock;
  if (build.exists && !dry_run) {
    lock = lock_build_directory(*build.files, context.diagnostics);
    if (lock == nullptr) return ExitStatus::Done;
  }
  const StageTimer timer(context.results.stats, "clean");
  print(context, build, remove_outputs(context, build, dry_run), dry_run);
  count_files(*build.files, context.results.stats);
  return ExitStatus::Done;
}

}  // namespace

Run declare_clean(CLI::App& app) {
  const auto dry_run = std::make_shared<bool>(false);
  add_switch(app, {"-n,--dry-run", "", "list what would be removed, remove nothing"}, *dry_run);
  return [dry_run](Context& context) { return clean(*dry_run, context); };
}

}  // namespace modbuild::tool
