#include "diag/render.h"

#include "diag/render_parts.h"

namespace modbuild {

std::string_view severity_word(Severity severity) {
  switch (severity) {
    case Severity::Error:
      return "error";
    case Severity::Warning:
      return "warning";
    case Severity::Note:
      return "note";
  }
  return "error";
}

std::string render(const std::vector<Diagnostic>& diagnostics, const Sources& sources,
                   DiagnosticFormat format, bool color) {
  switch (format) {
    case DiagnosticFormat::Text:
      return render_text(diagnostics, sources, color);
    case DiagnosticFormat::Short:
      return render_short(diagnostics, sources);
    case DiagnosticFormat::Json:
      return render_json(diagnostics, sources);
    case DiagnosticFormat::Github:
      return render_github(diagnostics, sources);
    case DiagnosticFormat::Sarif:
      return render_sarif(diagnostics, sources);
  }
  return {};
}

}  // namespace modbuild
