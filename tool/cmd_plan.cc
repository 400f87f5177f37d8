#include <map>
#include <memory>

#include "base/str.h"
#include "command.h"
#include "emit/emit.h"
#include "generation.h"
#include "installation.h"
#include "package/package.h"

namespace modbuild::tool {
namespace {

struct PlanOptions {
  GenOptions gen;
  std::vector<std::string> packages;  // --component
};

// Leaves only the files of the packages that were named. False after a mistake.
bool keep_packages(const std::vector<std::string>& packages, InstallPlan& plan, Context& context) {
  if (packages.empty()) return true;
  std::vector<std::string> known;
  for (const InstallItem& item : plan.items) known.push_back(item.package);
  std::erase_if(plan.items,
                [&](const InstallItem& item) { return !is_selected(packages, item.package); });
  return check_packages(packages, known, context);
}

void print_names(Context& context, const InstallPlan& plan) {
  for (const InstallItem& item : plan.items) {
    append(context.out, shown(item.destination), "\n");
  }
}

void print_text(Context& context, const InstallPlan& plan) {
  Table table;
  for (const InstallItem& item : plan.items) {
    table.row({{std::string(install_kind_word(item.kind))},
               {item.destination},
               {item.to, Style::Dim},
               {mode_text(item.mode)},
               {item.package},
               {item.owner},
               {install_source_text(item.source), Style::Dim}});
  }
  table.header({"kind", "destination", "as", "mode", "package", "component", "source"});
  context.out += table.text(context.layout());
}

std::string_view noun_of(InstallKind kind) {
  switch (kind) {
    case InstallKind::Library:
      return "library file";
    case InstallKind::Config:
      return "config file";
    case InstallKind::Data:
      return "data file";
    case InstallKind::Doc:
      return "document";
    case InstallKind::Man:
      return "man page";
    default:
      return install_kind_word(kind);
  }
}

// "17 files: 12 modules, 2 programs, ..".
std::string counts_text(const InstallPlan& plan) {
  std::map<InstallKind, std::size_t> counts;
  for (const InstallItem& item : plan.items) ++counts[item.kind];
  std::vector<std::string> parts;
  for (const auto& [kind, count] : counts) parts.push_back(count_of(count, noun_of(kind)));
  return cat(count_of(plan.items.size(), "file"), parts.empty() ? "" : ": ", join(parts, ", "));
}

// The files that packaging tools read: what `package` would write.
ExitStatus show_packaging(Context& context) {
  const Results& results = context.results;
  const PackageSet set = package_set(
      {&results.catalog, &results.selection, &results.probes, &results.plan, context.job.backend});
  const PackagingFormat* format = find_packaging_format(format_word(context.options.format));
  context.out += plan_listing(*format, set, context.diagnostics);
  return ExitStatus::Done;
}

ExitStatus show_plan(const PlanOptions& options, Context& context) {
  BuildDirectory build;
  if (!plan_as_gen(options.gen, context, build)) return ExitStatus::Done;
  InstallPlan plan = install_plan(context.results.plan, context.results.catalog);
  if (!keep_packages(options.packages, plan, context)) return ExitStatus::Done;
  switch (context.options.format) {
    case Format::Json:
      context.out += install_plan_json(plan);
      return ExitStatus::Done;
    case Format::Names:
      print_names(context, plan);
      return ExitStatus::Done;
    case Format::Deb:
    case Format::Rpm:
    case Format::Cpack:
      if (options.packages.empty()) return show_packaging(context);
      return usage_error(context, "--component narrows a list, not files of packages",
                         "leave it out, or use another --format");
    default:
      print_text(context, plan);
  }
  say(context, counts_text(plan));
  return ExitStatus::Done;
}

}  // namespace

Run declare_plan(CLI::App& app) {
  const auto options = std::make_shared<PlanOptions>();
  add_list(app, {"--component", "PACKAGE", "only the files of this package; may be repeated"},
           options->packages);
  declare_planning_options(app, options->gen);
  return [options](Context& context) { return show_plan(*options, context); };
}

}  // namespace modbuild::tool
