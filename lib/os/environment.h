// The environment variables and system identity that modbuild reads, taken once at start.
#pragma once

#include <map>
#include <string>

namespace modbuild {

struct Environment {
  std::map<std::string, std::string> variables;
  std::string os_release;  // text of /etc/os-release, "" without one
  bool has_lib64 = false;  // /usr/lib64 is a directory of its own and no link

  // The value, or `otherwise` when unset.
  std::string get(const std::string& name, const std::string& otherwise = {}) const {
    const auto found = variables.find(name);
    return found == variables.end() ? otherwise : found->second;
  }
};

// Everything in this process's environment, and os-release(5).
Environment real_environment();

}  // namespace modbuild
