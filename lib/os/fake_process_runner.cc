#include <cerrno>

#include "base/str.h"
#include "os/process_runner.h"

namespace modbuild {

Expected<ProcessAnswer> FakeProcessRunner::run(const ProcessRequest& request) {
  const std::string command = join(request.argv, " ");
  const std::lock_guard<std::mutex> guard(mutex_);
  log.push_back(command);
  const auto answer = answers.find(command);
  if (answer == answers.end()) {
    return tl::unexpected(
        HostError{ENOENT, "run", request.argv.empty() ? "" : request.argv[0], {}});
  }
  return answer->second;
}

}  // namespace modbuild
