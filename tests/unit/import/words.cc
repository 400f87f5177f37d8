#include "words.h"

#include <algorithm>

#include "base/str.h"
#include "import/transcript.h"

namespace modbuild {
namespace {

// The marker that the recording shell prints for `command`.
std::string marker_of(const std::string& command) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex, letters;
  for (const std::string& word : split(command, " ")) {
    if (!hex.empty()) {
      append(hex, "00");
      letters += '.';
    }
    for (const char c : word) {
      const auto byte = static_cast<unsigned char>(c);
      hex += kDigits[byte / 16];
      hex += kDigits[byte % 16];
      const bool kept = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                        (c >= '0' && c <= '9') || c == '.' || c == '+' || c == '-';
      letters += kept ? c : '.';
    }
  }
  return cat("__mb_", hex, "_", letters, "__");
}

}  // namespace

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  std::string word;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    if (at == text.size() || text[at] == ' ') {
      if (!word.empty()) words.push_back(std::move(word));
      word.clear();
    } else if (text[at] == '`') {
      const std::size_t end = text.find('`', at + 1);
      append(word, marker_of(text.substr(at + 1, end - at - 1)));
      at = end;
    } else {
      word += text[at];
    }
  }
  return words;
}

std::string readable(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    std::string before, behind;
    const std::vector<std::string> command = marker_words(word, before, behind);
    append(text, text.empty() ? "" : " ");
    if (command.empty()) {
      append(text, word);
    } else {
      append(text, before, "`", join(command, " "), "`", behind);
    }
  }
  return text;
}

std::string text_of(const ImportedAlternative& alternative) {
  std::vector<std::string> parts;
  for (const auto& [key, values] : alternative.keys) {
    parts.push_back(cat(key, " = ", join(values, " ")));
  }
  for (const auto& [name, words] : alternative.variables) {
    parts.push_back(cat("{", name, "} = ", join(words, " ")));
  }
  return join(parts, ", ");
}

std::string text_of(const ImportedValues& values) {
  std::vector<std::string> parts;
  for (const ImportedValue& value : values) {
    parts.push_back(value.when.empty() ? value.value : cat(value.value, " when ", value.when));
  }
  return join(parts, ", ");
}

}  // namespace modbuild
