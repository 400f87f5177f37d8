#include "load/value.h"

#include <algorithm>
#include <cstring>

namespace modbuild {
namespace {

constexpr std::size_t kUsualBytes = 8 * 1024;  // of a manifest's values

}  // namespace

const Value* Value::find(std::string_view key) const {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [key](const Entry& entry) { return entry.key.value == key; });
  return found == entries.end() ? nullptr : &found->value;
}

Document::Document() : memory_(new std::pmr::monotonic_buffer_resource(kUsualBytes)) {}

Value& Document::add_item(Value& array) {
  Value& item = make<Value>();
  array.items.append(item);
  return item;
}

Entry& Document::add_entry(Value& table, const TextView& key) {
  Entry& entry = make<Entry>();
  entry.key = key;
  table.entries.append(entry);
  return entry;
}

std::string_view Document::keep(std::string_view text) {
  if (text.empty()) return {};
  char* copy = static_cast<char*>(memory_->allocate(text.size(), 1));
  std::memcpy(copy, text.data(), text.size());
  return {copy, text.size()};
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
