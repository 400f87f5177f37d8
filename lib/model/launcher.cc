#include "model/launcher.h"

#include <algorithm>
#include <charconv>

#include "base/path.h"
#include "base/str.h"

namespace modbuild {
namespace {

bool is_ccache(std::string_view word) {
  return base_name(word) == "ccache";
}

// "# to the end of the line" is a comment.
std::string without_comments(std::string_view text) {
  std::string out;
  bool comment = false;
  for (const char c : text) {
    if (c == '#') comment = true;
    if (c == '\n') comment = false;
    if (!comment) out += c;
  }
  return out;
}

// The number behind the last '/' of "HOST/LIMIT:PORT,lzo" that a digit follows: paths of commands
// have others.
unsigned limit_of(std::string_view host, unsigned otherwise) {
  const std::size_t slash = host.find('/');
  if (slash == std::string_view::npos) return otherwise;
  unsigned limit = 0;
  const std::string_view digits = host.substr(slash + 1);
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), limit);
  return read.ec == std::errc() ? limit : otherwise;
}

}  // namespace

std::vector<std::string> launcher_argv(const std::vector<std::string>& words) {
  if (words.empty() || words.front() == kNoLauncher) return {};
  if (words.size() == 1 || !is_ccache(words.front())) return words;
  const std::vector<std::string> behind(words.begin() + 1, words.end());
  return {"env", cat("CCACHE_PREFIX=", join(behind, " ")), words.front()};
}

std::string_view refused_prefix(const std::vector<std::string>& words) {
  if (words.empty() || !is_ccache(words.front())) return {};
  const auto refused = std::find_if(words.begin() + 1, words.end(), [](const std::string& word) {
    return word.starts_with('-') || word.find_first_of(" \t=") != std::string::npos;
  });
  return refused == words.end() ? std::string_view() : *refused;
}

std::vector<std::string> launcher_programs(const std::vector<std::string>& words) {
  if (words.empty() || words.front() == kNoLauncher) return {};
  if (is_ccache(words.front())) return words;
  return {words.front()};
}

unsigned distcc_slots(std::string_view hosts) {
  unsigned slots = 0;
  for (const std::string& host : split(without_comments(hosts), " \t\r\n\f\v")) {
    if (host.starts_with("--") || host.starts_with('+')) continue;
    const bool local = host == "localhost" || host.starts_with("localhost/");
    slots += limit_of(host, local ? 2 : 4);
  }
  return slots;
}

bool launches_with(const std::vector<std::string>& argv, std::string_view name) {
  constexpr std::string_view kPrefix = "CCACHE_PREFIX=";
  return std::any_of(argv.begin(), argv.end(), [&](const std::string& word) {
    if (!word.starts_with(kPrefix)) return base_name(word) == name;
    const std::vector<std::string> inner = split(word.substr(kPrefix.size()), " ");
    return launches_with(inner, name);
  });
}

}  // namespace modbuild
