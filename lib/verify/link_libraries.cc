#include "verify/link_libraries.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/str.h"
#include "elf/elf.h"

namespace modbuild {
namespace {

constexpr int kDeepest = 4;  // scripts that name scripts
constexpr std::size_t kLongestScript = 64U << 10U;

// The runtime may be there without the files for linking.
constexpr const char* kRuntime[] = {"-lc", "-l:libc.so.6", "-l:libm.so.6", "-l:libgcc_s.so.1",
                                    "-l:libstdc++.so.6"};

}  // namespace

void LinkLibraries::take(const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    if (word.starts_with("-l") && word.size() > 2 && !take_word(word, words, 0)) {
      unknown_.push_back(word);
    }
  }
  for (const char* word : kRuntime) static_cast<void>(take_word(word, {}, 0));
}

bool LinkLibraries::take_word(const std::string& word, const std::vector<std::string>& words,
                              int depth) {
  std::vector<std::string> places = search_.link_places(word, words);
  // The archive stands beside the shared library, and is taken where there is no other.
  const std::size_t count = word[2] == ':' ? 0 : places.size();
  for (std::size_t i = 0; i < count; ++i) {
    places.push_back(cat(places[i].substr(0, places[i].size() - 2), "a"));
  }
  for (const std::string& place : places) {
    const std::optional<FoundFile> file = search_.files().file_at(place);
    if (file) return take_file(file->path, words, depth);
  }
  return false;
}

bool LinkLibraries::take_file(const std::string& path, const std::vector<std::string>& words,
                              int depth) {
  if (!read_.insert(path).second) return true;
  Expected<std::string> bytes = search_.files().read(path);
  if (!bytes) return false;
  if (bytes->starts_with("!<arch>")) {
    const auto names = archive_symbols(std::move(*bytes));
    if (names) symbols_.insert(names->begin(), names->end());
    return names.has_value();
  }
  if (!bytes->starts_with("\x7f")) return take_script(*bytes, words, depth);
  const auto facts = dynamic_file(std::move(*bytes));
  if (!facts) return false;
  symbols_.insert(facts->defined.begin(), facts->defined.end());
  sonames_.push_back(facts->soname);
  sonames_.insert(sonames_.end(), facts->needed.begin(), facts->needed.end());
  return true;
}

// GROUP ( /lib/libc.so.6 /usr/lib/libc_nonshared.a AS_NEEDED ( .. ) ): binutils, ld, "File
// Commands". What is no file or -l word there means nothing here.
bool LinkLibraries::take_script(const std::string& text, const std::vector<std::string>& words,
                                int depth) {
  if (text.size() > kLongestScript || depth > kDeepest) return false;
  bool all = true;
  for (const std::string& word : split(text, " \t\n(),")) {
    if (word.starts_with("-l") && word.size() > 2) all &= take_word(word, words, depth + 1);
    if (!word.starts_with('/') || word.starts_with("/*")) continue;
    const std::optional<FoundFile> file = search_.files().file_at(word);
    all &= file && take_file(file->path, words, depth + 1);
  }
  return all;
}

std::vector<std::string> LinkLibraries::rival_versions() const {
  std::map<std::string, std::set<std::string>> versions;
  for (const std::string& soname : sonames_) {
    const std::size_t end = soname.find(".so.");
    if (end != std::string::npos) versions[soname.substr(0, end)].insert(soname);
  }
  std::vector<std::string> rivals;
  for (const auto& [stem, sonames] : versions) {
    if (sonames.size() > 1) rivals.push_back(join({sonames.begin(), sonames.end()}, " and "));
  }
  return rivals;
}

}  // namespace modbuild
