#include <algorithm>
#include <array>
#include <memory>

#include "base/edit_distance.h"
#include "base/str.h"
#include "package_options.h"

namespace modbuild::tool {
namespace {

constexpr std::string_view kFormatOptions = "--out --distribution --force --dry-run";

constexpr auto kPackageWords = std::to_array<PackageWord>({
    {"deb", "debhelper's .install files, binary stanzas, build dependencies", kFormatOptions,
     package_format},
    {"rpm", "lists of files, %package sections and BuildRequires for a spec", kFormatOptions,
     package_format},
    {"cpack", "install() rules with components for CMake", "--out --force --dry-run",
     package_format},
    {"tar", "an archive of what was built, the same bytes each time",
     "--out --component --strip --dry-run", package_tar},
    {"check", "files in no package, claimed twice or by nobody", "--destdir --deb", package_check},
});

std::string known_words() {
  std::vector<std::string> names;
  for (const PackageWord& word : kPackageWords) names.emplace_back(word.name);
  return join(names, ", ");
}

const PackageWord* find_word(const std::string& name, Context& context) {
  const auto* found = std::find_if(kPackageWords.begin(), kPackageWords.end(),
                                   [&](const PackageWord& word) { return word.name == name; });
  if (found != kPackageWords.end()) return found;
  if (name.empty()) {
    usage_error(context, "'package' needs a word: what to make, or 'check'",
                cat("it has ", known_words()));
    return nullptr;
  }
  std::vector<std::string> names;
  for (const PackageWord& word : kPackageWords) names.emplace_back(word.name);
  const std::string near = did_you_mean(name, names);
  usage_error(context, cat("'package' knows no '", name, "'"),
              near.empty() ? cat("it has ", known_words()) : near);
  return nullptr;
}

// The options that were given, of those that not every word takes.
std::vector<std::string> given(const PackageOptions& options) {
  std::vector<std::string> names;
  if (!options.out.empty()) names.emplace_back("--out");
  if (!options.distribution.empty()) names.emplace_back("--distribution");
  if (!options.destdir.empty()) names.emplace_back("--destdir");
  if (!options.deb.empty()) names.emplace_back("--deb");
  if (!options.packages.empty()) names.emplace_back("--component");
  if (options.strip) names.emplace_back("--strip");
  if (options.force) names.emplace_back("--force");
  if (options.dry_run) names.emplace_back("--dry-run");
  return names;
}

ExitStatus run_package(const PackageOptions& options, Context& context) {
  const PackageWord* word = find_word(options.word, context);
  if (word == nullptr) return ExitStatus::Usage;
  const std::vector<std::string> taken = split(word->options, " ");
  for (const std::string& option : given(options)) {
    if (std::find(taken.begin(), taken.end(), option) != taken.end()) continue;
    return usage_error(context, cat("'package ", word->name, "' takes no ", option),
                       cat("it takes ", join(taken, ", "), " and options of the request"));
  }
  return word->run(options, context);
}

}  // namespace

std::optional<PackageSet> plan_packages(const PackageOptions& options, Context& context) {
  BuildDirectory build;
  if (!plan_as_gen(options.gen, context, build)) return std::nullopt;
  const Results& results = context.results;
  return package_set(
      {&results.catalog, &results.selection, &results.probes, &results.plan, context.job.backend});
}

Run declare_package(CLI::App& app) {
  const auto options = std::make_shared<PackageOptions>();
  add_argument(app, "WORD", "what to make: deb, rpm, cpack or tar; or check", options->word);
  add_value(
      app,
      {"--out", "PATH",
       "deb, rpm, cpack: the directory of the files; tar: the archive, .tar, .tar.gz, .tar.xz "
       "or .tar.zst"},
      options->out);
  add_value(app,
            {"--distribution", "NAME",
             "deb, rpm: whose names of libraries' packages; default: debian, fedora"},
            options->distribution);
  add_switch(app, {"--force", "", "deb, rpm, cpack: replace files that somebody wrote by hand"},
             options->force);
  add_switch(app, {"-n,--dry-run", "", "deb, rpm, cpack, tar: write nothing"}, options->dry_run);
  add_list(app, {"--component", "PACKAGE", "tar: only the files of this package; may be repeated"},
           options->packages);
  add_switch(app, {"--strip", "", "tar: without symbols that nobody needs at run time"},
             options->strip);
  add_value(app, {"--destdir", "DIR", "check: compare the plan with what lies in this directory"},
            options->destdir);
  add_value(app,
            {"--deb", "DIR", "check: compare the plan with the .install files of this directory"},
            options->deb);
  declare_planning_options(app, options->gen);
  return [options](Context& context) { return run_package(*options, context); };
}

}  // namespace modbuild::tool
