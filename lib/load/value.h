// A manifest's text as a tree of values, in document order and with source ranges. Whoever parses
// (plain_toml.h, toml_document.h) builds one; nothing here knows TOML.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <memory_resource>
#include <string_view>

#include "diag/source_range.h"

namespace modbuild {

// Linked items of one document, which owns them. T has a member `T* next`.
template <class T>
class Chain {
 public:
  template <class Item>
  class Iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = Item;
    using difference_type = std::ptrdiff_t;
    using pointer = Item*;
    using reference = Item&;

    explicit Iterator(Item* at = nullptr) : at_(at) {}
    Item& operator*() const { return *at_; }
    Item* operator->() const { return at_; }
    Iterator& operator++() {
      at_ = at_->next;
      return *this;
    }
    Iterator operator++(int) {
      Iterator before = *this;
      ++*this;
      return before;
    }
    friend bool operator==(const Iterator&, const Iterator&) = default;

   private:
    Item* at_;
  };

  Iterator<T> begin() { return Iterator<T>(first_); }
  Iterator<T> end() { return Iterator<T>(); }
  Iterator<const T> begin() const { return Iterator<const T>(first_); }
  Iterator<const T> end() const { return Iterator<const T>(); }
  bool empty() const { return first_ == nullptr; }
  T& back() { return *last_; }
  void append(T& item) {
    (first_ == nullptr ? first_ : last_->next) = &item;
    last_ = &item;
  }

 private:
  T* first_ = nullptr;
  T* last_ = nullptr;
};

struct Entry;

struct Value {
  // Reported: something no manifest may hold (a date, say), about which the user was told already.
  enum class Kind : std::uint8_t { String, Integer, Boolean, Array, Table, Reported };
  Kind kind = Kind::Reported;
  bool boolean = false;
  std::int64_t integer = 0;
  std::string_view text;  // String
  Chain<Value> items;     // Array
  Chain<Entry> entries;   // Table, in the order of the document
  SourceRange at;         // quotes and brackets included; a table's header
  Value* next = nullptr;  // in `items`

  // The value of `key`, or null.
  const Value* find(std::string_view key) const;
};

// A Text of the document, not copied yet.
struct TextView {
  std::string_view value;
  SourceRange at;

  Text copied() const { return {std::string(value), at}; }
};

struct Entry {
  TextView key;
  Value value;
  Entry* next = nullptr;
};

// Owns the values of one document; they live as long as it and the text that it was made from.
class Document {
 public:
  Document();

  Value root;

  // A new item at the end of `array`, a new entry at the end of `table`.
  Value& add_item(Value& array);
  Entry& add_entry(Value& table, const TextView& key);
  // A copy of `text` that lives as long as the document.
  std::string_view keep(std::string_view text);
  // Room for more, of a trivially destructible type.
  template <class T>
  T& make() {
    return *::new (memory_->allocate(sizeof(T), alignof(T))) T();
  }

 private:
  std::unique_ptr<std::pmr::monotonic_buffer_resource> memory_;
};

// What a value is called in messages: "a string", "a list", ...
std::string_view kind_words(Value::Kind kind);

}  // namespace modbuild
