// Takes the output of pkg-config and its kin apart: POSIX shell words, without any expansion.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace modbuild {

// The words of `text` by the shell's quoting rules; nothing when a quote is never closed.
std::optional<std::vector<std::string>> shell_words(std::string_view text);

}  // namespace modbuild
