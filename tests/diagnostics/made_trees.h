// Trees that cannot live in git: FIFOs, bad bytes, sizes, failing directories. Each belongs to the
// case folder of its name, which then holds only expected.txt.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "os/memory_file_system.h"
#include "support/temp_directory.h"

namespace modbuild {

struct MadeTree {
  std::string name;  // of the case folder
  // One of the two: on the real disk, or in memory where the disk cannot be brought to fail.
  std::function<void(const TempDirectory&)> on_disk;
  std::function<void(MemoryFileSystem&)> in_memory;
  // Words in front of the program, where the case runs it: prlimit, for example.
  std::vector<std::string> wrapper;
};

const std::vector<MadeTree>& made_trees();

}  // namespace modbuild
