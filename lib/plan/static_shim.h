// C code that stands beside the table of static modules: its types, and the functions through which
// a host that knows nothing of it finds static modules as if they were files.
#pragma once

#include <string>
#include <string_view>

namespace modbuild {

extern const std::string_view kStaticTableTypes;

// Wrappers for the linker's --wrap (kStaticShimWraps), to be compiled with -D_GNU_SOURCE.
std::string static_shim();

// Names of the functions that are wrapped.
inline constexpr std::string_view kStaticShimWraps[] = {"dlopen", "dlsym",  "dlclose", "dlerror",
                                                        "stat",   "stat64", "lstat",   "lstat64",
                                                        "access", "open",   "open64"};

}  // namespace modbuild
