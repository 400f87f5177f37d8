// What can be seen in a makefile's text without running it: which of the family's variables it
// mentions, which options a user may set, which other fragments it includes, and where a word
// stands.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace modbuild {

// The value of an option that only has to be set.
inline constexpr std::string_view kAnyValue = "mb-any-value";

// A variable that a user may set to choose something, with values that make a difference.
struct MakeOption {
  std::string name;
  std::string by_default;           // "" = not set
  std::vector<std::string> others;  // values that conditions compare it with
  unsigned line = 0;
};

// One makefile with the fragments it includes, as far as these are not the family's skeleton.
struct MakefileText {
  struct File {
    std::string path;  // in the tree
    std::string text;
  };
  std::vector<File> files;

  bool mentions(std::string_view variable) const;
  // Values that `variable` is compared with in conditions, sorted.
  std::vector<std::string> compared_values(std::string_view variable) const;
  bool has_word(std::string_view text) const;
  // Whether it says itself how something is made, other than what installing does.
  bool has_rules() const;
  // The first line that holds all of `words`: its file and number, for notes.
  std::pair<std::string, unsigned> find(const std::vector<std::string>& words) const;
  // The value of a variable that is assigned once, to plain text; otherwise "".
  std::string value_of(std::string_view variable) const;
  std::vector<MakeOption> options(const std::set<std::string>& known_variables) const;
};

// Reads `path` of the tree and what it includes. `read` gives the text of a file of the tree.
MakefileText read_makefile(
    const std::string& path,
    const std::function<std::optional<std::string>(const std::string&)>& read);

}  // namespace modbuild
