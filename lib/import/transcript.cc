#include "import/transcript.h"

#include <algorithm>
#include <optional>

#include "base/str.h"

namespace modbuild {
namespace {

constexpr std::string_view kMarkerBegin = "__mb_";
constexpr std::string_view kMarkerEnd = "__";

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

std::string unescaped(std::string_view field) {
  std::string out;
  for (std::size_t at = 0; at < field.size(); ++at) {
    if (field[at] == '%' && at + 2 < field.size()) {
      const std::string code = ascii_lower(field.substr(at + 1, 2));
      out += static_cast<char>(hex_value(code[0]) * 16 + hex_value(code[1]));
      at += 2;
    } else {
      out += field[at];
    }
  }
  return out;
}

std::vector<std::string> fields_of(std::string_view line) {
  std::vector<std::string> fields;
  for (;;) {
    const std::size_t tab = line.find('\t');
    fields.push_back(unescaped(line.substr(0, tab)));
    if (tab == std::string_view::npos) return fields;
    line.remove_prefix(tab + 1);
  }
}

std::string redirection(const std::string& field) {
  return field == "-" ? std::string() : field;
}

// Splits recipe text into simple commands. Quotes are taken off; substitutions stay.
class RecipeReader {
 public:
  RecipeReader(std::string_view text, std::string directory)
      : text_(text), directories_{std::move(directory)} {}

  std::vector<Command> run() {
    while (at_ < text_.size()) {
      if (at_ == 0 || text_[at_ - 1] == '\n') {
        if (skip_talk()) continue;
      }
      step();
    }
    end_command();
    return std::move(commands_);
  }

 private:
  // "make[1]: Entering directory '/x'": what make says of itself.
  bool skip_talk() {
    const std::size_t end = std::min(text_.find('\n', at_), text_.size());
    const std::string_view line = text_.substr(at_, end - at_);
    if (line.substr(0, 4) != "make") return false;
    const std::size_t colon = line.find(": ");
    if (colon == std::string_view::npos) return false;
    const std::string_view said = line.substr(colon + 2);
    constexpr std::string_view kEntering = "Entering directory '";
    if (said.substr(0, kEntering.size()) == kEntering) {
      end_command();
      directories_.emplace_back(said.substr(kEntering.size(), said.size() - kEntering.size() - 1));
    } else if (said.substr(0, 17) == "Leaving directory") {
      end_command();
      if (directories_.size() > 1) directories_.pop_back();
    } else if (said.substr(0, 11) != "Nothing to " && said.find(" is up to date") == said.npos) {
      return false;
    }
    at_ = end + 1;
    return true;
  }

  void step() {
    const char c = text_[at_];
    const char next = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
    if (c == '\\' && next == '\n') {
      end_word();
      at_ += 2;
    } else if (c == ' ' || c == '\t') {
      end_word();
      ++at_;
    } else if (c == '\n' || c == ';' || c == '&' || c == '|') {
      end_command();
      ++at_;
    } else if (c == '#' && !in_word_) {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (c == '<' || c == '>') {
      end_word();
      pending_ = c;
      ++at_;
      if (at_ < text_.size() && (text_[at_] == '>' || text_[at_] == '&')) ++at_;
    } else {
      take_character();
    }
  }

  void take_character() {
    const char c = text_[at_++];
    in_word_ = true;
    if (c == '\'') {
      const std::size_t end = std::min(text_.find('\'', at_), text_.size());
      word_ += text_.substr(at_, end - at_);
      at_ = end + 1;
    } else if (c == '"') {
      take_double_quoted();
    } else if (c == '\\' && at_ < text_.size()) {
      word_ += text_[at_++];
    } else {
      word_ += c;
    }
  }

  void take_double_quoted() {
    while (at_ < text_.size() && text_[at_] != '"') {
      const bool escape = text_[at_] == '\\' && at_ + 1 < text_.size() &&
                          std::string_view("\"\\$`\n").find(text_[at_ + 1]) != std::string::npos;
      if (escape) ++at_;
      if (!(escape && text_[at_] == '\n')) word_ += text_[at_];
      ++at_;
    }
    ++at_;
  }

  void end_word() {
    if (!in_word_) return;
    if (pending_ == '<') {
      command_.input = word_;
    } else if (pending_ == '>') {
      // "2>/dev/null": the number was taken for a word.
      command_.output = word_;
    } else {
      command_.words.push_back(word_);
    }
    pending_ = '\0';
    word_.clear();
    in_word_ = false;
  }

  void end_command() {
    end_word();
    if (!command_.words.empty()) {
      command_.directory = directories_.back();
      commands_.push_back(std::move(command_));
    }
    command_ = {};
    pending_ = '\0';
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<std::string> directories_;
  std::vector<Command> commands_;
  Command command_;
  std::string word_;
  bool in_word_ = false;
  char pending_ = '\0';  // '<' or '>' when the next word is a redirection's
};

}  // namespace

void read_records(std::string_view records, Transcript& transcript) {
  while (!records.empty()) {
    const std::size_t end = records.find('\n');
    const std::vector<std::string> fields = fields_of(records.substr(0, end));
    records.remove_prefix(end == std::string_view::npos ? records.size() : end + 1);
    if (fields.size() == 3 && fields[0] == "ask") {
      const bool known =
          std::any_of(transcript.asked.begin(), transcript.asked.end(),
                      [&](const ShellQuestion& one) { return one.text == fields[1]; });
      if (!known) transcript.asked.push_back({fields[1], fields[2] == "yes"});
    } else if (fields.size() >= 6 && fields[0] == "run") {
      transcript.ran.push_back({fields[2],
                                {fields.begin() + 5, fields.end()},
                                redirection(fields[3]),
                                redirection(fields[4]),
                                fields[1]});
    }
  }
}

std::vector<Command> recipe_commands(std::string_view text, std::string directory) {
  return RecipeReader(text, std::move(directory)).run();
}

std::vector<std::string> marker_words(std::string_view word, std::string& before,
                                      std::string& behind) {
  const std::size_t begin = word.find(kMarkerBegin);
  if (begin == std::string_view::npos) return {};
  std::size_t at = begin + kMarkerBegin.size();
  std::vector<std::string> words(1);
  for (; at + 1 < word.size() && hex_value(word[at]) >= 0; at += 2) {
    const char c = static_cast<char>(hex_value(word[at]) * 16 + hex_value(word[at + 1]));
    if (c == '\0') {
      words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  // Behind the hex stands '_' and the same in letters, without any other '_'.
  const std::size_t end = word.find(kMarkerEnd, at + 1);
  if (end == std::string_view::npos) return {};
  before = word.substr(0, begin);
  behind = word.substr(end + kMarkerEnd.size());
  return words;
}

bool is_marker(std::string_view word) {
  std::string before, behind;
  return !marker_words(word, before, behind).empty();
}

bool makes(const Command& command, std::string_view output) {
  const auto& words = command.words;
  const auto at = std::find(words.begin(), words.end(), "-o");
  return at != words.end() && at + 1 != words.end() && *(at + 1) == output;
}

}  // namespace modbuild
