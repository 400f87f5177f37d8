// A manifest's text as a tree of values, in document order and with source ranges. The TOML
// library's own types stay behind toml_document.cc.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "diag/source_range.h"

namespace modbuild {

struct Entry;

struct Value {
  // Reported: something no manifest may hold (a date, say), about which the user was told already.
  enum class Kind : std::uint8_t { String, Integer, Boolean, Array, Table, Reported };
  Kind kind = Kind::Reported;
  bool boolean = false;
  std::int64_t integer = 0;
  std::string text;            // String
  std::vector<Value> items;    // Array
  std::vector<Entry> entries;  // Table, in the order of the document
  SourceRange at;              // quotes and brackets included; a table's header

  // The value of `key`, or null.
  const Value* find(std::string_view key) const;
};

struct Entry {
  Text key;
  Value value;
};

// What a value is called in messages: "a string", "a list", ...
std::string_view kind_words(Value::Kind kind);

}  // namespace modbuild
