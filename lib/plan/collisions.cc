#include "plan/collisions.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>

#include "base/hash.h"
#include "base/str.h"

namespace modbuild {

std::vector<std::pair<std::size_t, std::size_t>> same_ignoring_case(
    std::size_t count, const std::function<std::string_view(std::size_t)>& name) {
  std::vector<std::uint64_t> hashes(count);
  for (std::size_t i = 0; i < count; ++i) hashes[i] = hash_bytes(ascii_lower(name(i)));
  std::sort(hashes.begin(), hashes.end());
  if (std::adjacent_find(hashes.begin(), hashes.end()) == hashes.end()) return {};
  std::vector<std::pair<std::size_t, std::size_t>> same;
  std::map<std::string, std::size_t> first;
  for (std::size_t i = 0; i < count; ++i) {
    const auto [known, fresh] = first.emplace(ascii_lower(name(i)), i);
    if (!fresh) same.emplace_back(known->second, i);
  }
  return same;
}

}  // namespace modbuild
