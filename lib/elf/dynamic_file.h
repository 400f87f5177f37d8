// What a program or shared object says to the dynamic linker, read with libelf. Every number in the
// file is doubted; nothing is loaded or run.
#pragma once

#include <cstdint>
#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace modbuild {

struct DynamicFile {
  std::uint16_t machine = 0;  // EM_X86_64, ..
  bool is_64 = false;
  // No shared object, or one with an interpreter and no soname: libraries may have one, too, to
  // print something when they are run.
  bool is_program = false;
  std::string soname;                       // may be empty
  std::vector<std::string> needed;          // in order
  std::vector<std::string> rpath;           // parts of DT_RPATH, as written
  std::vector<std::string> runpath;         // parts of DT_RUNPATH
  std::vector<std::string> defined;         // names that others see, sorted, each once
  std::vector<std::string> undefined;       // that must be found, sorted, each once
  std::vector<std::string> weak_undefined;  // that may stay unknown, likewise
  bool executable_stack = false;
  bool text_relocations = false;
};

// Whether both are for one kind of processor, with addresses of one size.
bool same_machine(const DynamicFile& a, const DynamicFile& b);

// `bytes` are used up. The error says why: "it is no ELF file", "it is an object that was not
// linked".
tl::expected<DynamicFile, std::string> dynamic_file(std::string bytes);

}  // namespace modbuild
