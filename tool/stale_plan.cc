#include "stale_plan.h"

#include <sys/stat.h>

#include "base/path.h"
#include "base/str.h"
#include "context.h"
#include "emit/emit.h"

namespace modbuild::tool {
namespace {

constexpr const char* kRegenerateDepfile = ".modbuild/regenerate.d";

// Directories change with every file in them, and what lies elsewhere only decides what is found:
// the build tool looks at those.
bool is_newer_file(const std::string& path, std::int64_t than_ns) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return true;
  const std::int64_t mtime_ns =
      status.st_mtim.tv_sec * std::int64_t{1'000'000'000} + status.st_mtim.tv_nsec;
  return S_ISREG(status.st_mode) && mtime_ns > than_ns;
}

}  // namespace

bool check_plan_is_current(BuildDirectory& build, Context& context) {
  const Expected<FileStatus> stamp = build.files->status(kStampFile);
  const Expected<std::string> inputs = build.files->read(kRegenerateDepfile, kLargestDocument);
  const std::string help = "run 'modbuild build' first";
  if (!stamp || !inputs) {
    context.diagnostics.add(Code::StalePlan, {}, "the last gen did not come to its end", help);
    return false;
  }
  for (const std::string& path : depfile_prerequisites(*inputs)) {
    if (path.starts_with('/')) continue;
    const std::string file = path_from(build.path, path);
    if (!is_newer_file(file, stamp->mtime_ns)) continue;
    context.diagnostics.add(Code::StalePlan, {},
                            cat("the tree has changed since the last gen: ",
                                shown(relative_path(context.working_directory, file))),
                            help);
    return false;
  }
  return true;
}

}  // namespace modbuild::tool
