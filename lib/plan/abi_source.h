// C code that carries the names of ABIs into hosts and modules.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace modbuild {

// Defines the symbols of `ids`, and `modbuild_abi`, the text of the first. Where dlerror() tells of
// a module that asked for another one, it tells of these as well: as __wrap_dlerror, for the
// linker's --wrap, or for a host with the shim (static_shim.h) as modbuild_abi_dlerror.
std::string host_abi_source(std::string_view host, const std::vector<std::string>& ids,
                            bool is_shim);

// Refers to the symbol of `id` by its address in data, which the dynamic linker looks up before
// anything of the module runs, even with RTLD_LAZY.
std::string module_abi_source(std::string_view id);

}  // namespace modbuild
