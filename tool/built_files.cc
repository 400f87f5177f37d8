#include "built_files.h"

#include <charconv>

#include "base/path.h"
#include "base/str.h"
#include "context.h"
#include "emit/emit.h"
#include "installation.h"
#include "os/real_file_system.h"
#include "os/scratch_directory.h"
#include "stale_plan.h"

namespace modbuild::tool {
namespace {

constexpr std::int64_t kFirstOf1980 = 315'532'800;
constexpr std::int64_t kEndOf9999 = 253'402'300'799;

std::vector<std::string> packages_of(const InstallPlan& plan) {
  std::vector<std::string> packages;
  for (const InstallItem& item : plan.items) packages.push_back(item.package);
  return packages;
}

// Where the sources of Root::Source are: the tree, or what an overlay tree names.
FileSystem* source_files(Context& context) {
  if (!reach(context, Stage::Tree)) return nullptr;
  FileSystem* overlay = context.results.overlay.files;
  return overlay != nullptr ? overlay : context.tree.get();
}

// What stands in the build directory of `built`; false after an error.
bool read_built_files(const std::vector<std::string>& packages, Context& context,
                      BuiltFiles& built) {
  std::optional<InstallPlan> plan = read_install_plan(built.build, context);
  if (!plan || !check_packages(packages, packages_of(*plan), context)) return false;
  if (!check_plan_is_current(built.build, context)) return false;
  FileSystem* tree = source_files(context);
  if (tree == nullptr) return false;
  built.plan = std::move(*plan);
  built.sources = {tree, built.build.files.get()};
  return true;
}

}  // namespace

std::optional<BuiltFiles> open_built_files(const std::vector<std::string>& packages,
                                           Context& context) {
  BuiltFiles built;
  if (!open_tree(context) || !open_build_directory(context, built.build)) return std::nullopt;
  if (!read_built_files(packages, context, built)) return std::nullopt;
  return built;
}

std::optional<BuiltFiles> open_planned_files(const GenOptions& options,
                                             const std::vector<std::string>& packages,
                                             Context& context) {
  BuiltFiles built;
  if (!plan_as_gen(options, context, built.build)) return std::nullopt;
  if (!read_built_files(packages, context, built)) return std::nullopt;
  const InstallPlan planned = install_plan(context.results.plan, context.results.catalog);
  if (install_plan_json(planned) == install_plan_json(built.plan)) return built;
  context.diagnostics.add(Code::StalePlan, {}, "what was built is not what is planned now",
                          "run 'modbuild build' with the same request first");
  return std::nullopt;
}

Strip stripper(const InstallPlan& plan, Context& context) {
  std::vector<std::string> argv = plan.strip;
  const std::string own = context.environment.get("STRIP");
  if (!own.empty()) argv = {own};
  return [argv, &context](const std::string& bytes) -> tl::expected<std::string, std::string> {
    const auto scratch = ScratchDirectory::make(context.environment.get("TMPDIR"));
    if (!scratch) return tl::unexpected(scratch.error().message());
    const Expected<void> added = scratch->add("binary", bytes);
    if (!added) return tl::unexpected(added.error().message());
    ProcessRequest request;
    request.argv = argv;
    request.argv.insert(request.argv.end(), {"--strip-unneeded", scratch->file("binary")});
    request.environment = context.environment.variables;
    request.time_limit = std::chrono::minutes(5);
    const Expected<ProcessAnswer> answer = context.processes.run(request);
    if (!answer) return tl::unexpected(answer.error().message());
    if (answer->exit_status != 0)
      return tl::unexpected(cat("'", argv.front(), "' ended with status ",
                                std::to_string(answer->exit_status),
                                answer->errors.empty() ? "" : ": ", answer->errors));
    const auto files = open_real_file_system(std::string(directory_of(scratch->file("binary"))));
    if (!files) return tl::unexpected(files.error().message());
    Expected<std::string> stripped = (*files)->read("binary", std::uint64_t{4} << 30U);
    if (!stripped) return tl::unexpected(stripped.error().message());
    return std::move(*stripped);
  };
}

std::optional<std::int64_t> source_date(Context& context) {
  const std::string text = context.environment.get("SOURCE_DATE_EPOCH");
  if (text.empty()) return kFirstOf1980;
  std::int64_t seconds = -1;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, seconds);
  if (read.ec == std::errc() && read.ptr == end && seconds >= 0 && seconds <= kEndOf9999) {
    return seconds;
  }
  context.diagnostics.add(Code::BadSourceDate, {},
                          cat("SOURCE_DATE_EPOCH is '", shown(text),
                              "', and should be seconds since 1970: digits only"),
                          "SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)");
  return std::nullopt;
}

}  // namespace modbuild::tool
