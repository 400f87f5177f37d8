// {placeholders} in the strings of manifests: which may stand where. What they stand for is decided
// where they are filled in.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostics.h"

namespace modbuild {

struct Placeholder {
  std::string name;  // without braces
  std::size_t begin = 0;
  std::size_t end = 0;  // behind the closing brace
  bool is_closed = true;
};

// Every placeholder of `text`; {{ and }} are literal braces.
std::vector<Placeholder> placeholders_of(std::string_view text);

// Whether {lib.LIB.NAME} may stand in a text. Which libs and values there are is known later.
enum class LibValues : std::uint8_t { Unknown, Known };

// Reports each placeholder of `text` that is not among `known` (MB056). True when all are.
bool check_placeholders(const Text& text, const std::vector<std::string_view>& known,
                        Diagnostics& diagnostics, LibValues libs = LibValues::Unknown);

// Sets of placeholders.
const std::vector<std::string_view>& flag_placeholders();         // defines and flags
const std::vector<std::string_view>& destination_placeholders();  // where files are installed
const std::vector<std::string_view>& module_file_placeholders();  // `file` of a module

}  // namespace modbuild
