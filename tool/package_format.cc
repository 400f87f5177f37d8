#include <cerrno>

#include "base/path.h"
#include "base/shell_words.h"
#include "base/str.h"
#include "os/real_file_system.h"
#include "package_options.h"
#include "package_view.h"
#include "packaging_files.h"

namespace modbuild::tool {
namespace {

// The directory of --out; null where there is none and none is to be made, and after an error.
std::unique_ptr<FileSystem> open_out(const PackageOptions& options, Context& context) {
  const std::string path = absolute_path(context, options.out);
  if (!options.dry_run) {
    const auto root = open_real_file_system("/");
    const Expected<void> made =
        root ? (*root)->make_directories(path.substr(1)) : tl::unexpected(root.error());
    if (!made) {
      io_error(context, made.error().about(options.out));
      return nullptr;
    }
  }
  auto opened = open_typed_directory(context, path);
  if (opened) return std::move(*opened);
  if (opened.error().number != ENOENT) io_error(context, opened.error());
  return nullptr;
}

void report_in_the_way(const PackageOptions& options, const std::vector<std::string>& paths,
                       Context& context) {
  for (const std::string& path : paths) {
    const FileId file = context.results.sources.add(join_path(normalise(options.out), path), "");
    context.diagnostics.add(Code::HandWritten, {file, 0, 0, 0, 0},
                            cat("'", path, "' was not made by modbuild package ", options.word),
                            "--force replaces it; --out to another directory leaves it alone");
  }
}

void print(const PackageOptions& options, const PackageSet& set,
           const std::vector<PackagingStep>& steps, Context& context) {
  if (context.options.format != Format::Json) {
    Table table;
    for (const PackagingStep& step : steps) {
      table.row({{std::string(change_word(step.change)), change_style(step.change)},
                 {join_path(normalise(options.out), step.path)}});
    }
    context.out += table.text(context.layout());
    return;
  }
  JsonWriter json(context.out);
  begin_package_json(set, json);
  json.member("format", options.word).member("dry-run", options.dry_run);
  json.key("written").begin_array();
  for (const PackagingStep& step : steps) {
    json.begin_object(true).member("path", step.path);
    json.member("change", change_word(step.change)).end_object();
  }
  json.end_array().end_object();
  context.out += "\n";
}

// Modes that dh_fixperms would set anew: it knows 0755 and 0644, and takes setuid and setgid away.
void tell_special_modes(const PackageSet& set, Context& context) {
  for (const BinaryPackage& package : set.packages) {
    for (const PackagedFile& file : package.files) {
      if (file.item.mode == 0755 || file.item.mode == 0644) continue;
      say(context, cat(file.item.destination, " has mode ", mode_text(file.item.mode),
                       ": keep it with dh_fixperms -X", shell_quoted(file.item.destination)));
    }
  }
}

// What a packager should know and files do not say.
void tell(const PackageOptions& options, const PackagingFormat& format, const PackageSet& set,
          Context& context) {
  say(context, package_counts(set));
  for (const BinaryPackage& package : set.packages) {
    if (package.files.empty())
      say(context, cat("left out: '", package.name, "', which has no files"));
  }
  if (!set.in_none.empty()) {
    say(context,
        cat(count_of(set.in_none.size(), "file"), set.in_none.size() == 1 ? " belongs" : " belong",
            " to no package: modbuild package check lists them"));
  }
  if (format.name == "deb") tell_special_modes(set, context);
  const std::string distribution =
      options.distribution.empty() ? std::string(format.distribution) : options.distribution;
  if (distribution.empty()) return;
  const std::vector<std::string> unknown = libs_without_package(set, distribution);
  if (!unknown.empty()) {
    say(context, cat("no package of ", distribution, " known for ", join(unknown, ", "),
                     ": 'packages' of [libs] would say it"));
  }
}

}  // namespace

std::string_view change_word(PackagingChange change) {
  switch (change) {
    case PackagingChange::Created:
      return "created";
    case PackagingChange::Changed:
      return "changed";
    case PackagingChange::Same:
      return "same";
    case PackagingChange::Kept:
      return "kept";
    case PackagingChange::Removed:
      break;
  }
  return "removed";
}

Style change_style(PackagingChange change) {
  switch (change) {
    case PackagingChange::Created:
      return Style::Good;
    case PackagingChange::Changed:
      return Style::Attention;
    case PackagingChange::Removed:
      return Style::Bad;
    case PackagingChange::Same:
    case PackagingChange::Kept:
      break;
  }
  return Style::Dim;
}

ExitStatus package_format(const PackageOptions& options, Context& context) {
  if (options.out.empty()) {
    return usage_error(context, cat("'package ", options.word, "' needs --out DIR"),
                       cat("modbuild package ", options.word, " --out ",
                           options.word == "deb" ? "debian" : "packaging"));
  }
  const std::optional<PackageSet> set = plan_packages(options, context);
  if (!set) return ExitStatus::Done;
  const StageTimer timer(context.results.stats, "package");
  const PackagingFormat& format = *find_packaging_format(options.word);
  const std::vector<PackagingFile> files =
      format.write(*set, {options.distribution}, context.diagnostics);
  if (context.diagnostics.has_errors()) return ExitStatus::Done;
  const std::unique_ptr<FileSystem> out = open_out(options, context);
  if (context.status != ExitStatus::Done) return context.status;
  const Expected<PackagingSteps> steps =
      packaging_steps(files, {out.get(), format.name, options.force});
  if (!steps) return io_error(context, steps.error());
  report_in_the_way(options, steps->in_the_way, context);
  if (context.diagnostics.has_errors()) return ExitStatus::Done;
  if (!options.dry_run) {
    const Expected<void> written = write_packaging(steps->steps, *out);
    if (!written) {
      const std::string path = join_path(normalise(options.out), written.error().path);
      return io_error(context, written.error().about(path));
    }
  }
  print(options, *set, steps->steps, context);
  tell(options, format, *set, context);
  return ExitStatus::Done;
}

}  // namespace modbuild::tool
