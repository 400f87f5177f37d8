// Which file names and paths can be carried by Ninja, make, depfiles, shells and gcc alike
// (HAZARDS 5.7). Checked at scan and load for everything that becomes a node of the build graph.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace modbuild {

enum class NameFault : std::uint8_t {
  ControlCharacter,
  Encoding,
  Unportable,
  OptionLike,
  TooLong,
  BlankAtEnd
};

struct NameProblem {
  NameFault fault = NameFault::Unportable;
  std::size_t offset = 0;  // byte offset in the path
  unsigned char byte = 0;
  std::string why;  // "byte 0x3B ';' at offset 18: GNU make would execute it"
};

// The first problem of a '/'-separated path, or nothing when every tool can carry it.
std::optional<NameProblem> check_portable_path(std::string_view path);

// Whether `name` matches [A-Za-z0-9][A-Za-z0-9_.+-]{0,63}, does not end in '.', and is no reserved
// target name (all, clean, install, ...): the rule for components, groups, libs and the like.
bool is_valid_name(std::string_view name);

// Reserved target names.
bool is_reserved_name(std::string_view name);

}  // namespace modbuild
