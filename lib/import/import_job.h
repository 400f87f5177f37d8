// What an import, or its verification, is to work on.
#pragma once

#include <string>

#include "base/parallel.h"

namespace modbuild {

struct ImportJob {
  std::string source;  // absolute: the checkout's root
  Threads threads;
};

}  // namespace modbuild
