// {placeholders}: plain text ones from a table, and those of generator commands, which become paths
// and lists of words.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "plan/plan.h"

namespace modbuild {

// What a placeholder stands for; null when nobody knows it.
using PlaceholderLookup = std::function<const std::string*(std::string_view name)>;

// `text` with {name} replaced by what `lookup` says, {{ and }} by one brace. The first placeholder
// that it does not know is put in `unknown` (which stays empty otherwise) and left as it stands.
std::string expand_text(std::string_view text, const PlaceholderLookup& lookup,
                        std::string& unknown);

// Looks names up in `values`, which must outlive the result.
PlaceholderLookup lookup_in(const std::map<std::string, std::string>& values);

// What the placeholders of a generator's command stand for.
struct CommandValues {
  std::vector<Path> inputs;
  std::vector<Path> outputs;
  std::vector<std::string> modules;
  std::map<std::string, Path> paths;         // "dir", "outdir", "depfile", "tool:NAME"
  std::map<std::string, std::string> texts;  // "name", "tree.name", ...
};

// One word of a command as arguments: {inputs}, {outputs} and {modules} alone give several. A path
// placeholder must end its word. Mistakes are MB056.
std::vector<Arg> expand_word(const Text& word, const CommandValues& values,
                             Diagnostics& diagnostics);

}  // namespace modbuild
