// FileSystem on the kernel's: everything relative to one directory descriptor (openat2 with
// RESOLVE_BENEATH where the kernel has it, else a component walk with O_NOFOLLOW).
#pragma once

#include <memory>
#include <string>

#include "os/file_system.h"

namespace modbuild {

// Opens `directory` (absolute or relative to the working directory) as a root. `use_openat2` false
// forces the walk, as on kernels before 5.6.
Expected<std::unique_ptr<FileSystem>> open_real_file_system(const std::string& directory,
                                                            bool use_openat2 = true);

}  // namespace modbuild
