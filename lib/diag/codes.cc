#include "diag/codes.h"

#include <algorithm>
#include <array>

#include "base/str.h"

namespace modbuild {
namespace {

constexpr auto kCodes = std::to_array<CodeInfo>({
#define MB_CODE(number, name, severity, summary, explanation) \
  {Code::name, number, #name, Severity::severity, summary, explanation},
#include "diag/codes.def"
#undef MB_CODE
});

}  // namespace

std::span<const CodeInfo> all_codes() {
  return kCodes;
}

const CodeInfo& code_info(Code code) {
  return kCodes.at(static_cast<std::size_t>(code));
}

const CodeInfo* find_code(std::string_view id) {
  const std::string wanted = ascii_lower(id);
  const auto* found = std::find_if(kCodes.begin(), kCodes.end(), [&](const CodeInfo& info) {
    return ascii_lower(info.id) == wanted;
  });
  return found == kCodes.end() ? nullptr : found;
}

}  // namespace modbuild
