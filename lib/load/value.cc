#include "load/value.h"

#include <algorithm>

namespace modbuild {

const Value* Value::find(std::string_view key) const {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [key](const Entry& entry) { return entry.key.value == key; });
  return found == entries.end() ? nullptr : &found->value;
}

std::string_view kind_words(Value::Kind kind) {
  switch (kind) {
    case Value::Kind::String:
      return "a string";
    case Value::Kind::Integer:
      return "a number";
    case Value::Kind::Boolean:
      return "a boolean";
    case Value::Kind::Array:
      return "a list";
    case Value::Kind::Table:
      return "a table";
    case Value::Kind::Reported:
      break;
  }
  return "something else";
}

}  // namespace modbuild
