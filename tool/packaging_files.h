// Files of packaging on disk: all are written or none, only when changed, and never over what
// somebody wrote by hand.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "os/file_system.h"
#include "package/package.h"

namespace modbuild::tool {

enum class PackagingChange : std::uint8_t { Created, Changed, Same, Kept, Removed };

struct PackagingStep {
  std::string path;
  PackagingChange change = PackagingChange::Same;
  std::string text;  // what is to be written
};

struct PackagingTarget {
  FileSystem* files = nullptr;  // null: the directory does not exist
  std::string_view format;
  bool force = false;
};

// What is to be done to each file, by path. A file written by hand is kept where it has every line
// that the new one would have; another one is among `in_the_way` unless force is given. Files of
// earlier runs that are written no more are removed.
struct PackagingSteps {
  std::vector<PackagingStep> steps;
  std::vector<std::string> in_the_way;
};
Expected<PackagingSteps> packaging_steps(const std::vector<PackagingFile>& files,
                                         const PackagingTarget& target);

// Does it. On failure the files are as they were, unless the failure comes while finished files are
// renamed.
Expected<void> write_packaging(const std::vector<PackagingStep>& steps, FileSystem& files);

}  // namespace modbuild::tool
