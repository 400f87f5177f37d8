// The table of diagnostic codes: number, severity, one-line summary, and the long story that
// `modbuild explain` tells. Every code owns a case under tests/diagnostics/.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace modbuild {

enum class Severity : std::uint8_t { Error, Warning, Note };

enum class Code : std::uint16_t {
#define MB_CODE(number, name, severity, summary, explanation) name,
#include "diag/codes.def"
#undef MB_CODE
};

struct CodeInfo {
  Code code;
  std::string_view id;    // "MB020"
  std::string_view name;  // "UnknownModule"
  Severity severity;
  std::string_view summary;
  std::string_view explanation;
};

// All codes, by number.
std::span<const CodeInfo> all_codes();

// The row of one code.
const CodeInfo& code_info(Code code);

// Finds a code by its id, ignoring case; null when there is none.
const CodeInfo* find_code(std::string_view id);

}  // namespace modbuild
