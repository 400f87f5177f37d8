// Failures of the machine: an errno, what was tried, on what.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace modbuild {

struct HostError {
  int number = 0;         // errno
  std::string operation;  // "open", "write", ...
  std::string path;
  std::string detail;  // set where errno does not say it all: "is a FIFO", "changed while reading"

  // "cannot open 'a/b': No such file or directory".
  std::string message() const;

  // The same of a path as people know it: file systems tell theirs from their own root.
  HostError about(std::string known_path) const {
    return {number, operation, std::move(known_path), detail};
  }
};

template <class T>
using Expected = tl::expected<T, HostError>;

}  // namespace modbuild
