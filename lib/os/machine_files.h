// Facts about single files anywhere on the machine, for programs and libraries outside the tree.
#pragma once

#include <string>

namespace modbuild {

// `path` without links and '..', or "" when it does not exist.
std::string real_path(const std::string& path);

// Whether the file is an ELF binary, and so no script that does something else first.
bool is_elf_file(const std::string& path);

}  // namespace modbuild
