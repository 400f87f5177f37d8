// Reads values into members by key table. A row is made with key<&Owner::member>("name", "doc"):
// the member's type says what may stand behind the key.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "diag/diagnostics.h"
#include "load/key_table.h"
#include "load/text_rules.h"
#include "load/value.h"
#include "model/component.h"
#include "model/request.h"
#include "model/when.h"

namespace modbuild {

// Tables under names of the user's choice; T has a member `Text name`.
template <class T>
struct ByName {
  std::vector<T> items;
};

// A list that may also be written as one string.
struct OneOrMore {
  std::vector<Text> items;
};

// Such lists under names of the user's choice.
// Text and what replaces it: a table, or a list of placeholders that replace themselves.
struct Substitutions {
  std::map<std::string, Text> items;
};

struct WordsMap {
  struct Item {
    Text name;
    std::vector<Text> words;
  };
  std::vector<Item> items;
};

// The member that an item's short form, a plain string, stands for.
inline Text& short_form(Conditional<Text>& item) {
  return item.value;
}
inline Text& short_form(LibUse& item) {
  return item.name;
}
inline Text& short_form(ComponentUse& item) {
  return item.name;
}
inline Text& short_form(Dependency& item) {
  return item.name;
}

// Words of a choice stand in the order of the enumerators, beginning with this one.
template <class E>
inline constexpr std::size_t kFirstChoice = 0;
template <>
inline constexpr std::size_t kFirstChoice<Base> = 1;  // Unset cannot be written
template <>
inline constexpr std::size_t kFirstChoice<MissingPolicy> = 1;
template <>
inline constexpr std::size_t kFirstChoice<StaticPolicy> = 1;
template <>
inline constexpr std::size_t kFirstChoice<ProbeLanguage> = 1;

template <class T>
concept HasShortForm = requires(T& item) {
  short_form(item);
};
// list_form(T&): the member that a plain list stands for where a named table is expected.
template <class T>
concept HasListForm = requires(T& item) {
  list_form(item);
};

class KeyReader {
 public:
  KeyReader(const KeyTable& root, const TextRules& rules, Diagnostics& diagnostics)
      : root_(root), rules_(rules), diagnostics_(diagnostics) {}

  // Reads every key of `value` that `keys` knows into `owner`; everything else is reported.
  void read_table(const KeyTable& keys, const Value& value, void* owner);

  // --- by the member's type ---
  void read(const KeyRow& row, const Value& value, Text& out);
  void read(const KeyRow& row, const Value& value, bool& out);
  void read(const KeyRow& row, const Value& value, When& out);
  void read(const KeyRow& row, const Value& value, std::vector<Text>& out);
  void read(const KeyRow& row, const Value& value, OneOrMore& out);
  void read(const KeyRow& row, const Value& value, std::map<std::string, Text>& out);
  void read(const KeyRow& row, const Value& value, WordsMap& out);
  void read(const KeyRow& row, const Value& value, Substitutions& out);

  template <class E>
  requires std::is_enum_v<E>
  void read(const KeyRow& row, const Value& value, E& out) {
    const std::optional<std::size_t> index = read_choice(row, value);
    if (index) out = static_cast<E>(*index + kFirstChoice<E>);
  }
  template <class T>
  void read(const KeyRow& row, const Value& value, std::optional<T>& out) {
    read(row, value, out.emplace());
  }
  template <class T>
  void read(const KeyRow& row, const Value& value, ByName<T>& out) {
    if (!expect(row, value, Value::Kind::Table)) return;
    for (const Entry& entry : value.entries) {
      T& item = out.items.emplace_back();
      item.name = entry.key.copied();
      check_key_name(item.name);
      read_named(row, entry.value, item);
    }
  }
  template <class T>
  void read(const KeyRow& row, const Value& value, std::vector<std::vector<T>>& out) {
    if (!expect(row, value, Value::Kind::Array)) return;
    for (const Value& item : value.items) read(row, item, out.emplace_back());
  }
  template <class T>
  void read(const KeyRow& row, const Value& value, std::vector<T>& out) {
    if (!expect(row, value, Value::Kind::Array)) return;
    for (const Value& item : value.items) read_item(row, item, out);
  }
  template <class T>
  requires std::is_class_v<T>
  void read(const KeyRow& row, const Value& value, T& out) {
    if (!expect(row, value, Value::Kind::Table)) return;
    if constexpr (requires { out.at; }) out.at = value.at;
    read_table(*row.table, value, &out);
  }

