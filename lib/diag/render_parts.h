// The renderers behind render(), one per format, and what they share.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostics.h"
#include "diag/sources.h"

namespace modbuild {

std::string render_text(const std::vector<Diagnostic>& diagnostics, const Sources& sources,
                        bool color);
std::string render_short(const std::vector<Diagnostic>& diagnostics, const Sources& sources);
std::string render_json(const std::vector<Diagnostic>& diagnostics, const Sources& sources);
std::string render_github(const std::vector<Diagnostic>& diagnostics, const Sources& sources);
std::string render_sarif(const std::vector<Diagnostic>& diagnostics, const Sources& sources);

// "error", "warning" or "note".
std::string_view severity_word(Severity severity);

// One line of a file as a terminal shows it, and which of its columns to underline.
struct Excerpt {
  std::string line;       // safe to show, tabs widened, clipped around the range; no line feed
  std::size_t begin = 0;  // first column to underline, from 0
  std::size_t width = 0;  // how many; 0 = none
};

// The excerpt of the first line of `at` in `text`; nothing when the text has no such line, or a
// blank one.
std::optional<Excerpt> make_excerpt(std::string_view text, const SourceRange& at);

}  // namespace modbuild
