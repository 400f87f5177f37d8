// What ELF files say of themselves, read with libelf. Every number in them is doubted; knows
// nothing of modules.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace modbuild {

// The symbols of a relocatable object that other objects see, each list sorted, each name once.
struct ObjectSymbols {
  std::vector<std::string> defined;    // global or weak, of default or protected visibility
  std::vector<std::string> unique;     // those of them that are one in the whole process (GNU)
  std::vector<std::string> undefined;  // weak ones, too
  std::vector<std::string> sections;   // names of sections
  std::vector<std::string> strong;     // of `defined` those that no other object may define
  std::vector<std::string> needed;     // of `undefined` those that are not weak
};

// The error says why: "it is no ELF file".
tl::expected<ObjectSymbols, std::string> object_symbols(std::string_view bytes);

}  // namespace modbuild
