// JSON Schemas (draft-07, which the common validators and editors read) made from the key tables.
#include <map>
#include <string>

#include "base/check.h"
#include "base/json_writer.h"
#include "base/str.h"
#include "load/key_table.h"
#include "load/load.h"
#include "load/text_rules.h"

namespace modbuild {
namespace {

class SchemaWriter {
 public:
  explicit SchemaWriter(std::string& out) : json_(out) {}

  void write(const KeyTable& root, std::string_view title) {
    find_tables(root);
    json_.begin_object();
    json_.member("$schema", "http://json-schema.org/draft-07/schema#");
    json_.member("title", title);
    write_members(root);
    json_.key("definitions").begin_object();
    for (const auto& [id, table] : tables_) {
      if (table == &root) continue;
      json_.key(id).begin_object();
      write_members(*table);
      json_.end_object();
    }
    json_.end_object();
    json_.end_object();
  }

 private:
  void find_tables(const KeyTable& table) {
    if (!tables_.try_emplace(table.id, &table).second) return;
    for (const KeyRow& row : table.rows) {
      if (row.table != nullptr) find_tables(*row.table);
    }
  }

  void write_members(const KeyTable& table) {
    json_.member("type", "object");
    json_.key("properties").begin_object();
    std::vector<std::string> required;
    for (const KeyRow& row : table.rows) {
      json_.key(row.name).begin_object();
      json_.member("description", row.doc);
      write_shape(row);
      json_.end_object();
      if (row.is_required || row.shape == Shape::Schema) required.emplace_back(row.name);
    }
    json_.end_object();
    if (!required.empty()) json_.member("required", required);
    if (!table.exactly_one.empty()) {
      json_.key("oneOf").begin_array();
      for (const std::string_view together : table.exactly_one) {
        json_.begin_object(together != table.accompanies);
        write_choice(split(together, " "));
        if (together == table.accompanies) write_alone(table);
        json_.end_object();
      }
      json_.end_array();
    }
    json_.member("additionalProperties", false);
  }

  // At least one of the keys: the members of a schema, without its braces.
  void write_choice(const std::vector<std::string>& keys) {
    if (keys.size() == 1) {
      json_.member("required", keys);
      return;
    }
    json_.key("anyOf").begin_array();
    for (const std::string& key : keys) {
      json_.begin_object(true).member("required", std::vector<std::string>{key}).end_object();
    }
    json_.end_array();
  }

  // None of the keys that it may stand beside, where it would not be the one that counts.
  void write_alone(const KeyTable& table) {
    json_.key("not").begin_object();
    write_choice({table.accompanied.begin(), table.accompanied.end()});
    json_.end_object();
  }

  // The members of a schema, without its braces.
  void write_shape(const KeyRow& row) {
    switch (row.shape) {
      case Shape::Schema:
        json_.member("const", std::uint64_t{1});
        break;
      case Shape::String:
        write_string(row);
        break;
      case Shape::Choice:
        json_.member("enum", std::vector<std::string>(row.choices.begin(), row.choices.end()));
        break;
      case Shape::Boolean:
        json_.member("type", "boolean");
        break;
      case Shape::Strings:
        write_strings(row);
        break;
      case Shape::OneOrMore:
        write_any_of([&] { write_string(row); }, [&] { write_strings(row); });
        break;
      case Shape::Items:
        write_items(row);
        break;
      case Shape::ItemLists:
        json_.member("type", "array");
        json_.key("items").begin_object();
        write_items(row);
        json_.end_object();
        break;
      case Shape::Table:
        // In draft-07 nothing else counts beside a $ref.
        json_.key("allOf").begin_array();
        json_.begin_object(true);
        write_reference(row);
        json_.end_object().end_array();
        break;
      case Shape::Tables:
        json_.member("type", "array");
        json_.key("items").begin_object(true);
        write_reference(row);
        json_.end_object();
        break;
      case Shape::NamedTables:
      case Shape::NamedLists:
        write_named(row);
        break;
      case Shape::StringMap:
        write_string_map(row);
        break;
      case Shape::WordsMap:
        write_words_map(row);
        break;
      case Shape::Substitutions:
        write_any_of([&] { write_string_map(row); }, [&] { write_strings(row); });
        break;
      case Shape::Free:
        break;
    }
  }

  void write_string(const KeyRow& row) {
    json_.member("type", "string");
    const std::string_view pattern = text_pattern(row.text);
    if (!pattern.empty()) json_.member("pattern", pattern);
  }

  void write_strings(const KeyRow& row) {
    json_.member("type", "array");
    json_.key("items").begin_object();
    write_string(row);
    json_.end_object();
  }

  void write_items(const KeyRow& row) {
    json_.member("type", "array");
    json_.key("items").begin_object();
    write_any_of([&] { write_string(row); }, [&] { write_reference(row); });
    json_.end_object();
  }

  void write_string_map(const KeyRow& row) {
    json_.member("type", "object");
    if (!row.choices.empty()) {
      json_.key("propertyNames").begin_object(true);
      json_.member("enum", std::vector<std::string>(row.choices.begin(), row.choices.end()));
      json_.end_object();
    }
    json_.key("additionalProperties").begin_object(true).member("type", "string");
    json_.end_object();
  }

  void write_words_map(const KeyRow& row) {
    json_.member("type", "object");
    write_key_pattern(TextKind::VariableName);
    json_.key("additionalProperties").begin_object();
    write_any_of([&] { write_string(row); }, [&] { write_strings(row); });
    json_.end_object();
  }

  void write_key_pattern(TextKind kind) {
    json_.key("propertyNames").begin_object(true);
    json_.member("pattern", text_pattern(kind)).end_object();
  }

  void write_named(const KeyRow& row) {
    json_.member("type", "object");
    write_key_pattern(TextKind::Name);
    json_.key("additionalProperties").begin_object();
    if (row.shape == Shape::NamedLists) {
      write_any_of([&] { write_strings(row); }, [&] { write_reference(row); });
    } else {
      write_reference(row);
    }
    json_.end_object();
  }

  void write_reference(const KeyRow& row) {
    json_.member("$ref", cat("#/definitions/", row.table->id));
  }

  template <class A, class B>
  void write_any_of(const A& a, const B& b) {
    json_.key("anyOf").begin_array();
    json_.begin_object();
    a();
    json_.end_object();
    json_.begin_object();
    b();
    json_.end_object();
    json_.end_array();
  }

  JsonWriter json_;
  std::map<std::string_view, const KeyTable*> tables_;
};

}  // namespace

std::string manifest_schema(std::string_view name) {
  MB_CHECK(name == "tree" || name == "module");
  std::string out;
  if (name == "tree") {
    SchemaWriter(out).write(kTreeKeys, "modbuild.toml, the file of a tree");
  } else {
    SchemaWriter(out).write(kComponentKeys, "module.toml, the file of a component");
  }
  out += '\n';
  return out;
}

}  // namespace modbuild
