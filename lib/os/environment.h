// The environment variables that modbuild reads, taken once at start.
#pragma once

#include <map>
#include <string>

namespace modbuild {

struct Environment {
  std::map<std::string, std::string> variables;

  // The value, or `otherwise` when unset.
  std::string get(const std::string& name, const std::string& otherwise = {}) const {
    const auto found = variables.find(name);
    return found == variables.end() ? otherwise : found->second;
  }
};

// Everything in this process's environment.
Environment real_environment();

}  // namespace modbuild
