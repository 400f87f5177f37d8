// Decisions of a random test, all taken from a string of bytes that rapidcheck makes and shrinks.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace modbuild::test {

// Throws numbers out of the bytes; zeros when they are used up.
class Dice {
 public:
  explicit Dice(std::vector<std::uint8_t> bytes) : bytes_(std::move(bytes)) {}

  std::size_t below(std::size_t count) {
    if (count == 0 || at_ == bytes_.size()) return 0;
    return bytes_[at_++] % count;
  }
  bool one_in(std::size_t count) { return below(count) == count - 1; }
  const std::string& of(const std::vector<std::string>& names) {
    return names[below(names.size())];
  }

 private:
  std::vector<std::uint8_t> bytes_;
  std::size_t at_ = 0;
};

}  // namespace modbuild::test
