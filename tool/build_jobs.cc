#include "build_jobs.h"

#include <optional>

#include "base/path.h"
#include "base/str.h"
#include "context.h"
#include "model/launcher.h"
#include "os/real_file_system.h"

namespace modbuild::tool {
namespace {

constexpr std::uint64_t kLargestHostList = 1U << 20U;
constexpr unsigned kIceccJobs = 8;  // for each processor of this machine

std::string text_of_file(const std::string& path) {
  const auto directory = open_real_file_system(std::string(directory_of(path)));
  if (!directory) return {};
  return (*directory)->read(std::string(base_name(path)), kLargestHostList).value_or("");
}

// As distcc looks for it.
std::string distcc_hosts(bool untrusted, const Context& context) {
  const std::string variable = context.environment.get("DISTCC_HOSTS");
  if (!variable.empty()) return variable;
  std::string own = context.environment.get("DISTCC_DIR");
  const std::string home = context.environment.get("HOME");
  if (own.empty() && !home.empty()) own = join_path(home, ".distcc");
  std::string hosts;
  if (own.starts_with('/') && !untrusted) hosts = text_of_file(join_path(own, "hosts"));
  return hosts.empty() ? text_of_file("/etc/distcc/hosts") : hosts;
}

// As ninja has it.
unsigned default_jobs(unsigned processors) {
  return processors + (processors > 2 ? 2 : 1);
}

}  // namespace

BuildJobs jobs_of_build(BuildDirectory& build, Context& context) {
  const unsigned local = default_jobs(context.job.local_jobs);
  const Expected<std::string> file = build.files->read(kLauncherFile, kLargestDocument);
  if (!file) return {local, ""};
  const std::vector<std::string> launchers = split(*file, "\n");
  if (launches_with(launchers, "distcc")) {
    const std::optional<StoredRequest> stored = stored_request(context, build);
    const bool untrusted = context.options.untrusted || (stored && stored->untrusted);
    const unsigned slots = distcc_slots(distcc_hosts(untrusted, context));
    if (slots > local) return {slots, "the hosts of distcc take them"};
  }
  if (launches_with(launchers, "icecc")) {
    return {kIceccJobs * context.job.local_jobs, "icecc finds hosts for them"};
  }
  return {local, ""};
}

}  // namespace modbuild::tool
