// The protocol of `gn analyze`, which continuous integration of large trees speaks: a JSON file
// with changed files and targets in, one with the targets that they touch out.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "affected/affected.h"

namespace modbuild::tool {

struct Context;

struct AnalyzeInput {
  std::vector<std::string> files;            // "//a/b.c"
  std::vector<std::string> compile_targets;  // components, "@group" or "all"
  std::vector<std::string> test_targets;
};

// Nothing when `text` is not such a document; `mistake` then says why.
std::optional<AnalyzeInput> parse_analyze(std::string_view text, std::string& mistake);

// The answer, as a JSON document. Targets nobody knows stand in "invalid_targets".
std::string analyze_json(const AnalyzeInput& input, const Affected& affected,
                         const Context& context);

// The answer where there is none.
std::string analyze_error(std::string_view message);

}  // namespace modbuild::tool
