// Any text is either a `when` expression or refused with a message; what is accepted has a value,
// and a reason when it is false.
#include <cstddef>
#include <cstdint>

#include "base/check.h"
#include "base/utf8.h"
#include "diag/render.h"
#include "model/when.h"

namespace modbuild {
namespace {

Facts facts_of(const Platform& platform) {
  Facts facts;
  facts.platform = &platform;
  facts.feature = [](std::string_view name) { return name.size() % 2 == 0; };
  facts.lib = [](std::string_view name) { return name.size() % 2 == 1; };
  return facts;
}

void check_value(const When& when) {
  static const Platform platform{"linux", "x86_64", "glibc", "gcc", "12.2.0", "x86_64-linux-gnu"};
  const Facts facts = facts_of(platform);
  const bool value = evaluate(when, facts);
  const std::string reason = first_false(when, facts);
  MB_CHECK(value == reason.empty());
  if (value) return;
  Diagnostics diagnostics;
  const When parsed = parse_when({reason, {}}, diagnostics);
  MB_CHECK(diagnostics.empty());
  MB_CHECK(!evaluate(parsed, facts));
}

void check_text(const std::string& text) {
  Sources sources;
  const FileId file = sources.add("m.toml", text);
  const auto end = static_cast<std::uint32_t>(display_width(text) + 3);
  Diagnostics diagnostics;
  const When when = parse_when({text, {file, 1, 1, 1, end}}, diagnostics);
  MB_CHECK(when.always() == diagnostics.has_errors());
  check_value(when);
  const std::string said =
      render(diagnostics.take_sorted(), sources, DiagnosticFormat::Text, false);
  MB_CHECK(displayable(said, true) == said);
}

}  // namespace
}  // namespace modbuild

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  modbuild::check_text(std::string(data, data + size));
  return 0;
}
