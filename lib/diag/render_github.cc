// Workflow commands that GitHub Actions turns into annotations. Its escaping is that of the
// toolkit's command.ts: % CR LF in messages, and also : and , in properties.
#include "base/str.h"
#include "base/utf8.h"
#include "diag/render_parts.h"

namespace modbuild {
namespace {

std::string escape(std::string_view text, bool property) {
  std::string out;
  for (const char c : text) {
    if (c == '%') {
      out += "%25";
    } else if (c == '\r') {
      out += "%0D";
    } else if (c == '\n') {
      out += "%0A";
    } else if (property && c == ':') {
      out += "%3A";
    } else if (property && c == ',') {
      out += "%2C";
    } else {
      out += c;
    }
  }
  return out;
}

// GitHub calls a note a notice.
std::string_view command_of(Severity severity) {
  return severity == Severity::Note ? "notice" : severity_word(severity);
}

std::string message_of(const Diagnostic& item, const Sources& sources) {
  std::string text = displayable(item.message);
  for (const Note& note : item.notes) {
    append(text, "\nnote: ", displayable(note.text));
    if (!note.at.file.valid()) continue;
    append(text, " (", displayable(sources.path(note.at.file)));
    if (note.at.line > 0) append(text, ":", std::to_string(note.at.line));
    text += ')';
  }
  if (!item.help.empty()) append(text, "\nhelp: ", displayable(item.help));
  return text;
}

}  // namespace

std::string render_github(const std::vector<Diagnostic>& diagnostics, const Sources& sources) {
  std::string out;
  for (const Diagnostic& item : diagnostics) {
    const CodeInfo& info = code_info(item.code);
    append(out, "::", command_of(info.severity), " ");
    if (item.at.file.valid()) {
      append(out, "file=", escape(displayable(sources.path(item.at.file)), true), ",");
      if (item.at.line > 0) append(out, "line=", std::to_string(item.at.line), ",");
      if (item.at.column > 0) append(out, "col=", std::to_string(item.at.column), ",");
    }
    append(out, "title=", info.id, "::", escape(message_of(item, sources), false), "\n");
  }
  return out;
}

}  // namespace modbuild
