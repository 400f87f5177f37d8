#include "changed_files.h"

#include <unistd.h>

#include <array>
#include <cerrno>

#include "base/path.h"
#include "base/str.h"
#include "build_directory.h"
#include "context.h"
#include "revision.h"

namespace modbuild::tool {
namespace {

constexpr std::uint64_t kLargestList = 256U << 20U;

const std::string& sources_root(const Context& context) {
  const Results& results = context.results;
  return results.overlay.files == nullptr ? context.tree_root : results.overlay.root;
}

FileSystem& sources_of(const Context& context) {
  return *(context.sources ? context.sources : context.tree);
}

Expected<std::vector<ChangedFile>> ask_git(const std::string& base, const std::string& head,
                                           Context& context) {
  Git& git = git_for(context, sources_root(context));
  const auto place = git.find(sources_root(context));
  if (!place) return tl::unexpected(place.error());
  const auto before = git.commit_of(*place, base);
  if (!before) return tl::unexpected(before.error());
  if (head.empty()) return git.changes_since(*place, *before);
  const auto after = git.commit_of(*place, head);
  if (!after) return tl::unexpected(after.error());
  return git.changes(*place, *before, *after);
}

std::string standard_input() {
  std::string text;
  std::array<char, 64 * 1024> buffer{};
  while (true) {
    const ssize_t count = ::read(STDIN_FILENO, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
}

}  // namespace

std::optional<std::vector<ChangedFile>> changes_in_git(const std::string& base,
                                                       const std::string& head, Context& context) {
  Expected<std::vector<ChangedFile>> changes = ask_git(base, head, context);
  if (!changes) {
    const HostError& error = changes.error();
    usage_error(context, error.detail.empty() ? error.message() : error.detail,
                "--files takes a list of changed files instead");
    return std::nullopt;
  }
  // What was built is no source.
  const std::string build = build_path(context);
  std::erase_if(*changes, [&](const ChangedFile& file) {
    return is_below(join_path(sources_root(context), file.path), build);
  });
  return std::move(*changes);
}

std::optional<std::vector<std::string>> read_lines(const std::string& file, Context& context) {
  if (file == "-") {
    return split(standard_input(), "\r\n");
  }
  const std::string path = absolute_path(context, file);
  const auto directory = open_typed_directory(context, std::string(directory_of(path)));
  if (!directory) {
    io_error(context, directory.error().about(file));
    return std::nullopt;
  }
  const auto text = (*directory)->read(std::string(base_name(path)), kLargestList);
  if (!text) {
    io_error(context, text.error().about(file));
    return std::nullopt;
  }
  return split(*text, "\r\n");
}

std::vector<ChangedFile> changes_named(const std::vector<std::string>& paths, Context& context) {
  std::vector<ChangedFile> changes;
  for (const std::string& typed : paths) {
    std::string path = typed.starts_with("//") ? typed.substr(2) : typed;
    if (path.starts_with('/')) {
      if (!is_below(path, sources_root(context))) continue;
      path = relative_path(sources_root(context), path);
    }
    path = normalise(path);
    if (path.empty() || path == ".." || path.starts_with("../")) continue;
    const auto status = sources_of(context).status(path);
    ChangedFile changed{path, ChangedFile::Kind::Added, false};
    if (!status) {
      changed.kind = ChangedFile::Kind::Deleted;
    } else {
      changed.hides_more = status->type != FileType::Regular;
    }
    changes.push_back(std::move(changed));
  }
  return changes;
}

}  // namespace modbuild::tool
