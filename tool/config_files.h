// Configurations of programs that load modules, as files of the command line.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/config.h"

namespace modbuild::tool {

struct Context;

// The text of such a file, and its entry in the sources.
struct ConfigFile {
  std::string text;
  FileId file;
};

// Nothing after an error (MB194).
std::optional<ConfigFile> read_config(const std::string& path, Context& context);

// The modules that `config` loads. Errors also when no program of the tree says how its
// configuration loads modules (MB194).
std::vector<ConfigLoad> loads_of(const ConfigFile& config, const Catalog& catalog,
                                 Context& context);

// The request will include the modules that these files load, with what they depend on and need
// when they run; without a base of its own it builds nothing else. False after an error.
bool include_configs(const std::vector<std::string>& paths, Context& context);

}  // namespace modbuild::tool
