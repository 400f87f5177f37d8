// Writes JSON text straight into a string: keys in the order given, two-space indent or one line.
// Reading JSON is nlohmann_json's work; this exists because documents of 25 000 modules are hot.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace modbuild {

// Appends `text` as a JSON string, quotes included. Bad UTF-8 becomes U+FFFD; what a terminal might
// act on (controls, bidi) is written as \uXXXX.
void append_json_string(std::string& out, std::string_view text);

// One writer per document; the caller opens and closes in pairs.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}
  // Goes on with a document that another writer began: within `depth` objects and arrays that are
  // open, of which the innermost may still be empty.
  JsonWriter(std::string& out, std::size_t depth, bool empty)
      : out_(out), levels_(depth, Level{false, false}) {
    if (depth > 0) levels_.back().empty = empty;
  }

  JsonWriter& begin_object(bool one_line = false) { return open('{', one_line); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array(bool one_line = false) { return open('[', one_line); }
  JsonWriter& end_array() { return close(']'); }
  JsonWriter& key(std::string_view name);
  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(bool flag);
  JsonWriter& value(std::uint64_t number);
  JsonWriter& member(std::string_view name, std::string_view text) { return key(name).value(text); }
  JsonWriter& member(std::string_view name, const char* text) { return key(name).value(text); }
  JsonWriter& member(std::string_view name, bool flag) { return key(name).value(flag); }
  JsonWriter& member(std::string_view name, std::uint64_t number) {
    return key(name).value(number);
  }
  JsonWriter& member_unless_empty(std::string_view name, std::string_view text) {
    return text.empty() ? *this : member(name, text);
  }
  // An array of strings on one line.
  JsonWriter& strings(const std::vector<std::string>& items);
  JsonWriter& member(std::string_view name, const std::vector<std::string>& items) {
    return key(name).strings(items);
  }

 private:
  struct Level {
    bool one_line = false;
    bool empty = true;
  };
  JsonWriter& open(char bracket, bool one_line);
  JsonWriter& close(char bracket);
  void separate();

  std::string& out_;
  std::vector<Level> levels_;
  bool after_key_ = false;
};

}  // namespace modbuild
