// The name of a build's ABI in ELF files (DESIGN.md 7): each host defines a symbol of this prefix
// and 16 hexadecimal digits, and its modules refer to it.
#pragma once

#include <string_view>

namespace modbuild {

inline constexpr std::string_view kAbiSymbolPrefix = "modbuild_abi_";

}  // namespace modbuild
