#include "build_directory.h"

#include <algorithm>
#include <filesystem>

#include "base/path.h"
#include "base/str.h"
#include "build_origin.h"
#include "context.h"
#include "os/memory_file_system.h"
#include "os/real_file_system.h"
#include "os/replace_file.h"

namespace modbuild::tool {
namespace {

constexpr const char* kDefaultDirectory = "build";
constexpr std::uint64_t kLargestRequest = 16U << 20U;

// Each variant has one of its own.
std::string default_directory(const Context& context) {
  const std::string& variant = context.job.variant.value;
  return variant.empty() ? kDefaultDirectory : cat(kDefaultDirectory, "-", variant);
}

// Where the build directory is, links on the way as they are.
std::string named_path(const Context& context) {
  const std::string& typed = context.options.build_directory;
  return typed.empty() ? join_path(context.tree_root, default_directory(context))
                       : absolute_path(context, typed);
}

std::string shown_directory(const Context& context, const std::string& path) {
  if (!context.options.build_directory.empty()) return context.options.build_directory;
  return relative_path(context.working_directory, path);
}

bool refuse(Context& context, const std::string& message, const std::string& help) {
  context.diagnostics.add(Code::BadBuildDirectory, {}, message, help);
  return false;
}

// Whether nobody else's files are in there.
bool is_ours(const std::vector<DirEntry>& entries) {
  return entries.empty() || std::any_of(entries.begin(), entries.end(), [](const DirEntry& entry) {
           return entry.name == kStateDirectory;
         });
}

constexpr const char* kElsewhere = "name another directory with -B";

// Makes the directory from the nearest one above it that exists.
bool create_directory(Context& context, const BuildDirectory& build) {
  const std::string& path = build.path;
  std::string above = path;
  std::error_code failed;
  while (above != "/" && !std::filesystem::is_directory(above, failed)) {
    above = std::string(directory_of(above));
  }
  auto opened = open_real_file_system(above);
  if (!opened) return refuse(context, opened.error().message(), kElsewhere);
  const std::string rest = relative_path(above, path);
  const Expected<void> made = (*opened)->make_directories(rest);
  return made ? true : refuse(context, made.error().about(build.shown).message(), kElsewhere);
}

bool open_existing(Context& context, BuildDirectory& build) {
  auto opened = open_real_file_system(build.path);
  if (!opened) return refuse(context, opened.error().about(build.shown).message(), kElsewhere);
  const Expected<std::vector<DirEntry>> entries = (*opened)->list("");
  if (!entries) return refuse(context, entries.error().about(build.shown).message(), kElsewhere);
  if (!is_ours(*entries)) {
    return refuse(context, cat("'", build.shown, "' holds files and was not made by modbuild"),
                  "empty it, or name another directory with -B");
  }
  build.files = std::move(*opened);
  build.exists = true;
  return true;
}

// A link of the tree may lead anywhere.
bool is_reached_directly(Context& context) {
  const std::string named = named_path(context);
  if (!is_behind_link(context, named)) return true;
  return refuse(context,
                cat("'", shown_directory(context, named),
                    "' is reached by a link of the tree, and with --untrusted none is followed"),
                "remove the link, or name a directory outside the tree with -B");
}

// What a tree brings along may have anything run and installed.
bool is_believed(Context& context, const BuildDirectory& build) {
  if (!context.options.untrusted || !build.exists || was_made_here(*build.files)) return true;
  return refuse(
      context,
      cat("'", build.shown, "' was not made here, and with --untrusted nothing in it is believed"),
      "remove it, or name another directory with -B");
}

// What was kept in memory while there was no directory; losing it costs time, and nothing else.
void keep_state(FileSystem& from, FileSystem& to) {
  const Expected<std::vector<DirEntry>> entries = from.list(kStateDirectory);
  if (!entries || !to.make_directories(kStateDirectory)) return;
  for (const DirEntry& entry : *entries) {
    const std::string path = join_path(kStateDirectory, entry.name);
    const Expected<std::string> text = from.read(path, kLargestDocument);
    if (text) static_cast<void>(replace_file(to, path, *text, Durability::Relaxed));
  }
}

}  // namespace

std::string build_path(const Context& context) {
  const std::string path = named_path(context);
  std::error_code failed;
  const std::filesystem::path real = std::filesystem::weakly_canonical(path, failed);
  return failed ? path : normalise(real.string());
}

bool open_build_directory(Context& context, BuildDirectory& build) {
  if (!is_reached_directly(context)) return false;
  build.path = build_path(context);
  build.shown = shown_directory(context, build.path);
  if (is_below(context.tree_root, build.path)) {
    return refuse(context, cat("the build directory '", build.shown, "' holds the tree itself"),
                  "name a directory of its own with -B");
  }
  std::error_code failed;
  if (std::filesystem::exists(build.path, failed)) {
    if (!open_existing(context, build)) return false;
  } else {
    build.files = std::make_unique<MemoryFileSystem>();
  }
  if (!is_believed(context, build)) return false;
  context.host.build = build.files.get();
  context.host.state = build.files.get();
  context.job.source_root = relative_path(build.path, context.tree_root);
  context.job.build_root = relative_path(context.tree_root, build.path);
  context.job.build_directory = build.path;
  return true;
}

bool make_build_directory(Context& context, BuildDirectory& build) {
  const std::unique_ptr<FileSystem> until_now = std::move(build.files);
  if (!create_directory(context, build) || !open_existing(context, build)) {
    build.files = std::make_unique<MemoryFileSystem>();
  }
  if (build.exists) mark_made_here(*build.files);
  keep_state(*until_now, *build.files);
  context.host.build = build.files.get();
  context.host.state = build.files.get();
  return build.exists;
}

std::unique_ptr<FileSystem> open_existing_build(const Context& context) {
  if (is_behind_link(context, named_path(context))) return nullptr;
  auto opened = open_real_file_system(build_path(context));
  if (!opened || !(*opened)->status(kStateDirectory)) return nullptr;
  if (context.options.untrusted && !was_made_here(**opened)) return nullptr;
  return std::move(*opened);
}

void open_state(Context& context) {
  if (context.host.state != nullptr) return;
  std::unique_ptr<FileSystem> opened = open_existing_build(context);
  if (opened == nullptr) return;
  context.state = std::move(opened);
  context.host.state = context.state.get();
}

std::optional<StoredRequest> stored_request(Context& context, BuildDirectory& build) {
  if (!build.files->status(kRequestFile)) return std::nullopt;
  const Expected<std::string> text = build.files->read(kRequestFile, kLargestRequest);
  SourceRange at;
  at.file = context.results.sources.add(shown_path(build, kRequestFile), text.value_or(""));
  std::optional<StoredRequest> stored;
  if (text) stored = parse_stored_request(*text, at);
  if (!stored) {
    context.diagnostics.add(Code::BadRequestFile, at, "the request of the last gen cannot be read",
                            "'modbuild gen --fresh' starts anew");
  }
  return stored;
}

bool refresh_tool_link(Context& context, BuildDirectory& build) {
  std::error_code failed;
  const std::string target = std::filesystem::read_symlink("/proc/self/exe", failed).string();
  if (failed) {
    io_error(context, HostError{failed.value(), "read the link", "/proc/self/exe", {}});
    return false;
  }
  const Expected<std::string> old = build.files->read_link(kToolLink);
  if (old && *old == target) return true;
  const std::string fresh = cat(kToolLink, ".new");
  static_cast<void>(build.files->remove(fresh));  // of a run that was killed
  Expected<void> done = build.files->make_link(target, fresh);
  if (done) done = build.files->rename(fresh, kToolLink);
  if (done) return true;
  io_error(context, done.error());
  return false;
}

std::string shown_path(const BuildDirectory& build, const std::string& path) {
  return build.shown.empty() || build.shown == "." ? path : join_path(build.shown, path);
}

}  // namespace modbuild::tool
