// FileSystem on the kernel's: everything relative to one directory descriptor (openat2 with
// RESOLVE_BENEATH where the kernel has it, else a component walk with O_NOFOLLOW).
#pragma once

#include <memory>
#include <string>

#include "os/file_system.h"

namespace modbuild {

// Opens `directory` (absolute or relative to the working directory) as a root.
Expected<std::unique_ptr<FileSystem>> open_real_file_system(const std::string& directory);

}  // namespace modbuild
