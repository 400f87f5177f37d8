#include "verify/names.h"

#include <algorithm>

#include "base/str.h"

namespace modbuild {

bool defines_any(const std::vector<std::string>& defined, const std::vector<std::string>& names) {
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    return std::binary_search(defined.begin(), defined.end(), name);
  });
}

std::string named(const std::vector<std::string>& names) {
  constexpr std::size_t kShown = 4;
  std::vector<std::string> shown;
  for (std::size_t i = 0; i < std::min(names.size(), kShown); ++i) {
    shown.push_back(cat("'", names[i], "'"));
  }
  const std::size_t more = names.size() - shown.size();
  return cat(join(shown, ", "), more == 0 ? "" : cat(" and ", std::to_string(more), " more"));
}

}  // namespace modbuild
