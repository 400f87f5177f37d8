// The document modbuild.diagnostics/1.
#include "base/json_writer.h"
#include "diag/render_parts.h"

namespace modbuild {
namespace {

// The keys of a place; those that are not known are left out.
void write_place(JsonWriter& json, const SourceRange& at, const Sources& sources) {
  if (!at.file.valid()) return;
  json.member("file", sources.path(at.file));
  if (at.line == 0) return;
  json.member("line", std::uint64_t{at.line});
  if (at.column == 0) return;
  json.member("column", std::uint64_t{at.column});
  if (at.end_line == 0) return;
  json.member("end_line", std::uint64_t{at.end_line});
  json.member("end_column", std::uint64_t{at.end_column});
}

}  // namespace

std::string render_json(const std::vector<Diagnostic>& diagnostics, const Sources& sources) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("schema", "modbuild.diagnostics/1").key("diagnostics").begin_array();
  for (const Diagnostic& item : diagnostics) {
    const CodeInfo& info = code_info(item.code);
    json.begin_object().member("code", info.id);
    json.member("severity", severity_word(info.severity));
    write_place(json, item.at, sources);
    json.member("message", item.message).member("help", item.help).key("notes").begin_array();
    for (const Note& note : item.notes) {
      json.begin_object(true);
      write_place(json, note.at, sources);
      json.member("message", note.text).end_object();
    }
    json.end_array().end_object();
  }
  json.end_array().end_object();
  out += '\n';
  return out;
}

}  // namespace modbuild
