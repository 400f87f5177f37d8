#include "git/blobs.h"

#include <cerrno>
#include <charconv>
#include <optional>

#include "base/str.h"

namespace modbuild {
namespace {

// The next answer of `git cat-file --batch`, "ID blob SIZE\n" and the bytes and "\n", taken from
// the front of `rest`. Nothing for "ID missing\n" and for what cannot be read.
std::optional<std::string> take_blob(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::vector<std::string> words = split(rest.substr(0, end), " ");
  if (words.size() != 3 || words[1] != "blob") return std::nullopt;
  std::size_t size = 0;
  std::from_chars(words[2].data(), words[2].data() + words[2].size(), size);
  rest.remove_prefix(end + 1);
  if (rest.size() < size + 1) return std::nullopt;
  std::string text(rest.substr(0, size));
  rest.remove_prefix(size + 1);
  return text;
}

}  // namespace

Expected<std::vector<std::string>> read_blobs(Git& git, const std::string& directory,
                                              const std::vector<std::string>& ids) {
  std::vector<std::string> texts;
  if (ids.empty()) return texts;
  const auto answer =
      git.run(directory, {"cat-file", "--batch", "--buffer"}, cat(join(ids, "\n"), "\n"));
  if (!answer) return tl::unexpected(answer.error());
  std::string_view rest = *answer;
  for (const std::string& id : ids) {
    std::optional<std::string> text = take_blob(rest);
    if (!text) {
      return tl::unexpected(
          HostError{EIO, "read from git", directory, cat("the repository lacks the object ", id)});
    }
    texts.push_back(std::move(*text));
  }
  return texts;
}

}  // namespace modbuild
