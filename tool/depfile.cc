#include "depfile.h"

#include <cstdio>

#include "base/str.h"
#include "diag/render.h"
#include "emit/emit.h"
#include "exit_status.h"
#include "os/real_file_system.h"
#include "os/replace_file.h"

namespace modbuild::tool {
namespace {

constexpr std::uint64_t kLargestDepfile = 256U << 20U;

int fail(const std::string& message) {
  std::fputs(cat("modbuild: error: ", message, "\n").c_str(), stderr);
  return static_cast<int>(ExitStatus::Io);
}

}  // namespace

int record_dependencies(const std::vector<std::string>& arguments) {
  if (arguments.size() != 4) return static_cast<int>(ExitStatus::Usage);
  const std::string& depfile = arguments[0];
  const StepRecord step{arguments[1], arguments[2], arguments[3]};
  const auto files = open_real_file_system(".");
  if (!files) return fail(files.error().message());
  const Expected<std::string> raw = (*files)->read(depfile, kLargestDepfile);
  if (!raw) return fail(raw.error().message());
  Diagnostics diagnostics;
  const std::optional<std::string> record = make_dependencies(*raw, step, diagnostics);
  if (!record) {
    std::fputs(render(diagnostics.take_sorted(), Sources(), DiagnosticFormat::Text, false).c_str(),
               stderr);
    return static_cast<int>(ExitStatus::BadManifest);
  }
  const Expected<void> written =
      replace_file(**files, cat(step.output, ".dep"), *record, Durability::Relaxed);
  if (!written) return fail(written.error().message());
  static_cast<void>((*files)->remove(depfile));
  return 0;
}

}  // namespace modbuild::tool
