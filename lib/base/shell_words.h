// Takes text apart as a POSIX shell would, without any expansion: the output of pkg-config and its
// kin, and variables such as CC.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace modbuild {

// A word as one would type it: quoted where it needs to be. For people; emitted files have quoting
// of their own.
std::string shell_quoted(std::string_view word);

// The words of `text` by the shell's quoting rules; nothing when a quote is never closed.
std::optional<std::vector<std::string>> shell_words(std::string_view text);

}  // namespace modbuild
