#include "os/environment.h"

#include <unistd.h>

#include <cstring>

namespace modbuild {

Environment real_environment() {
  Environment result;
  if (environ == nullptr) return result;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    char* equals = std::strchr(*entry, '=');
    if (equals == nullptr) continue;
    // The first of two entries with one name is the one getenv() would give.
    result.variables.emplace(std::string(*entry, equals), equals + 1);
  }
  return result;
}

}  // namespace modbuild
