#include "model/external_lib.h"

namespace modbuild {

bool has_proof(const Alternative& alternative) {
  const bool has_test =
      !alternative.header.empty() || !alternative.link.empty() || !alternative.symbol.empty();
  return has_test && alternative.kind != ProbeKind::Header;
}

// Names of libs may hold dots, those of variables may not.
std::optional<LibValue> parse_lib_value(std::string_view placeholder) {
  constexpr std::string_view kPrefix = "lib.";
  if (!placeholder.starts_with(kPrefix)) return std::nullopt;
  const std::string_view rest = placeholder.substr(kPrefix.size());
  const std::size_t dot = rest.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || dot + 1 == rest.size()) return std::nullopt;
  return LibValue{std::string(rest.substr(0, dot)), std::string(rest.substr(dot + 1))};
}

}  // namespace modbuild
