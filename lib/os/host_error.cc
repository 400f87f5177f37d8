#include "os/host_error.h"

#include <system_error>

#include "base/str.h"

namespace modbuild {

std::string HostError::message() const {
  const std::string reason = detail.empty() ? std::generic_category().message(number) : detail;
  return cat("cannot ", operation, " '", path.empty() ? "." : path, "': ", reason);
}

}  // namespace modbuild
