// A line each, for editors, grep and problem matchers: FILE:LINE:COLUMN: SEVERITY[CODE]: MESSAGE.
#include "base/str.h"
#include "base/utf8.h"
#include "diag/render_parts.h"

namespace modbuild {
namespace {

std::string place_of(const SourceRange& at, const Sources& sources) {
  if (!at.file.valid()) return {};
  std::string place = cat(displayable(sources.path(at.file)), ":");
  if (at.line > 0) append(place, std::to_string(at.line), ":");
  if (at.line > 0 && at.column > 0) append(place, std::to_string(at.column), ":");
  return place + " ";
}

}  // namespace

std::string render_short(const std::vector<Diagnostic>& diagnostics, const Sources& sources) {
  std::string out;
  for (const Diagnostic& item : diagnostics) {
    const CodeInfo& info = code_info(item.code);
    append(out, place_of(item.at, sources), severity_word(info.severity), "[", info.id,
           "]: ", displayable(item.message));
    if (!item.help.empty()) append(out, " (", displayable(item.help), ")");
    out += "\n";
  }
  return out;
}

}  // namespace modbuild
