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

// Opens the root of a system, or what stands for one (DESTDIR). Unlike above, links on the way to a
// path are followed, each as if the root were '/': a /lib that is usr/lib is fine, and nothing
// leads out. The last component of a path is never followed by what reads, writes or removes files.
Expected<std::unique_ptr<FileSystem>> open_system_root(const std::string& directory,
                                                       bool use_openat2 = true);

}  // namespace modbuild
