// How versions are ordered and compared; the declarations stand in when.h.
#include <algorithm>

#include "base/check.h"
#include "model/when.h"

namespace modbuild {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// One step of a version: "1" or "1k". A missing part is {"", ""} and equals "0".
struct Part {
  std::string_view number;  // without leading zeros
  std::string_view letters;
};

// Takes the next part off the front of `rest`; separators are whatever is neither digit nor letter.
Part next_part(std::string_view& rest) {
  const auto take = [&](auto belongs) {
    const auto end = std::find_if_not(rest.begin(), rest.end(), belongs);
    const std::string_view taken = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
    rest.remove_prefix(taken.size());
    return taken;
  };
  take([](char c) { return !is_digit(c) && !is_letter(c); });
  Part part;
  part.number = take(is_digit);
  part.letters = take(is_letter);
  part.number.remove_prefix(std::min(part.number.find_first_not_of('0'), part.number.size()));
  return part;
}

int sign(int value) {
  return value < 0 ? -1 : static_cast<int>(value > 0);
}

// As text, because a number in a hostile .pc file may have any length.
int compare_numbers(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  return sign(a.compare(b));
}

}  // namespace

int compare_versions(std::string_view a, std::string_view b) {
  while (!a.empty() || !b.empty()) {
    const Part left = next_part(a);
    const Part right = next_part(b);
    const int numbers = compare_numbers(left.number, right.number);
    if (numbers != 0) return numbers;
    const int letters = sign(left.letters.compare(right.letters));
    if (letters != 0) return letters;
  }
  return 0;
}

bool version_satisfies(std::string_view found, std::string_view comparison,
                       std::string_view wanted) {
  if (comparison.empty()) return true;
  const int order = compare_versions(found, wanted);
  if (comparison == "=") return order == 0;
  if (comparison == "!=") return order != 0;
  if (comparison == "<") return order < 0;
  if (comparison == "<=") return order <= 0;
  if (comparison == ">") return order > 0;
  MB_CHECK(comparison == ">=");
  return order >= 0;
}

}  // namespace modbuild
