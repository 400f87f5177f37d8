// Turns diagnostics into text for people and documents for machines. Control and bidi characters
// never get through.
#pragma once

#include <string>
#include <vector>

#include "diag/diagnostics.h"
#include "diag/sources.h"

namespace modbuild {

enum class DiagnosticFormat : std::uint8_t { Text, Short, Json, Github, Sarif };

// `color`: ANSI colours in text format. The result ends with a line feed unless it is empty.
std::string render(const std::vector<Diagnostic>& diagnostics, const Sources& sources,
                   DiagnosticFormat format, bool color);

}  // namespace modbuild
