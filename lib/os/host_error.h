// Failures of the machine: an errno, what was tried, on what.
#pragma once

#include <string>
#include <tl/expected.hpp>

namespace modbuild {

struct HostError {
  int number = 0;         // errno
  std::string operation;  // "open", "write", ...
  std::string path;
  std::string detail;  // set where errno does not say it all: "is a FIFO", "changed while reading"

  // "cannot open 'a/b': No such file or directory".
  std::string message() const;
};

template <class T>
using Expected = tl::expected<T, HostError>;

}  // namespace modbuild
