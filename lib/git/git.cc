#include "git/git.h"

#include <algorithm>
#include <cerrno>

#include "base/path.h"
#include "base/str.h"
#include "git/revision_files.h"

namespace modbuild {
namespace {

constexpr std::chrono::milliseconds kTimeLimit{120'000};
constexpr std::uint64_t kOutputLimit = 1U << 30U;

HostError git_error(std::string_view what, const std::string& directory, std::string detail) {
  return HostError{EINVAL, std::string(what), directory, std::move(detail)};
}

// What git says of its failure, on one line.
std::string complaint(const ProcessAnswer& answer) {
  if (answer.timed_out) return "git takes longer than two minutes";
  if (answer.output_cut) return "git prints more than 1 GiB";
  const std::vector<std::string> lines = split(answer.errors, "\r\n");
  if (lines.empty()) return cat("git ends with exit status ", std::to_string(answer.exit_status));
  const std::string_view first = lines.front();
  return std::string(first.substr(first.starts_with("fatal: ") ? 7 : 0));
}

// What one can do about a repository that git does not read because somebody else owns it, as in a
// container; git's own advice stands on further lines. Without HOME no permission would be found.
std::string way_to_trust(const std::string& complaint, bool has_home) {
  if (!complaint.starts_with("detected dubious ownership")) return {};
  if (!has_home) return "; it is another user's: run as that one";
  const std::size_t quote = complaint.find('\'');
  const std::string repository = quote == std::string::npos ? "DIR" : complaint.substr(quote);
  return cat("; allow it with: git config --global --add safe.directory ", repository);
}

bool is_mode_of_more(std::string_view mode) {
  return mode == "120000" || mode == "160000";
}

// Records of `git diff --raw -z`: ":100644 100644 ID ID M", path.
std::vector<ChangedFile> read_raw_changes(const std::string& text) {
  std::vector<ChangedFile> changes;
  const std::vector<std::string> fields = split(text, std::string_view("\0", 1));
  for (std::size_t i = 0; i + 1 < fields.size(); i += 2) {
    const std::vector<std::string> words = split(fields[i], ": ");
    if (words.size() != 5) continue;
    ChangedFile changed{fields[i + 1], ChangedFile::Kind::Changed, false};
    if (words[4] == "A") changed.kind = ChangedFile::Kind::Added;
    if (words[4] == "D") changed.kind = ChangedFile::Kind::Deleted;
    changed.hides_more = is_mode_of_more(words[0]) || is_mode_of_more(words[1]);
    changes.push_back(std::move(changed));
  }
  return changes;
}

void sort_changes(std::vector<ChangedFile>& changes) {
  std::sort(changes.begin(), changes.end(),
            [](const ChangedFile& a, const ChangedFile& b) { return a.path < b.path; });
}

// How both ways of comparing are asked.
std::vector<std::string> diff_words(const std::string& base) {
  return {"diff",
          "--raw",
          "-z",
          "--no-abbrev",
          "--no-renames",
          "--no-ext-diff",
          "--relative",
          "--no-textconv",
          "--ignore-submodules=none",
          "--end-of-options",
          base};
}

}  // namespace

Git::Git(ProcessRunner& processes, std::map<std::string, std::string> environment)
    : processes_(processes), environment_(std::move(environment)) {
  environment_["LC_ALL"] = "C";
  environment_["GIT_CONFIG_NOSYSTEM"] = "1";
  environment_["GIT_OPTIONAL_LOCKS"] = "0";
  environment_["GIT_NO_REPLACE_OBJECTS"] = "1";
  environment_["GIT_NO_LAZY_FETCH"] = "1";
  environment_["GIT_TERMINAL_PROMPT"] = "0";
}

Expected<std::string> Git::run(const std::string& directory, std::vector<std::string> words,
                               std::string input) {
  ProcessRequest request;
  // Nothing is fetched for a partial clone, and no program watches the work tree.
  request.argv = {
      "git", "-C", directory, "-c", "protocol.allow=never", "-c", "core.fsmonitor=false"};
  request.argv.insert(request.argv.end(), words.begin(), words.end());
  request.environment = environment_;
  request.input = std::move(input);
  request.time_limit = kTimeLimit;
  request.output_limit = kOutputLimit;
  Expected<ProcessAnswer> answer = processes_.run(request);
  if (!answer) return tl::unexpected(answer.error());
  if (answer->exit_status != 0 || answer->timed_out || answer->output_cut) {
    const std::string said = complaint(*answer);
    const bool has_home = environment_.count("HOME") != 0;
    return tl::unexpected(
        git_error("ask git about", directory, cat(said, way_to_trust(said, has_home))));
  }
  return std::move(answer->output);
}

Expected<GitDirectory> Git::find(const std::string& directory) {
  Expected<std::string> prefix = run(directory, {"rev-parse", "--show-prefix"});
  if (!prefix) return tl::unexpected(prefix.error());
  if (prefix->ends_with('\n')) prefix->pop_back();
  return GitDirectory{directory, std::move(*prefix)};
}

Expected<std::string> Git::commit_of(const GitDirectory& directory, const std::string& revision) {
  const auto id = run(directory.path, {"rev-parse", "--verify", "--quiet", "--end-of-options",
                                       cat(revision, "^{commit}")});
  const std::vector<std::string> lines = id ? split(*id, "\n") : std::vector<std::string>();
  if (lines.size() == 1) return lines.front();
  if (!id && id.error().number != EINVAL) return tl::unexpected(id.error());
  return tl::unexpected(
      git_error("find", revision,
                cat("the repository of '", directory.path, "' has no commit '", revision, "'")));
}

Expected<std::unique_ptr<FileSystem>> Git::files_at(const GitDirectory& directory,
                                                    const std::string& commit) {
  auto files = std::make_unique<RevisionFileSystem>(*this);
  if (const auto added = files->add_commit(directory, commit); !added) {
    return tl::unexpected(added.error());
  }
  return files;
}

Expected<std::vector<ChangedFile>> Git::changes(const GitDirectory& directory,
                                                const std::string& base, const std::string& head) {
  std::vector<std::string> words = diff_words(base);
  words.insert(words.end(), {head, "--", "."});
  const auto text = run(directory.path, std::move(words));
  if (!text) return tl::unexpected(text.error());
  std::vector<ChangedFile> changes = read_raw_changes(*text);
  sort_changes(changes);
  return changes;
}

Expected<std::vector<ChangedFile>> Git::changes_since(const GitDirectory& directory,
                                                      const std::string& base) {
  std::vector<std::string> words = diff_words(base);
  words.insert(words.end(), {"--", "."});
  const auto text = run(directory.path, std::move(words));
  if (!text) return tl::unexpected(text.error());
  std::vector<ChangedFile> changes = read_raw_changes(*text);
  const auto unknown = run(directory.path, {"ls-files", "--others", "--exclude-standard", "-z"});
  if (!unknown) return tl::unexpected(unknown.error());
  for (const std::string& path : split(*unknown, std::string_view("\0", 1))) {
    // A file that was deleted from the index only is in both lists.
    const auto known = std::find_if(changes.begin(), changes.end(),
                                    [&](const ChangedFile& other) { return other.path == path; });
    if (known == changes.end()) {
      changes.push_back({path, ChangedFile::Kind::Added, false});
    } else {
      known->kind = ChangedFile::Kind::Changed;
    }
  }
  sort_changes(changes);
  return changes;
}

}  // namespace modbuild
