#include "includes/mentions.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/sort_once.h"
#include "base/str.h"

namespace modbuild {
namespace {

bool is_word_character(char c) {
  return is_ascii_alphanumeric(c) || c == '_';
}

// Reads one text from a place on.
class Reader {
 public:
  Reader(std::string_view text, std::size_t at) : text_(text), at_(at) {}

  bool at_end() const { return at_ >= text_.size(); }

  // Passes blanks, comments and continued lines.
  void skip_blanks() {
    while (!at_end()) {
      const std::string_view rest = text_.substr(at_);
      if (rest[0] == ' ' || rest[0] == '\t' || rest[0] == '\v' || rest[0] == '\f') {
        ++at_;
      } else if (rest.starts_with("\\\n")) {
        at_ += 2;
      } else if (rest.starts_with("\\\r\n")) {
        at_ += 3;
      } else if (rest.starts_with("/*")) {
        const std::size_t end = rest.find("*/", 2);
        at_ = end == std::string_view::npos ? text_.size() : at_ + end + 2;
      } else {
        return;
      }
    }
  }

  bool take(std::string_view word) {
    if (!text_.substr(std::min(at_, text_.size())).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  std::string take_word() {
    std::string word;
    while (!at_end()) {
      if (is_word_character(text_[at_])) {
        word += text_[at_++];
      } else if (!take("\\\n") && !take("\\\r\n")) {
        break;
      }
    }
    return word;
  }

  // A name in "", in <>, or in "" within a string; false when none stands here.
  bool take_name(IncludeName& name) {
    const std::size_t start = at_;
    if (read_name(name)) return true;
    at_ = start;
    return false;
  }

 private:
  bool read_name(IncludeName& name) {
    const bool escaped = take("\\\"");
    const bool quoted = escaped || take("\"");
    if (!quoted && !take("<")) return false;
    const std::string_view rest = text_.substr(at_);
    const std::size_t end = rest.find(quoted ? '"' : '>');
    if (end == std::string_view::npos || rest.substr(0, end).find('\n') != std::string_view::npos) {
      return false;
    }
    name = {std::string(rest.substr(0, end)), quoted};
    if (escaped && name.name.ends_with('\\')) name.name.pop_back();
    at_ += end + 1;
    return !name.name.empty();
  }

  std::string_view text_;
  std::size_t at_;
};

class MentionFinder {
 public:
  explicit MentionFinder(std::string_view text) : text_(text) {}

  IncludeMentions run() {
    for_each("#", [this](std::size_t at) { read_directive(at, begins_line(at - 1)); });
    for_each("%:", [this](std::size_t at) { read_directive(at, begins_line(at - 2)); });
    for_each("__has_include", [this](std::size_t at) { read_question(at); });
    for_each("__has_embed", [this](std::size_t at) { read_question(at); });
    for_each("_Pragma(\"once\")", [this](std::size_t) { found_.once = true; });
    for_each(".inc", [this](std::size_t at) { read_assembler(at); });
    sort_once(found_.names);
    sort_once(found_.computed);
    sort_once(found_.macros);
    return std::move(found_);
  }

 private:
  // Calls `action` with the place behind each occurrence of `word`.
  template <class Action>
  void for_each(std::string_view word, const Action& action) {
    const char* const end = text_.data() + text_.size();
    const char* at = text_.data();
    while (at < end) {
      const void* const found =
          ::memmem(at, static_cast<std::size_t>(end - at), word.data(), word.size());
      if (found == nullptr) return;
      at = static_cast<const char*>(found) + word.size();
      action(static_cast<std::size_t>(at - text_.data()));
    }
  }

  // Whether only blanks, or a comment, stand before `at` in its line.
  bool begins_line(std::size_t at) const {
    const std::size_t before = text_.substr(0, at).find_last_not_of(" \t\v\f");
    if (before == std::string_view::npos || text_[before] == '\n') return true;
    return text_.substr(0, before + 1).ends_with("*/");
  }

  // Names are taken wherever a directive seems to be, for text that writes text; a computed one is
  // taken in earnest only.
  void read_directive(std::size_t at, bool begins_line) {
    constexpr std::array<std::string_view, 4> kIncluding = {"include", "include_next", "import",
                                                            "embed"};
    Reader reader(text_, at);
    reader.skip_blanks();
    const std::string word = reader.take_word();
    const bool including =
        std::find(kIncluding.begin(), kIncluding.end(), word) != kIncluding.end();
    if (including) read_name(reader, begins_line);
    if (word == "define") read_definition(reader);
    if (word == "pragma") read_pragma(reader);
    if (word == "import") found_.once = true;
  }

  void read_pragma(Reader& reader) {
    reader.skip_blanks();
    if (reader.take_word() == "once") found_.once = true;
  }

  void read_name(Reader& reader, bool may_be_computed) {
    reader.skip_blanks();
    IncludeName name;
    if (reader.take_name(name)) {
      found_.names.push_back(std::move(name));
      return;
    }
    if (!may_be_computed) return;
    std::string macro = reader.take_word();
    reader.skip_blanks();
    if (reader.take("(")) macro.clear();
    found_.computed.push_back(std::move(macro));
  }

  void read_definition(Reader& reader) {
    reader.skip_blanks();
    MacroName macro;
    macro.macro = reader.take_word();
    reader.skip_blanks();
    if (reader.take_name(macro.name)) found_.macros.push_back(std::move(macro));
  }

  // Behind "__has_include": "_next" perhaps, and the name in parentheses. Without these it is only
  // asked whether the question can be asked.
  void read_question(std::size_t at) {
    Reader reader(text_, at);
    reader.take_word();
    reader.skip_blanks();
    if (!reader.take("(")) return;
    read_name(reader, true);
  }

  void read_assembler(std::size_t at) {
    Reader reader(text_, at);
    if (!reader.take("lude") && !reader.take("bin")) return;
    reader.skip_blanks();
    IncludeName name;
    if (reader.take_name(name)) found_.names.push_back(std::move(name));
  }

  std::string_view text_;
  IncludeMentions found_;
};

}  // namespace

IncludeMentions find_mentions(std::string_view text) {
  return MentionFinder(text).run();
}

void add_macro(std::string_view definition, std::vector<MacroName>& macros) {
  const std::size_t equal = definition.find('=');
  if (equal == std::string_view::npos) return;
  MacroName macro{std::string(definition.substr(0, equal)), {}};
  if (Reader(definition, equal + 1).take_name(macro.name)) macros.push_back(std::move(macro));
}

}  // namespace modbuild
