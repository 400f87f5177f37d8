#include "load/toml_document.h"

#include <toml++/toml.h>
#include <algorithm>
#include <utility>
#include <vector>

#include "base/str.h"

// Debian's compiled library reports syntax errors by an exception; none leaves this file.
static_assert(TOML_EXCEPTIONS, "the compiled TOML library is the one with exceptions");

namespace modbuild {
namespace {

SourceRange range_of(const toml::source_region& region, FileId file) {
  return {file, region.begin.line, region.begin.column, region.end.line, region.end.column};
}

class TomlConverter {
 public:
  TomlConverter(FileId file, Document& document) : file_(file), document_(document) {}

  // Recursion is bounded: precheck() refuses text that nests deeper than 16.
  void convert(const toml::node& node, Value& value) {
    value.at = range_of(node.source(), file_);
    if (const auto* text = node.as_string()) {
      value.kind = Value::Kind::String;
      value.text = document_.keep(text->get());
    } else if (const auto* number = node.as_integer()) {
      value.kind = Value::Kind::Integer;
      value.integer = number->get();
    } else if (const auto* flag = node.as_boolean()) {
      value.kind = Value::Kind::Boolean;
      value.boolean = flag->get();
    } else if (const auto* array = node.as_array()) {
      value.kind = Value::Kind::Array;
      for (const toml::node& item : *array) convert(item, document_.add_item(value));
    } else if (const auto* table = node.as_table()) {
      value.kind = Value::Kind::Table;
      convert_entries(*table, value);
    }
  }

 private:
  void convert_entries(const toml::table& table, Value& value) {
    struct Item {
      SourceRange at;
      std::string_view key;
      const toml::node* node;
    };
    std::vector<Item> items;
    items.reserve(table.size());
    for (const auto& item : table) {
      items.push_back({range_of(item.first.source(), file_), item.first.str(), &item.second});
    }
    // The library keeps keys sorted; people expect messages and lists in their own order.
    std::stable_sort(items.begin(), items.end(),
                     [](const Item& a, const Item& b) { return a.at < b.at; });
    for (const Item& item : items) {
      Entry& entry = document_.add_entry(value, {document_.keep(item.key), item.at});
      convert(*item.node, entry.value);
    }
  }

  FileId file_;
  Document& document_;
};

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

tl::expected<Document, TomlError> parse_toml(std::string_view text, FileId file) {
  try {
    const toml::table parsed = toml::parse(text);
    Document document;
    TomlConverter(file, document).convert(parsed, document.root);
    return document;
  } catch (const toml::parse_error& error) {
    return tl::unexpected(convert_error(error, file));
  }
}

}  // namespace modbuild
