// Key tables: one row per key of a manifest. The rows drive the reader, the messages about unknown
// keys and wrong types, and the JSON Schemas. Whoever adds a key adds one row (tree_keys.cc,
// component_keys.cc) and the member it fills.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "diag/codes.h"
#include "load/value.h"

namespace modbuild {

// What may stand behind a key.
enum class Shape : std::uint8_t {
  Schema,  // the number 1
  String,
  Choice,  // one of a few words
  Boolean,
  Strings,    // a list of strings
  OneOrMore,  // a string, or a list of strings
  Items,      // a list whose items are strings, or tables that say more
  ItemLists,  // a list of such lists
  Table,
  Tables,         // a list of tables
  NamedTables,    // a table of tables, each under a name of the user's choice
  NamedLists,     // likewise, and a plain list of strings may stand for a table
  StringMap,      // a table of strings under names of the user's choice
  WordsMap,       // likewise, of strings or lists of strings
  Substitutions,  // a table of strings, or a list of strings that stand for themselves
  Free            // anything
};

// What the strings behind a key mean; text_rules.h checks them.
enum class TextKind : std::uint8_t {
  Free,
  Name,            // of a group, capability, package, ..
  ComponentName,   // likewise, and it becomes a build target
  Reference,       // names one module, lib, feature, ..
  HostReference,   // names a host, or "*"
  ModulePattern,   // a module or a glob
  RequestWord,     // a module, a glob or @group
  FeatureSetting,  // module/feature=on
  Path,            // of this tree
  PathPattern,     // globs allowed
  ModuleFile,      // what a module's file is called
  FileName,
  Destination,  // where files are installed
  Substitution,
  Mode,
  Define,
  Flag,
  ToolchainFlag,
  ToolWord,          // of a toolchain's argv: a program, or a flag behind it
  MachineDirectory,  // absolute: of this machine, not of the tree
  SourcesDirectory,  // absolute or relative to the tree, '..' allowed
  PkgConfig,         // "libssl >= 1.1"
  VersionPredicate,
  ProgramName,
  Argument,
  HeaderName,
  LinkName,
  Symbol,
  EntrySymbol,
  VariableName  // of a value that a lib's tool prints
};

class KeyReader;
struct KeyTable;

struct KeyRow {
  std::string_view name;
  std::string_view doc;
  Shape shape = Shape::Free;
  // Reads the value into the member of `owner` that the row stands for; null for rows that are
  // looked at elsewhere (`schema`) or nowhere ([metadata]).
  void (*read)(KeyReader& reader, const KeyRow& row, const Value& value, void* owner) = nullptr;
  bool is_required = false;
  TextKind text = TextKind::Free;
  std::span<const std::string_view> choices = {};  // words, or keys of a StringMap
  const KeyTable* table = nullptr;  // of the table, or of an item that says more than a string

  constexpr KeyRow required() const {
    KeyRow row = *this;
    row.is_required = true;
    return row;
  }
  constexpr KeyRow is(TextKind kind) const {
    KeyRow row = *this;
    row.text = kind;
    return row;
  }
  constexpr KeyRow one_of(std::span<const std::string_view> words) const {
    KeyRow row = *this;
    row.choices = words;
    return row;
  }
  constexpr KeyRow holds(const KeyTable& keys) const {
    KeyRow row = *this;
    row.table = &keys;
    return row;
  }
};

struct KeyTable {
  std::string_view title;  // "[build]"
  std::string_view id;     // in the JSON Schema's definitions
  std::span<const KeyRow> rows;
  // Of these keys exactly one must be given; those of one entry ("header link") go together. Empty:
  // no such rule.
  std::span<const std::string_view> exactly_one = {};
  Code exactly_one_code = Code::BadValue;
  // The entry of `exactly_one` whose keys may as well say more about one of these others.
  std::string_view accompanies = {};
  std::span<const std::string_view> accompanied = {};
};

// The keys of modbuild.toml and of module.toml.
extern const KeyTable kTreeKeys;
extern const KeyTable kComponentKeys;

// Two lists of rows as one.
template <std::size_t A, std::size_t B>
constexpr std::array<KeyRow, A + B> join_rows(const std::array<KeyRow, A>& a,
                                              const std::array<KeyRow, B>& b) {
  std::array<KeyRow, A + B> rows;
  for (std::size_t i = 0; i < A; ++i) rows[i] = a[i];
  for (std::size_t i = 0; i < B; ++i) rows[A + i] = b[i];
  return rows;
}

}  // namespace modbuild