 private:
  template <class T>
  void read_item(const KeyRow& row, const Value& value, std::vector<T>& out) {
    if constexpr (HasShortForm<T>) {
      if (value.kind == Value::Kind::String) {
        T item;
        if (take_text(row.text, value, short_form(item))) out.push_back(std::move(item));
        return;
      }
    }
    if (!expect_item(row, value)) return;
    T item;
    if constexpr (requires { item.at; }) item.at = value.at;
    read_table(*row.table, value, &item);
    if constexpr (HasShortForm<T>) {
      if (short_form(item).at.line == 0) return;  // its text is missing or wrong: reported
    }
    out.push_back(std::move(item));
  }
  template <class T>
  void read_named(const KeyRow& row, const Value& value, T& item) {
    if constexpr (HasListForm<T>) {
      if (value.kind == Value::Kind::Array) {
        read_list(row, value, list_form(item));
        return;
      }
    }
    if (!expect_named(row, item.name, value)) return;
    read_table(*row.table, value, &item);
  }

  bool may_be_key(const KeyRow& row, const TextView& key);
  void read_words(const KeyRow& row, const Entry& entry, std::vector<Text>& out);
  bool take_text(TextKind kind, const Value& value, Text& out);
  void read_list(const KeyRow& row, const Value& value, std::vector<Text>& out);
  std::optional<std::size_t> read_choice(const KeyRow& row, const Value& value);
  bool expect(const KeyRow& row, const Value& value, Value::Kind kind);
  bool expect_item(const KeyRow& row, const Value& value);
  bool expect_named(const KeyRow& row, const Text& name, const Value& value);
  bool check_key_name(const Text& name);
  SourceRange place_of_table(const KeyTable& keys, const Value& value) const;
  void report_unknown(const KeyTable& keys, const TextView& key);
  void check_exactly_one(const KeyTable& keys, const Value& value);

  const KeyTable& root_;  // where else a key might belong
  const TextRules& rules_;
  Diagnostics& diagnostics_;
};

// --- making rows ---

template <class T>
struct ShapeOf {
  static constexpr Shape kShape = Shape::Table;
};
template <Shape S>
struct FixedShape {
  static constexpr Shape kShape = S;
};
template <>
struct ShapeOf<Text> : FixedShape<Shape::String> {};
template <>
struct ShapeOf<When> : FixedShape<Shape::String> {};
template <>
struct ShapeOf<bool> : FixedShape<Shape::Boolean> {};
template <>
struct ShapeOf<OneOrMore> : FixedShape<Shape::OneOrMore> {};
template <>
struct ShapeOf<std::vector<Text>> : FixedShape<Shape::Strings> {};
template <>
struct ShapeOf<std::map<std::string, Text>> : FixedShape<Shape::StringMap> {};
template <>
struct ShapeOf<WordsMap> : FixedShape<Shape::WordsMap> {};
template <>
struct ShapeOf<Substitutions> : FixedShape<Shape::Substitutions> {};
template <class E>
requires std::is_enum_v<E>
struct ShapeOf<E> : FixedShape<Shape::Choice> {
};
template <class T>
struct ShapeOf<std::optional<T>> : ShapeOf<T> {};
template <class T>
struct ShapeOf<ByName<T>> : FixedShape<HasListForm<T> ? Shape::NamedLists : Shape::NamedTables> {};
template <class T>
struct ShapeOf<std::vector<std::vector<T>>> : FixedShape<Shape::ItemLists> {};
template <class T>
struct ShapeOf<std::vector<T>> : FixedShape<HasShortForm<T> ? Shape::Items : Shape::Tables> {};

template <class T>
struct MemberPointer;
template <class O, class M>
struct MemberPointer<M O::*> {
  using Owner = O;
  using Type = M;
};

// Reads into the member `owner.*First`, or `(owner.*First).*Second`.
template <auto First, auto... Second>
void read_member(KeyReader& reader, const KeyRow& row, const Value& value, void* owner) {
  auto& member = static_cast<typename MemberPointer<decltype(First)>::Owner*>(owner)->*First;
  if constexpr (sizeof...(Second) == 0) {
    reader.read(row, value, member);
  } else {
    reader.read(row, value, (member.*....*Second));
  }
}

template <auto First, auto... Second>
constexpr Shape shape_of_member() {
  if constexpr (sizeof...(Second) == 0) {
    return ShapeOf<typename MemberPointer<decltype(First)>::Type>::kShape;
  } else {
    return shape_of_member<Second...>();
  }
}

template <auto... Members>
constexpr KeyRow key(std::string_view name, std::string_view doc) {
  KeyRow row;
  row.name = name;
  row.doc = doc;
  row.shape = shape_of_member<Members...>();
  row.read = &read_member<Members...>;
  return row;
}

}  // namespace modbuild
