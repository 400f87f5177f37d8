// What debhelper's files say, by the rules of dh_install: words, variables, globs.
#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "base/glob.h"
#include "base/path.h"
#include "base/str.h"
#include "package/formats.h"

namespace modbuild {
namespace {

constexpr std::size_t kMostGlobs = 256;  // that the braces of one word may stand for

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U;
}

struct Word {
  std::string text;
  SourceRange at;
};

std::vector<Word> words_of(std::string_view line, std::uint32_t number, FileId file) {
  std::vector<Word> words;
  std::uint32_t column = 0;
  bool in_word = false;
  for (const char c : line) {
    if (!is_continuation(c)) ++column;
    const bool blank = c == ' ' || (c >= '\t' && c <= '\r');
    if (!blank && !in_word) words.push_back({{}, {file, number, column, number, column + 1}});
    in_word = !blank;
    if (blank) continue;
    words.back().text += c;
    words.back().at.end_column = column + 1;
  }
  return words;
}

// ${Space} and its kin by what they stand for, as literal text of a glob; others by '*'.
std::string without_variables(std::string_view word) {
  std::string out;
  for (std::size_t i = 0; i < word.size();) {
    const std::size_t end = word.find('}', i);
    if (!word.substr(i).starts_with("${") || end == std::string_view::npos) {
      out += word[i++];
      continue;
    }
    const std::string_view name = word.substr(i + 2, end - i - 2);
    const bool known = name == "Space" || name == "Dollar" || name == "Tab" || name == "Newline";
    out += !known             ? '*'
           : name == "Space"  ? ' '
           : name == "Dollar" ? '$'
           : name == "Tab"    ? '\t'
                              : '\n';
    i = end + 1;
  }
  return out;
}

// Where the brace at `open` ends and its commas are; no places when it is never closed.
std::vector<std::size_t> brace_places(std::string_view text, std::size_t open) {
  std::vector<std::size_t> places = {open};
  std::size_t depth = 0;
  for (std::size_t i = open; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '{') {
      ++depth;
    } else if (text[i] == ',' && depth == 1) {
      places.push_back(i);
    } else if (text[i] == '}' && --depth == 0) {
      places.push_back(i);
      return places;
    }
  }
  return {};
}

std::size_t find_brace(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '{' && !text.substr(i).starts_with("{}")) {
      return i;
    }
  }
  return std::string_view::npos;
}

// All that the braces of `text` stand for: "a{b,c}" is "ab" and "ac".
std::vector<std::string> without_braces(const std::string& text) {
  std::vector<std::string> done;
  std::vector<std::string> left = {text};
  while (!left.empty() && done.size() + left.size() <= kMostGlobs) {
    const std::string next = std::move(left.back());
    left.pop_back();
    const std::size_t open = find_brace(next);
    const std::vector<std::size_t> places =
        open == std::string::npos ? std::vector<std::size_t>() : brace_places(next, open);
    if (places.empty()) {
      done.push_back(next);
      continue;
    }
    for (std::size_t i = 0; i + 1 < places.size(); ++i) {
      left.push_back(cat(next.substr(0, open),
                         next.substr(places[i] + 1, places[i + 1] - places[i] - 1),
                         next.substr(places.back() + 1)));
    }
  }
  return done;
}

// debhelper's globs in this program's words: '\' takes a character as it is, '**' is '*'.
std::string own_glob(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\' && i + 1 < text.size()) {
      const char taken = text[++i];
      const bool special = taken == '*' || taken == '?' || taken == '[';
      append(out, special ? "[" : "", std::string_view(&taken, 1), special ? "]" : "");
    } else if (c != '*' || !out.ends_with('*')) {
      out += c;
    }
  }
  return normalise(out);
}

std::optional<PackageClaim> claim_of(const Word& word, const std::string& package) {
  PackageClaim claim;
  claim.package = package;
  claim.at = word.at;
  claim.pattern = normalise(word.text);
  while (claim.pattern.starts_with('/')) claim.pattern.erase(0, 1);
  if (is_below(claim.pattern, kDebStage)) {
    claim.in_stage = true;
    claim.pattern.erase(0, std::min(claim.pattern.size(), kDebStage.size() + 1));
  } else if (claim.pattern.starts_with("debian/")) {
    return std::nullopt;
  }
  for (const std::string& glob : without_braces(without_variables(claim.pattern))) {
    claim.globs.push_back(own_glob(glob));
  }
  return claim;
}

