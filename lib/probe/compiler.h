// The compiler that probes compile with: the one the build will use.
#pragma once

#include <string>
#include <vector>

#include "probe/tools.h"

namespace modbuild {

// "c" or "c++", as -x takes it.
const char* language_word(ProbeLanguage language);

// The compiler of a language with the options that decide where it looks: its absolute path, a
// --sysroot. Empty when it is not there. The question's answer depends on it.
std::vector<std::string> compiler_command(ProbeLanguage language, const ProbeTools& tools,
                                          Question& question);

// Adds to `inputs` what decides which programs the words of a command are: those that name one, and
// the directories of PATH in which another might come to be found first.
void watch_command(const std::vector<std::string>& argv, const std::string& path,
                   const std::string& tree_root, std::vector<std::string>& inputs);

// The argv of a command whose first word is a program's name: that word as an absolute path. A
// name without '/' is looked up on PATH, passing over entries below the tree. Empty when it is not
// there.
std::vector<std::string> resolve_command(std::vector<std::string> argv, const std::string& path,
                                         const std::string& tree_root);

}  // namespace modbuild
