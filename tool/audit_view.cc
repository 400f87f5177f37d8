#include "audit_view.h"

#include <algorithm>
#include <array>

#include "base/json_writer.h"
#include "base/str.h"
#include "context.h"
#include "words.h"

namespace modbuild::tool {
namespace {

constexpr std::size_t kHostsShown = 4;

struct FindingWord {
  Code code;
  std::string_view word;
};

constexpr auto kWords = std::to_array<FindingWord>({
    {Code::AuditUnreadable, "unreadable"},
    {Code::NoEntrySymbol, "no-entry-symbol"},
    {Code::UnresolvedSymbol, "unresolved-symbol"},
    {Code::UnderLinked, "under-linked"},
    {Code::WrongHost, "wrong-host"},
    {Code::FitsMoreHosts, "fits-more-hosts"},
    {Code::OtherBuild, "other-build"},
    {Code::HostLibrary, "host-library"},
    {Code::HostLibraryRisk, "host-library-risk"},
    {Code::StrayRunPath, "stray-runpath"},
    {Code::ExecutableStack, "executable-stack"},
    {Code::TextRelocations, "text-relocations"},
    {Code::DeclaredLibUnused, "unused-lib"},
    {Code::UndeclaredLib, "undeclared-lib"},
    {Code::LibraryNotFound, "library-not-found"},
    {Code::OtherMachine, "other-machine"},
});

std::string_view finding_word(Code code) {
  const auto* row = std::find_if(kWords.begin(), kWords.end(),
                                 [code](const FindingWord& word) { return word.code == code; });
  return row == kWords.end() ? code_info(code).id : row->word;
}

std::vector<std::string> hosts_that_fit(const FileAudit& file) {
  std::vector<std::string> hosts;
  for (const HostFit& fit : file.fits) {
    if (fit.missing.empty()) hosts.push_back(fit.host);
  }
  return hosts;
}

std::string fits_text(const FileAudit& file) {
  if (file.fits.empty()) return {};
  std::vector<std::string> hosts = hosts_that_fit(file);
  if (hosts.empty()) return "none";
  const std::size_t all = hosts.size();
  if (all > kHostsShown && all == file.fits.size()) return cat("all ", std::to_string(all));
  if (all > kHostsShown) hosts.resize(kHostsShown);
  const std::size_t more = all - hosts.size();
  return cat(join(hosts, ", "), more == 0 ? "" : cat(" and ", std::to_string(more), " more"));
}

Style style_of(Severity severity) {
  return severity == Severity::Error     ? Style::Bad
         : severity == Severity::Warning ? Style::Attention
                                         : Style::Dim;
}

void print_text(const AuditInput& input, const Audit& audit, Context& context) {
  Table table;
  for (const FileAudit& file : audit.files) {
    std::vector<std::string> words;
    Severity worst = Severity::Note;
    for (const Code code : file.findings) {
      words.emplace_back(finding_word(code));
      worst = std::min(worst, code_info(code).severity);
    }
    const Cell findings =
        words.empty() ? Cell{"ok", Style::Good} : Cell{join(words, ", "), style_of(worst)};
    table.row({{std::string(role_word(file.role))},
               {input.files[file.file].shown},
               {fits_text(file)},
               findings});
  }
  table.header({"role", "file", "fits", "findings"});
  context.out += table.text(context.layout());
}

void write_fits(const FileAudit& file, JsonWriter& json) {
  json.key("hosts").begin_array();
  for (const HostFit& fit : file.fits) {
    json.begin_object(true).member("host", fit.host).member("fits", fit.missing.empty());
    json.member("declared", fit.declared);
    if (!fit.missing.empty()) json.member("missing", fit.missing);
    json.end_object();
  }
  json.end_array();
}

void print_document(const AuditInput& input, const Audit& audit,
                    const std::vector<std::string>& not_built, Context& context) {
  JsonWriter json(context.out);
  json.begin_object().member("schema", "modbuild.verify/1");
  json.key("counts").begin_object(true).member("files", audit.files.size());
  json.member("errors", audit.errors).member("warnings", audit.warnings).end_object();
  json.key("files").begin_array();
  for (const FileAudit& file : audit.files) {
    const AuditedFile& of = input.files[file.file];
    json.begin_object().member("file", of.shown).member("role", role_word(file.role));
    json.member("name", of.name).member("needed", file.needed);
    if (!file.abi.empty()) json.member("abi", file.abi);
    if (!file.fits.empty()) write_fits(file, json);
    std::vector<std::string> words;
    for (const Code code : file.findings) words.emplace_back(finding_word(code));
    json.member("findings", words).end_object();
  }
  json.end_array();
  if (!not_built.empty()) json.member("not-built", not_built);
  json.end_object();
  context.out += "\n";
}

}  // namespace

void print_audit(const AuditInput& input, const Audit& audit,
                 const std::vector<std::string>& not_built, Context& context) {
  if (context.options.format == Format::Json) {
    print_document(input, audit, not_built, context);
  } else {
    print_text(input, audit, context);
  }
  if (!not_built.empty()) {
    say(context, cat(count_of(not_built.size(), "file"), " missing: ", join(not_built, ", ")));
  }
  say(context, cat(count_of(audit.files.size(), "file"), " audited with the ",
                   std::to_string(audit.libraries),
                   " libraries they need: ", findings_text(audit.errors, audit.warnings)));
}

}  // namespace modbuild::tool
