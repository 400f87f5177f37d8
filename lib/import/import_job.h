// What an import, or its verification, is to work on.
#pragma once

#include <string>

namespace modbuild {

struct ImportJob {
  std::string source;    // absolute: the checkout's root
  unsigned threads = 0;  // 0 = one per processor
};

}  // namespace modbuild
