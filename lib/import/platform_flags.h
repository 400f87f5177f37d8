// The flags that the skeleton itself gives, on every system and processor that a `when` can name:
// what this machine's configuration has only because it is this machine gets a condition.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/parallel.h"
#include "import/imported.h"
#include "import/make_runs.h"

namespace modbuild {

class PlatformFlags {
 public:
  // Asks the defs of the main makefile in `main`; `arch` is the processor of this configuration.
  PlatformFlags(MakeRuns& runs, const std::string& main, const std::string& arch, Threads threads);

  // Gives the defines, cflags and ldflags of `component` their conditions. One that has the
  // skeleton's defines gets those of other platforms, too.
  void apply(ImportedComponent& component) const;

 private:
  struct Platform {
    std::string system, arch;
    std::set<std::string> words;       // of the compiler and the linker
    std::vector<std::string> defines;  // in order, without -D
  };

  std::string condition(const std::string& word) const;
  void add_conditions(ImportedValues& values, const char* prefix) const;

  std::vector<Platform> platforms_;  // the first is this machine's
};

}  // namespace modbuild
