#include "load/toml_document.h"

#include <toml++/toml.h>
#include <algorithm>
#include <utility>

#include "base/str.h"

// Debian's compiled library reports syntax errors by an exception; none leaves this file.
static_assert(TOML_EXCEPTIONS, "the compiled TOML library is the one with exceptions");

namespace modbuild {
namespace {

SourceRange range_of(const toml::source_region& region, FileId file) {
  return {file, region.begin.line, region.begin.column, region.end.line, region.end.column};
}

Value convert(const toml::node& node, FileId file);

std::vector<Entry> convert_entries(const toml::table& table, FileId file) {
  std::vector<Entry> entries;
  entries.reserve(table.size());
  for (const auto& item : table) {
    Text key{std::string(item.first.str()), range_of(item.first.source(), file)};
    entries.push_back({std::move(key), convert(item.second, file)});
  }
  // The library keeps keys sorted; people expect messages and lists in their own order.
  std::stable_sort(entries.begin(), entries.end(),
                   [](const Entry& a, const Entry& b) { return a.key.at < b.key.at; });
  return entries;
}

// Recursion is bounded: precheck() refuses text that nests deeper than 16.
Value convert(const toml::node& node, FileId file) {
  Value value;
  value.at = range_of(node.source(), file);
  if (const auto* text = node.as_string()) {
    value.kind = Value::Kind::String;
    value.text = text->get();
  } else if (const auto* number = node.as_integer()) {
    value.kind = Value::Kind::Integer;
    value.integer = number->get();
  } else if (const auto* flag = node.as_boolean()) {
    value.kind = Value::Kind::Boolean;
    value.boolean = flag->get();
  } else if (const auto* array = node.as_array()) {
    value.kind = Value::Kind::Array;
    value.items.reserve(array->size());
    for (const toml::node& item : *array) value.items.push_back(convert(item, file));
  } else if (const auto* table = node.as_table()) {
    value.kind = Value::Kind::Table;
    value.entries = convert_entries(*table, file);
  }
  return value;
}

TomlError convert_error(const toml::parse_error& error, FileId file) {
  TomlError converted;
  converted.at = range_of(error.source(), file);
  if (converted.at.end_line == converted.at.line) {
    converted.at.end_column = std::max(converted.at.end_column, converted.at.column + 1);
  }
  converted.what = error.description();
  // "Error while parsing array: expected .." -> "expected .."
  const std::size_t colon = converted.what.find(": ");
  if (converted.what.starts_with("Error while parsing ") && colon != std::string::npos) {
    converted.what.erase(0, colon + 2);
  }
  converted.is_end = converted.what.find("end-of-file") != std::string::npos;
  return converted;
}

}  // namespace

tl::expected<Value, TomlError> parse_toml(std::string_view text, FileId file) {
  try {
    return convert(toml::parse(text), file);
  } catch (const toml::parse_error& error) {
    return tl::unexpected(convert_error(error, file));
  }
}

}  // namespace modbuild
