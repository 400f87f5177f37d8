// Where a compiler looks for headers and libraries: what must be watched so that one that is
// installed, removed or shadowed is noticed.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "model/external_lib.h"

namespace modbuild {

struct ProbeTools;

struct SearchDirectories {
  bool known = false;                  // the compiler came to say
  std::vector<std::string> headers;    // absolute, in the order searched
  std::vector<std::string> libraries;  // likewise
};

// Asks a compiler once for each language. Thread-safe.
class CompilerDirectories {
 public:
  const SearchDirectories& of(ProbeLanguage language, const ProbeTools& tools);

 private:
  std::mutex mutex_;
  std::map<ProbeLanguage, SearchDirectories> known_;
};

}  // namespace modbuild
