// A Ninja file under construction. Takes syntax as literals and everything else as quoted types, so
// that raw text cannot get in.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "emit/escape.h"

namespace modbuild {

// Ninja syntax known when modbuild is compiled.
class NinjaSyntax {
 public:
  template <std::size_t N>
  consteval NinjaSyntax(const char (&text)[N]) : text_(text, N - 1) {}  // a literal is one
  constexpr std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

class NinjaText {
 public:
  explicit NinjaText(std::size_t expected_size = 0) { text_.reserve(expected_size); }

  // Appends every part in order.
  template <class... Parts>
  void add(const Parts&... parts) {
    (put(parts), ...);
  }

  bool empty() const { return text_.empty(); }
  std::size_t size() const { return text_.size(); }
  std::string take() && { return std::move(text_); }

 private:
  template <std::size_t N>
  void put(const char (&syntax)[N]) {
    text_.append(syntax, N - 1);
  }
  void put(NinjaSyntax syntax) { text_.append(syntax.text()); }
  void put(const NinjaText& other) { text_.append(other.text_); }
  void put(const NinjaPath& path) { text_.append(path.text()); }
  void put(const NinjaValue& value) { text_.append(value.text()); }
  void put(const NinjaCommand& word) { text_.append(word.text()); }
  void put(const NinjaRsp& token) { text_.append(token.text()); }
  void put(const NinjaName& name) { text_.append(name.text()); }

  std::string text_;
};

}  // namespace modbuild
