// Random text that is hard on quoting: every byte a sink accepts, the troublesome ones often.
#pragma once

#include <random>
#include <string>
#include <string_view>

#include "base/portable_name.h"

namespace modbuild {

class HostileText {
 public:
  explicit HostileText(unsigned seed) : random_(seed) {}

  // Any bytes but controls; may be empty.
  std::string word() {
    constexpr std::string_view kHard = " $\\'\"`|&;<>()[]{}*?!#~=%^@:,-/";
    std::string text;
    const std::size_t length = below(24);
    while (text.size() < length) {
      if (below(2) == 0) {
        text += kHard[below(kHard.size())];
      } else {
        const auto byte = static_cast<unsigned char>(0x20 + below(0xE0));
        if (byte != 0x7F) text += static_cast<char>(byte);
      }
    }
    return text;
  }

  // One component of a path that HAZARDS 5.7 lets through.
  std::string portable_name() {
    static constexpr std::string_view kPieces[] = {" ",
                                                   "$",
                                                   "$$",
                                                   "#",
                                                   "%",
                                                   "(",
                                                   ")",
                                                   "{",
                                                   "}",
                                                   "!",
                                                   "~",
                                                   "@",
                                                   "=",
                                                   ",",
                                                   "+",
                                                   "-",
                                                   ".",
                                                   "\xC3\xA4",
                                                   "\xE6\xBC\xA2",
                                                   "a",
                                                   "Z",
                                                   "0",
                                                   "_",
                                                   "$a",
                                                   "${in}",
                                                   "$(x)",
                                                   "x y"};
    while (true) {
      std::string name;
      for (std::size_t count = 1 + below(10); count > 0; --count) {
        name += kPieces[below(std::size(kPieces))];
      }
      if (!check_portable_path(name)) return name;
    }
  }

  std::size_t below(std::size_t limit) { return random_() % limit; }

 private:
  std::mt19937 random_;
};

}  // namespace modbuild
