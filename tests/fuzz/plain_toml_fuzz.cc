// Any text: the short cut for plain manifests finds what the TOML library finds, or nothing.
#include <cstddef>
#include <cstdint>

#include "base/check.h"
#include "load/document.h"
#include "load/plain_toml.h"
#include "support/value_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  const modbuild::FileId file{0};
  const std::optional<modbuild::Document> plain = modbuild::parse_plain_toml(text, file);
  if (!plain) return 0;
  modbuild::Diagnostics diagnostics;
  const std::optional<modbuild::Document> other = modbuild::parse_any_toml(text, file, diagnostics);
  MB_CHECK(other && diagnostics.empty());
  MB_CHECK(modbuild::test::value_text(other->root) == modbuild::test::value_text(plain->root));
  return 0;
}
