// A document's values as text that shows everything about them, ranges included.
#pragma once

#include <string>

#include "base/str.h"
#include "load/value.h"

namespace modbuild::test {

inline std::string range_text(const SourceRange& at) {
  return cat(std::to_string(at.file.value), ":", std::to_string(at.line), ":",
             std::to_string(at.column), "-", std::to_string(at.end_line), ":",
             std::to_string(at.end_column));
}

inline std::string value_text(const Value& value) {
  std::string out = cat(kind_words(value.kind), " ", range_text(value.at), " '", value.text, "' ",
                        std::to_string(value.integer), value.boolean ? " true" : "");
  for (const Value& item : value.items) append(out, "\n- ", value_text(item));
  for (const Entry& entry : value.entries) {
    append(out, "\n'", entry.key.value, "' ", range_text(entry.key.at), " = ",
           value_text(entry.value));
  }
  return cat("<", out, ">");
}

}  // namespace modbuild::test
