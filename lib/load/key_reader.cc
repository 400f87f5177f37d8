#include "load/key_reader.h"

#include <algorithm>
#include <array>

#include "base/check.h"
#include "base/edit_distance.h"
#include "base/str.h"

namespace modbuild {
namespace {

constexpr std::size_t kMaxRows = 64;  // of a key table

std::vector<std::string> key_names(const KeyTable& keys) {
  std::vector<std::string> names;
  for (const KeyRow& row : keys.rows) names.emplace_back(row.name);
  return names;
}

std::string choice_words(const KeyRow& row) {
  std::vector<std::string> words;
  for (const std::string_view word : row.choices) words.push_back(cat("\"", word, "\""));
  return join(words, ", ");
}

// "{ value = .., when = .. }", from the keys of an item's long form.
std::string long_form(const KeyTable& keys) {
  std::vector<std::string> parts;
  for (const KeyRow& row : keys.rows) parts.push_back(cat(row.name, " = .."));
  return cat("{ ", join(parts, ", "), " }");
}

// What is expected behind a key.
std::string shape_words(const KeyRow& row) {
  switch (row.shape) {
    case Shape::Schema:
      return "the number 1";
    case Shape::String:
      return "a string";
    case Shape::Choice:
      return cat("one of ", choice_words(row));
    case Shape::Boolean:
      return "true or false";
    case Shape::Strings:
      return "a list of strings";
    case Shape::OneOrMore:
      return "a string or a list of strings";
    case Shape::Items:
      return "a list";
    case Shape::ItemLists:
      return "a list of lists";
    case Shape::Table:
      return "a table";
    case Shape::Tables:
      return "a list of tables";
    case Shape::NamedTables:
      return "a table of tables";
    case Shape::NamedLists:
      return "a table of lists";
    case Shape::StringMap:
      return "a table of strings";
    case Shape::WordsMap:
      return "a table of strings or lists of strings";
    case Shape::Substitutions:
      return "a table of strings, or a list of strings";
    case Shape::Free:
      break;
  }
  return "anything";
}

// How the mistake is mended, where that can be said in one line.
std::string way_out(const KeyRow& row, const Value& found) {
  const bool is_list = row.shape == Shape::Strings || row.shape == Shape::Items;
  if (is_list && found.kind == Value::Kind::String) {
    return cat("write ", row.name, " = [\"", found.text, "\"]");
  }
  if (row.shape == Shape::String && found.kind == Value::Kind::Integer) {
    return cat("write ", row.name, " = \"", std::to_string(found.integer), "\"");
  }
  if (row.shape == Shape::Boolean && (found.text == "true" || found.text == "false")) {
    return cat("leave out the quotes: ", row.name, " = ", found.text);
  }
  if (row.shape == Shape::Choice && found.kind == Value::Kind::Boolean) {
    return cat("write one of ", choice_words(row));
  }
  if (row.shape == Shape::Tables && found.kind == Value::Kind::Table) {
    return cat("write [[", row.name, "]], with two brackets: there may be several");
  }
  if (row.shape == Shape::Table && found.kind == Value::Kind::Array) {
    return cat("write [", row.name, "], with one bracket: there is only one");
  }
  if (row.shape == Shape::ItemLists && found.kind == Value::Kind::Array) {
    return "each inner list holds libraries of which one is enough";
  }
  return {};
}

// Whether keys of these two entries of `exactly_one` may stand in one table.
bool goes_together(const KeyTable& keys, std::size_t a, std::size_t b) {
  const auto beside = [&keys](std::string_view more, std::string_view kind) {
    return more == keys.accompanies && std::find(keys.accompanied.begin(), keys.accompanied.end(),
                                                 kind) != keys.accompanied.end();
  };
  const std::string_view first = keys.exactly_one[a];
  const std::string_view second = keys.exactly_one[b];
  return beside(first, second) || beside(second, first);
}

// Whether `word` is one of the words of `together`.
bool names_word(std::string_view together, std::string_view word) {
  for (std::size_t at = together.find(word); at != std::string_view::npos;
       at = together.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool begins = at == 0 || together[at - 1] == ' ';
    if (begins && (end == together.size() || together[end] == ' ')) return true;
  }
  return false;
}

// The table that knows `name`, other than `except`; depth first.
const KeyTable* find_owner(const KeyTable& table, const KeyTable& except, std::string_view name) {
  for (const KeyRow& row : table.rows) {
    if (row.name == name && &table != &except) return &table;
  }
  for (const KeyRow& row : table.rows) {
    if (row.table == nullptr || row.table->title.empty()) continue;
    if (const KeyTable* found = find_owner(*row.table, except, name)) return found;
  }
  return nullptr;
}

}  // namespace

void KeyReader::read_table(const KeyTable& keys, const Value& value, void* owner) {
  MB_CHECK(keys.rows.size() <= kMaxRows);
  std::array<const Value*, kMaxRows> values{};
  for (const Entry& entry : value.entries) {
    const auto row = std::find_if(keys.rows.begin(), keys.rows.end(), [&](const KeyRow& known) {
      return known.name == entry.key.value;
    });
    if (row == keys.rows.end()) {
      report_unknown(keys, entry.key);
    } else {
      values[static_cast<std::size_t>(row - keys.rows.begin())] = &entry.value;
    }
  }
  // In the order of the rows, so that tables may rely on what stands before them in the key table.
  for (std::size_t i = 0; i < keys.rows.size(); ++i) {
    const KeyRow& row = keys.rows[i];
    const Value* found = values[i];
    if (found == nullptr) {
      if (row.is_required) {
        diagnostics_.add(Code::MissingKey, place_of_table(keys, value),
                         cat(keys.title, " has no '", row.name, "'"),
                         cat("add ", row.name, ": ", row.doc));
      }
    } else if (row.read != nullptr && found->kind != Value::Kind::Reported) {
      row.read(*this, row, *found, owner);
    }
  }
  if (!keys.exactly_one.empty()) check_exactly_one(keys, value);
}

void KeyReader::read(const KeyRow& row, const Value& value, Text& out) {
  if (expect(row, value, Value::Kind::String)) take_text(row.text, value, out);
}

void KeyReader::read(const KeyRow& row, const Value& value, bool& out) {
  if (expect(row, value, Value::Kind::Boolean)) out = value.boolean;
}

void KeyReader::read(const KeyRow& row, const Value& value, When& out) {
  if (expect(row, value, Value::Kind::String)) {
    out = parse_when({std::string(value.text), value.at}, diagnostics_);
  }
}

void KeyReader::read(const KeyRow& row, const Value& value, std::vector<Text>& out) {
  if (expect(row, value, Value::Kind::Array)) read_list(row, value, out);
}

void KeyReader::read(const KeyRow& row, const Value& value, OneOrMore& out) {
  if (value.kind == Value::Kind::Array) {
    read_list(row, value, out.items);
  } else if (expect(row, value, Value::Kind::String)) {
    Text text;
    if (take_text(row.text, value, text)) out.items.push_back(std::move(text));
  }
}

void KeyReader::read(const KeyRow& row, const Value& value, std::map<std::string, Text>& out) {
  if (!expect(row, value, Value::Kind::Table)) return;
  for (const Entry& entry : value.entries) {
    if (entry.value.kind == Value::Kind::Reported || !may_be_key(row, entry.key)) continue;
    Text text;
    if (entry.value.kind != Value::Kind::String) {
      diagnostics_.add(Code::WrongType, entry.value.at,
                       cat("'", row.name, ".", entry.key.value, "' must be a string, found ",
                           kind_words(entry.value.kind)));
    } else if (take_text(row.text, entry.value, text)) {
      out.emplace(entry.key.value, std::move(text));
    }
  }
}

void KeyReader::read(const KeyRow& row, const Value& value, Substitutions& out) {
  if (value.kind != Value::Kind::Array) return read(row, value, out.items);
  std::vector<Text> texts;
  read_list(row, value, texts);
  for (Text& text : texts) {
    std::string key = text.value;
    out.items.emplace(std::move(key), std::move(text));
  }
}

void KeyReader::read(const KeyRow& row, const Value& value, WordsMap& out) {
  if (!expect(row, value, Value::Kind::Table)) return;
  for (const Entry& entry : value.entries) {
    if (entry.value.kind == Value::Kind::Reported) continue;
    WordsMap::Item item{entry.key.copied(), {}};
    if (!check_text(TextKind::VariableName, item.name, rules_, diagnostics_)) continue;
    read_words(row, entry, item.words);
    if (!item.words.empty()) out.items.push_back(std::move(item));
  }
}

void KeyReader::read_words(const KeyRow& row, const Entry& entry, std::vector<Text>& out) {
  const Value& value = entry.value;
  if (value.kind == Value::Kind::String) {
    Text text;
    if (take_text(row.text, value, text)) out.push_back(std::move(text));
  } else if (value.kind != Value::Kind::Array) {
    diagnostics_.add(
        Code::WrongType, value.at,
        cat("'", row.name, ".", entry.key.value, "' must be a string or a list of strings, found ",
            kind_words(value.kind)));
  } else if (value.items.empty()) {
    diagnostics_.add(Code::BadValue, value.at,
                     cat("'", row.name, ".", entry.key.value, "' is empty"), "remove it");
  } else {
    read_list(row, value, out);
  }
}

// A map with choices takes no other keys.
bool KeyReader::may_be_key(const KeyRow& row, const TextView& key) {
  const std::vector<std::string> words(row.choices.begin(), row.choices.end());
  if (words.empty() || std::find(words.begin(), words.end(), key.value) != words.end()) return true;
  std::string help = did_you_mean(key.value, words);
  if (help.empty()) help = cat("known are ", join(words, ", "));
  diagnostics_.add(Code::UnknownKey, key.at,
                   cat("key '", key.value, "' is not known in '", row.name, "'"), std::move(help));
  return false;
}

bool KeyReader::take_text(TextKind kind, const Value& value, Text& out) {
  Text text{std::string(value.text), value.at};
  if (!check_text(kind, text, rules_, diagnostics_)) return false;
  out = std::move(text);
  return true;
}

void KeyReader::read_list(const KeyRow& row, const Value& value, std::vector<Text>& out) {
  for (const Value& item : value.items) {
    Text text;
    if (item.kind == Value::Kind::String) {
      if (take_text(row.text, item, text)) out.push_back(std::move(text));
    } else if (item.kind != Value::Kind::Reported) {
      diagnostics_.add(
          Code::WrongType, item.at,
          cat("an entry of '", row.name, "' must be a string, found ", kind_words(item.kind)));
    }
  }
}

std::optional<std::size_t> KeyReader::read_choice(const KeyRow& row, const Value& value) {
  if (!expect(row, value, Value::Kind::String)) return std::nullopt;
  const auto found = std::find(row.choices.begin(), row.choices.end(), value.text);
  if (found != row.choices.end()) return static_cast<std::size_t>(found - row.choices.begin());
  const std::vector<std::string> words(row.choices.begin(), row.choices.end());
  std::string help = did_you_mean(value.text, words);
  diagnostics_.add(
      Code::BadValue, value.at,
      cat("'", row.name, "' cannot be '", value.text, "'; it is one of ", choice_words(row)),
      std::move(help));
  return std::nullopt;
}

bool KeyReader::expect(const KeyRow& row, const Value& value, Value::Kind kind) {
  if (value.kind == kind) return true;
  if (value.kind == Value::Kind::Reported) return false;
  diagnostics_.add(
      Code::WrongType, value.at,
      cat("'", row.name, "' must be ", shape_words(row), ", found ", kind_words(value.kind)),
      way_out(row, value));
  return false;
}

bool KeyReader::expect_item(const KeyRow& row, const Value& value) {
  if (value.kind == Value::Kind::Table) return true;
  if (value.kind == Value::Kind::Reported) return false;
  const bool either = row.shape != Shape::Tables;
  diagnostics_.add(Code::WrongType, value.at,
                   cat("an entry of '", row.name, "' must be ",
                       either ? cat("a string or ", long_form(*row.table)) : "a table", ", found ",
                       kind_words(value.kind)));
  return false;
}

bool KeyReader::expect_named(const KeyRow& row, const Text& name, const Value& value) {
  if (value.kind == Value::Kind::Table) return true;
  if (value.kind == Value::Kind::Reported) return false;
  diagnostics_.add(
      Code::WrongType, value.at,
      cat("'", row.name, ".", name.value, "' must be a table, found ", kind_words(value.kind)),
      cat("write [", row.name, ".", name.value, "] and its keys below"));
  return false;
}

bool KeyReader::check_key_name(const Text& name) {
  return check_text(TextKind::Name, name, rules_, diagnostics_);
}

SourceRange KeyReader::place_of_table(const KeyTable& keys, const Value& value) const {
  if (&keys == &root_) return {value.at.file, 0, 0, 0, 0};  // the whole manifest
  return value.at;
}

void KeyReader::report_unknown(const KeyTable& keys, const TextView& key) {
  const std::vector<std::string> names = key_names(keys);
  std::string help;
  if (const KeyTable* owner = find_owner(root_, keys, key.value)) {
    help = cat("'", key.value, "' belongs to ", owner->title);
  }
  const std::string near = did_you_mean(key.value, names);
  if (!near.empty()) help = near;
  if (help.empty()) help = cat("known are ", join(names, ", "));
  diagnostics_.add(Code::UnknownKey, key.at,
                   cat("key '", key.value, "' is not known in ", keys.title), std::move(help));
}

void KeyReader::check_exactly_one(const KeyTable& keys, const Value& value) {
  const Entry* first = nullptr;
  std::size_t first_choice = 0;
  const auto names = [&keys] {
    std::vector<std::string> words;
    for (const std::string_view together : keys.exactly_one) {
      words.emplace_back(together.substr(0, together.find(' ')));
    }
    return join(words, ", ");
  };
  for (const Entry& entry : value.entries) {
    const auto choice = std::find_if(
        keys.exactly_one.begin(), keys.exactly_one.end(),
        [&](std::string_view together) { return names_word(together, entry.key.value); });
    if (choice == keys.exactly_one.end()) continue;
    const auto index = static_cast<std::size_t>(choice - keys.exactly_one.begin());
    if (first == nullptr) {
      first = &entry;
      first_choice = index;
      continue;
    }
    if (index == first_choice) continue;
    if (goes_together(keys, first_choice, index)) {
      // What stands beside others counts for nothing by itself.
      if (keys.exactly_one[first_choice] == keys.accompanies) {
        first = &entry;
        first_choice = index;
      }
      continue;
    }
    diagnostics_.add({keys.exactly_one_code,
                      entry.key.at,
                      cat(keys.title, " has both '", first->key.value, "' and '", entry.key.value,
                          "', expected exactly one of ", names()),
                      "keep one of the two",
                      {{first->key.at, "the other one"}}});
  }
  if (first != nullptr) return;
  diagnostics_.add(keys.exactly_one_code, place_of_table(keys, value),
                   cat(keys.title, " has none of ", names(), ", expected exactly one"),
                   "add the one that fits");
}

}  // namespace modbuild
