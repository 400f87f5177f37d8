#include "elf/static_symbols.h"

#include <algorithm>

#include "base/str.h"

namespace modbuild {
namespace {

bool has(const std::vector<std::string>& sorted, const std::string& name) {
  return std::binary_search(sorted.begin(), sorted.end(), name);
}

}  // namespace

std::vector<std::string> kept_symbols(const StaticSymbolsInput& input) {
  std::vector<std::string> kept;
  for (const std::string& name : input.module.defined) {
    if (std::find(input.entries.begin(), input.entries.end(), name) != input.entries.end()) {
      continue;
    }
    const bool used =
        std::any_of(input.users.begin(), input.users.end(),
                    [&](const ObjectSymbols& user) { return has(user.undefined, name); });
    if (used || has(input.module.unique, name)) kept.push_back(name);
  }
  return kept;
}

std::vector<std::string> static_symbol_options(const StaticSymbolsInput& input) {
  // objcopy makes everything local only when something is to be kept.
  std::vector<std::string> options = {cat("--keep-global-symbol=", input.prefix)};
  for (const std::string& entry : input.entries) {
    if (!has(input.module.defined, entry)) continue;
    const std::string renamed = cat(input.prefix, "_", entry);
    options.push_back(cat("--redefine-sym=", entry, "=", renamed));
    options.push_back(cat("--keep-global-symbol=", renamed));
  }
  for (const std::string& name : kept_symbols(input)) {
    options.push_back(cat("--keep-global-symbol=", name));
    if (has(input.module.unique, name)) options.push_back(cat("--weaken-symbol=", name));
  }
  for (const std::string& section : input.module.sections) {
    const std::string renamed = cat(section, "_", input.prefix);
    bool bounded = false;
    for (const std::string_view bound : {"__start_", "__stop_"}) {
      if (!has(input.module.undefined, cat(bound, section))) continue;
      bounded = true;
      options.push_back(cat("--redefine-sym=", bound, section, "=", bound, renamed));
    }
    if (bounded) options.push_back(cat("--rename-section=", section, "=", renamed));
  }
  return options;
}

}  // namespace modbuild
