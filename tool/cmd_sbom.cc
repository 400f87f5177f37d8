#include <memory>

#include "base/str.h"
#include "built_files.h"
#include "command.h"
#include "sbom/sbom.h"

namespace modbuild::tool {
namespace {

struct SbomOptions {
  GenOptions gen;
  bool strip = false;
};

// What stands on the disk after `install`; nothing after an error.
std::optional<std::vector<FileDigest>> digests_of(const BuiltFiles& built, const Strip& strip,
                                                  Context& context) {
  SourceReader reader(built.sources, context.diagnostics);
  if (!reader.check(built.plan, {})) return std::nullopt;
  std::vector<FileDigest> digests;
  for (const InstallItem& item : built.plan.items) {
    const auto bytes = reader.read(item, strip);
    if (!bytes) return std::nullopt;
    digests.push_back({bytes->size(), sha1_hex(*bytes), sha256_hex(*bytes)});
  }
  return digests;
}

std::string needs_text(const BillPart& part) {
  std::vector<std::string> needs;
  for (const BillRelation& relation : part.relations) needs.push_back(relation.to);
  return join(needs, ", ");
}

void print_text(const BillOfMaterials& bill, Context& context) {
  Table table;
  std::size_t files = 0;
  for (const BillPart& part : bill.parts) {
    files += part.files.size();
    table.row({{part.kind},
               {part.name},
               {part.version},
               {part.is_external() ? std::string() : std::to_string(part.files.size())},
               {part.package},
               {needs_text(part), Style::Dim}});
  }
  table.header({"kind", "name", "version", "files", "package", "needs"});
  context.out += table.text(context.layout());
  say(context, cat(count_of(bill.parts.size(), "part"), ", ", count_of(files, "file"),
                   "; --format spdx-2.3 or cyclonedx-1.5 makes the document"));
}

ExitStatus show_bill(const SbomOptions& options, Context& context) {
  const std::optional<std::int64_t> date = source_date(context);
  if (!date) return ExitStatus::Done;
  const auto built = open_planned_files(options.gen, {}, context);
  if (!built) return ExitStatus::Done;
  const Strip strip = options.strip ? stripper(built->plan, context) : Strip();
  const StageTimer timer(context.results.stats, "sbom");
  const auto digests = digests_of(*built, strip, context);
  if (!digests) return ExitStatus::Done;
  const Results& results = context.results;
  const BillOfMaterials bill =
      bill_of_materials({&results.catalog, &results.selection, &results.probes, &built->plan,
                         *digests, MODBUILD_VERSION, *date});
  const BillFormat* format = find_bill_format(format_word(context.options.format));
  if (format == nullptr) {
    print_text(bill, context);
  } else {
    context.out += format->write(bill);
  }
  return ExitStatus::Done;
}

}  // namespace

Run declare_sbom(CLI::App& app) {
  const auto options = std::make_shared<SbomOptions>();
  add_switch(app, {"--strip", "", "with the hashes of stripped binaries: those of install --strip"},
             options->strip);
  declare_planning_options(app, options->gen);
  return [options](Context& context) { return show_bill(*options, context); };
}

}  // namespace modbuild::tool