// Which claims stand for a file. Those without a glob are looked up, for there may be as many as
// files.
class ClaimIndex {
 public:
  explicit ClaimIndex(const std::vector<PackageClaim>& all) : all_(all) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      for (const std::string& glob : all[i].globs) {
        if (has_glob(glob)) {
          if (patterns_.empty() || patterns_.back() != i) patterns_.push_back(i);
        } else {
          names_[glob].push_back(i);
        }
      }
    }
  }

  std::vector<std::size_t> find(const std::string& file) const {
    std::set<std::size_t> found;
    for (std::string_view at = file;; at = directory_of(at)) {
      const auto named = names_.find(std::string(at));
      if (named != names_.end()) found.insert(named->second.begin(), named->second.end());
      if (at.empty()) break;
    }
    for (const std::size_t i : patterns_) {
      if (claims(all_[i], file)) found.insert(i);
    }
    return {found.begin(), found.end()};
  }

 private:
  const std::vector<PackageClaim>& all_;
  std::unordered_map<std::string, std::vector<std::size_t>> names_;
  std::vector<std::size_t> patterns_;
};

class ClaimsCheck {
 public:
  ClaimsCheck(const ClaimsInput& input, Diagnostics& diagnostics)
      : input_(input),
        diagnostics_(diagnostics),
        index_(input.claims),
        left_out_(input.not_installed),
        used_(input.claims.size()) {}

  void run() {
    std::set<std::string> planned;
    for (const BinaryPackage& package : input_.set->packages) {
      for (const PackagedFile& file : package.files) planned.insert(planned_file(file));
    }
    for (const PackagedFile& file : input_.set->in_none) planned.insert(planned_file(file));
    for (const std::string& file : input_.staged) {
      if (planned.count(file) == 0) owners_of(file, {});
    }
    for (std::size_t i = 0; i < used_.size(); ++i) report_unused(i);
  }

 private:
  std::string planned_file(const PackagedFile& file) {
    const std::string path = file.item.destination.substr(1);
    if (owners_of(path, file.at) || !left_out_.find(path).empty()) return path;
    const std::string& package = file.item.package;
    if (input_.unread.count(package) != 0) return path;
    diagnostics_.add(Code::ClaimedByNobody, file.at,
                     cat("'/", path, "' is in no .install file",
                         package.empty() ? "" : cat("; it belongs to package '", package, "'")),
                     package.empty() ? "name it in one, or in not-installed"
                                     : cat("name it in ", package,
                                           ".install, or write that anew: modbuild "
                                           "package deb"));
    return path;
  }

  // Whether some package takes the file; several are an error.
  bool owners_of(const std::string& path, const SourceRange& at) {
    const PackageClaim* first = nullptr;
    std::set<std::string> told;
    for (const std::size_t i : index_.find(path)) {
      const PackageClaim& claim = input_.claims[i];
      used_[i] = 1;
      if (first == nullptr) first = &claim;
      if (claim.package == first->package || !told.insert(claim.package).second) continue;
      Diagnostic twice{Code::ClaimedTwice,
                       claim.at,
                       cat("'/", path, "' goes into package '", first->package, "' and into '",
                           claim.package, "'"),
                       "take it out of one of the two, or make the pattern narrower",
                       {{first->at, "the other line"}}};
      if (at.file.valid()) twice.notes.push_back({at, "the file"});
      diagnostics_.add(std::move(twice));
    }
    return first != nullptr;
  }

  void report_unused(std::size_t i) {
    const PackageClaim& claim = input_.claims[i];
    if (used_[i] != 0) return;
    const bool is_source = !claim.in_stage && input_.in_sources &&
                           std::any_of(claim.globs.begin(), claim.globs.end(), input_.in_sources);
    if (is_source) return;
    diagnostics_.add(Code::ClaimsNothing, claim.at,
                     cat("'", claim.pattern, "' stands for no file that is installed"),
                     "it may be off in this request: modbuild plan lists what is installed");
  }

  const ClaimsInput& input_;
  Diagnostics& diagnostics_;
  ClaimIndex index_, left_out_;
  std::vector<char> used_;
};

}  // namespace

std::vector<PackageClaim> read_claims(std::string_view text, FileId file,
                                      const std::string& package, ClaimWords words) {
  std::vector<PackageClaim> found;
  std::uint32_t number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::vector<Word> line = words_of(text.substr(0, end), ++number, file);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.front().text.starts_with('#')) continue;
    if (words == ClaimWords::FilesAndDirectory && line.size() > 1) line.pop_back();
    for (const Word& word : line) {
      std::optional<PackageClaim> claim = claim_of(word, package);
      if (claim) found.push_back(std::move(*claim));
    }
  }
  return found;
}

bool claims(const PackageClaim& claim, std::string_view file) {
  const std::vector<std::string> names = split(file, "/");
  return std::any_of(claim.globs.begin(), claim.globs.end(), [&](const std::string& glob) {
    const std::vector<std::string> parts = split(glob, "/");
    if (parts.size() > names.size()) return false;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (!glob_match_component(parts[i], names[i])) return false;
    }
    return true;
  });
}

void check_claims(const ClaimsInput& input, Diagnostics& diagnostics) {
  ClaimsCheck(input, diagnostics).run();
}

}  // namespace modbuild
