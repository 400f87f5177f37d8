// The {placeholders} of generator commands, which become paths and lists of words.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "plan/plan.h"

namespace modbuild {

// What the placeholders of a generator's command stand for.
struct CommandValues {
  std::vector<Path> inputs;
  std::vector<Path> outputs;
  std::vector<std::string> modules;
  std::map<std::string, Path> paths;         // "dir", "outdir", "depfile", "tool:NAME"
  std::map<std::string, std::string> texts;  // "name", "tree.name", ...
};

// Reports {lib.LIB.NAME} of a lib that is not in use where it stands (MB056); false, and nothing is
// said, when `unknown` is another placeholder.
bool report_unused_lib(std::string_view unknown, const SourceRange& at, Diagnostics& diagnostics);

// One word of a command as arguments: {inputs}, {outputs} and {modules} alone give several. A path
// placeholder must end its word. Mistakes are MB056.
std::vector<Arg> expand_word(const Text& word, const CommandValues& values,
                             Diagnostics& diagnostics);

}  // namespace modbuild
