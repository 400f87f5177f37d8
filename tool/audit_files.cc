#include <algorithm>

#include "audit.h"
#include "base/path.h"
#include "base/str.h"
#include "command.h"
#include "verify/verify.h"

namespace modbuild::tool {
namespace {

constexpr std::uint64_t kLargestFile = std::uint64_t{1} << 30U;
constexpr int kDeepest = 32;  // directories below one that was named
constexpr std::string_view kElfMagic =
    "\x7f"
    "ELF";

// Gathers the ELF files that arguments stand for.
class FileGatherer {
 public:
  FileGatherer(const AuditOptions& options, AuditInput& input, Context& context)
      : options_(options), input_(input), context_(context) {}

  // False after an error.
  bool take(const std::string& typed, FileRole role) {
    const std::string path = absolute_path(context_, typed);
    if (is_behind_link(context_, path)) {
      usage_error(context_,
                  cat("'", typed,
                      "' lies behind a link of the tree, and with --untrusted none is followed"));
      return false;
    }
    const Expected<FileStatus> status = input_.system.system->status(path.substr(1));
    if (status && status->type == FileType::Directory) {
      walk(path, typed, 0);
      return true;
    }
    const std::optional<FoundFile> file = input_.system.file_at(path);
    if (file) {
      add(file->path, typed, role);
      return true;
    }
    usage_error(context_, cat("there is no file '", typed, "'"),
                "name files or directories that were built");
    return false;
  }

 private:
  // Below a directory only what is linked counts; links to files elsewhere in it would be twice.
  void walk(const std::string& directory, const std::string& shown, int depth) {
    const auto entries = input_.system.system->list(directory.substr(1));
    if (!entries || depth > kDeepest) return;
    for (const DirEntry& entry : *entries) {
      const std::string path = cat(directory, "/", entry.name);
      const std::string name = cat(shown, shown.ends_with('/') ? "" : "/", entry.name);
      if (entry.type == FileType::Directory) walk(path, name, depth + 1);
      if (entry.type != FileType::Regular) continue;
      const Expected<std::string> bytes = input_.system.system->read(path.substr(1), kLargestFile);
      if (bytes && bytes->starts_with(kElfMagic) && dynamic_file(*bytes)) {
        add(path, name, FileRole::Unknown);
      }
    }
  }

  void add(const std::string& path, const std::string& shown, FileRole role) {
    const auto same = std::find_if(input_.files.begin(), input_.files.end(),
                                   [&](const AuditedFile& file) { return file.path == path; });
    if (same != input_.files.end()) return;
    AuditedFile file;
    file.path = path;
    file.shown = shown;
    file.role = role;
    file.name = std::string(base_name(path));
    if (file.name.ends_with(".so")) file.name.resize(file.name.size() - 3);
    if (role != FileRole::Host) file.entries = options_.entries;
    input_.files.push_back(std::move(file));
  }

  const AuditOptions& options_;
  AuditInput& input_;
  Context& context_;
};

// False after an error.
bool gather(const AuditOptions& options, AuditInput& input, Context& context) {
  const StageTimer timer(context.results.stats, "gather");
  FileGatherer gatherer(options, input, context);
  for (const std::string& host : options.hosts) {
    if (!gatherer.take(host, FileRole::Host)) return false;
  }
  for (const std::string& file : options.files) {
    if (!gatherer.take(file, FileRole::Unknown)) return false;
  }
  return true;
}

}  // namespace

ExitStatus audit_files(const AuditOptions& options, Context& context) {
  const auto system = open_machine(context);
  if (!system) return ExitStatus::Done;
  AuditInput input;
  input.system.system = system.get();
  input.threads = context.job.threads;
  // Where the libraries are that the files will find once they are installed.
  std::optional<SystemRoot> stage;
  if (!options.where.destdir.empty()) {
    stage = open_system(options.where, false, context);
    if (!stage) return ExitStatus::Done;
    input.system.stage = stage->files.get();
  }
  if (!gather(options, input, context)) return ExitStatus::Usage;
  return run_audit(input, {}, options, context);
}

}  // namespace modbuild::tool
