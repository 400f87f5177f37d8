// A makefile under construction. Takes syntax as literals and everything else as quoted types, so
// that raw text cannot get in.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "emit/escape.h"

namespace modbuild {

class MakeText {
 public:
  explicit MakeText(std::size_t expected_size = 0) { text_.reserve(expected_size); }

  // Appends every part in order.
  template <class... Parts>
  void add(const Parts&... parts) {
    (put(parts), ...);
  }

  bool empty() const { return text_.empty(); }
  std::size_t size() const { return text_.size(); }
  // For the hash of a command.
  std::string_view view() const { return text_; }
  std::string take() && { return std::move(text_); }

 private:
  template <std::size_t N>
  void put(const char (&syntax)[N]) {
    text_.append(syntax, N - 1);
  }
  void put(const MakeText& other) { text_.append(other.text_); }
  void put(const MakeTarget& target) { text_.append(target.text()); }
  void put(const MakePrerequisite& prerequisite) { text_.append(prerequisite.text()); }
  void put(const MakeIncluded& included) { text_.append(included.text()); }
  void put(const MakeValue& value) { text_.append(value.text()); }
  void put(const MakeName& name) { text_.append(name.text()); }

  std::string text_;
};

}  // namespace modbuild
