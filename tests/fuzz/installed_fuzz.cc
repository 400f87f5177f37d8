// Any text is an installed manifest or refused with a message that is safe to show; what is
// accepted names nothing but files below the root, and reads back as it was written.
#include <cstddef>
#include <cstdint>

#include "base/check.h"
#include "base/path.h"
#include "base/utf8.h"
#include "diag/render.h"
#include "install/installed_manifest.h"

namespace modbuild {
namespace {

void check_path(const std::string& path) {
  MB_CHECK(path.size() > 1 && path.front() == '/' && path == normalise(path));
  MB_CHECK((path + "/").find("/../") == std::string::npos);
  MB_CHECK(path.find('\0') == std::string::npos);
}

void check_text(const std::string& text) {
  Sources sources;
  Diagnostics diagnostics;
  const SourceRange at{sources.add("installed.json", text), 0, 0, 0, 0};
  const auto manifest = parse_installed_manifest(text, at, diagnostics);
  MB_CHECK(manifest.has_value() != diagnostics.has_errors());
  const std::string said =
      render(diagnostics.take_sorted(), sources, DiagnosticFormat::Text, false);
  MB_CHECK(displayable(said, true) == said);
  if (!manifest) return;
  for (const auto& [path, file] : manifest->files) check_path(path);
  for (const std::string& directory : manifest->directories) check_path(directory);
  const auto again = parse_installed_manifest(installed_manifest_json(*manifest), at, diagnostics);
  MB_CHECK(again && *again == *manifest);
}

}  // namespace
}  // namespace modbuild

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  modbuild::check_text(std::string(data, data + size));
  return 0;
}
