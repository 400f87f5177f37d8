// SARIF 2.1.0 (OASIS), as code scanning services read it. Rules are listed only where used.
#include <algorithm>

#include "base/json_writer.h"
#include "base/sort_once.h"
#include "base/str.h"
#include "base/utf8.h"
#include "diag/render_parts.h"

namespace modbuild {
namespace {

// A relative path as a URI reference (RFC 3986): all but unreserved characters and '/' encoded.
std::string uri_of(std::string_view path) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : path) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter || std::string_view("-._~/").find(c) != std::string_view::npos) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kHex[byte >> 4U];
    out += kHex[byte & 15U];
  }
  return out;
}

void write_message(JsonWriter& json, std::string_view text) {
  json.key("message").begin_object(true).member("text", text).end_object();
}

void write_physical_location(JsonWriter& json, const SourceRange& at, const Sources& sources) {
  json.key("physicalLocation").begin_object(true).key("artifactLocation").begin_object();
  json.member("uri", uri_of(sources.path(at.file))).end_object();
  if (at.line > 0) {
    json.key("region").begin_object().member("startLine", std::uint64_t{at.line});
    if (at.column > 0) json.member("startColumn", std::uint64_t{at.column});
    if (at.column > 0 && at.end_line > 0) {
      json.member("endLine", std::uint64_t{at.end_line});
      json.member("endColumn", std::uint64_t{at.end_column});
    }
    json.end_object();
  }
  json.end_object();
}

std::vector<Code> codes_used(const std::vector<Diagnostic>& diagnostics) {
  std::vector<Code> codes;
  codes.reserve(diagnostics.size());
  for (const Diagnostic& item : diagnostics) codes.push_back(item.code);
  sort_once(codes);
  return codes;
}

void write_rules(JsonWriter& json, const std::vector<Code>& codes) {
  json.key("rules").begin_array();
  for (const Code code : codes) {
    const CodeInfo& info = code_info(code);
    json.begin_object().member("id", info.id).member("name", info.name);
    json.key("shortDescription").begin_object(true).member("text", info.summary).end_object();
    json.key("fullDescription").begin_object(true).member("text", info.explanation).end_object();
    json.key("defaultConfiguration").begin_object(true);
    json.member("level", severity_word(info.severity)).end_object().end_object();
  }
  json.end_array();
}

void write_notes(JsonWriter& json, const std::vector<Note>& notes, const Sources& sources) {
  if (notes.empty()) return;
  json.key("relatedLocations").begin_array();
  for (const Note& note : notes) {
    json.begin_object(true);
    if (note.at.file.valid()) write_physical_location(json, note.at, sources);
    write_message(json, displayable(note.text));
    json.end_object();
  }
  json.end_array();
}

void write_result(JsonWriter& json, const Diagnostic& item, std::uint64_t rule,
                  const Sources& sources) {
  const CodeInfo& info = code_info(item.code);
  json.begin_object().member("ruleId", info.id).member("ruleIndex", rule);
  json.member("level", severity_word(info.severity));
  std::string text = displayable(item.message);
  if (!item.help.empty()) append(text, "\nhelp: ", displayable(item.help));
  write_message(json, text);
  if (item.at.file.valid()) {
    json.key("locations").begin_array().begin_object(true);
    write_physical_location(json, item.at, sources);
    json.end_object().end_array();
  }
  write_notes(json, item.notes, sources);
  json.end_object();
}

}  // namespace

std::string render_sarif(const std::vector<Diagnostic>& diagnostics, const Sources& sources) {
  const std::vector<Code> codes = codes_used(diagnostics);
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
  json.member("version", "2.1.0").key("runs").begin_array().begin_object();
  json.key("tool").begin_object().key("driver").begin_object().member("name", "modbuild");
  write_rules(json, codes);
  json.end_object().end_object().member("columnKind", "unicodeCodePoints");
  json.key("results").begin_array();
  for (const Diagnostic& item : diagnostics) {
    const auto rule = std::lower_bound(codes.begin(), codes.end(), item.code) - codes.begin();
    write_result(json, item, static_cast<std::uint64_t>(rule), sources);
  }
  json.end_array().end_object().end_array().end_object();
  out += '\n';
  return out;
}

}  // namespace modbuild
