#include "plan/expand.h"

#include <charconv>
#include <optional>

#include "base/expand_text.h"
#include "base/str.h"

namespace modbuild {
namespace {

// The path that {inputs[2]}, {dir} or {tool:x} stands for.
std::optional<Path> path_placeholder(std::string_view name, const CommandValues& values) {
  const auto found = values.paths.find(std::string(name));
  if (found != values.paths.end()) return found->second;
  const std::size_t bracket = name.find('[');
  if (bracket == std::string_view::npos || !name.ends_with(']')) return std::nullopt;
  const std::string_view list = name.substr(0, bracket);
  const std::vector<Path>* paths = list == "inputs"    ? &values.inputs
                                   : list == "outputs" ? &values.outputs
                                                       : nullptr;
  if (paths == nullptr) return std::nullopt;
  std::size_t index = 0;
  const char* begin = name.data() + bracket + 1;
  const char* end = name.data() + name.size() - 1;
  const auto [stop, error] = std::from_chars(begin, end, index);
  if (error != std::errc() || stop != end || index >= paths->size()) return std::nullopt;
  return (*paths)[index];
}

std::optional<std::vector<Arg>> list_placeholder(std::string_view word,
                                                 const CommandValues& values) {
  std::vector<Arg> args;
  if (word == "{inputs}" || word == "{outputs}") {
    for (const Path& path : word == "{inputs}" ? values.inputs : values.outputs) {
      args.push_back({"", path});
    }
    return args;
  }
  if (word != "{modules}") return std::nullopt;
  for (const std::string& name : values.modules) args.push_back({name, std::nullopt});
  return args;
}

}  // namespace

bool report_unused_lib(std::string_view unknown, const SourceRange& at, Diagnostics& diagnostics) {
  const std::optional<LibValue> value = parse_lib_value(unknown);
  if (!value) return false;
  diagnostics.add(
      Code::UnknownPlaceholder, at,
      cat("nothing stands for {", unknown, "}: library '", value->lib, "' is not in use here"),
      cat("let the entry count only where it is: when = \"lib(", value->lib, ")\""));
  return true;
}

std::vector<Arg> expand_word(const Text& word, const CommandValues& values,
                             Diagnostics& diagnostics) {
  const std::string_view text = word.value;
  if (auto list = list_placeholder(text, values)) return *list;
  const std::size_t open = text.rfind('{');
  if (open != std::string_view::npos && text.ends_with('}') && !text.ends_with("}}")) {
    const auto path = path_placeholder(text.substr(open + 1, text.size() - open - 2), values);
    if (path) {
      std::string unknown;
      std::string before = expand_text(text.substr(0, open), lookup_in(values.texts), unknown);
      if (unknown.empty()) return {{std::move(before), *path}};
    }
  }
  std::string unknown;
  std::string expanded = expand_text(text, lookup_in(values.texts), unknown);
  if (!unknown.empty() && !report_unused_lib(unknown, word.at, diagnostics)) {
    const bool is_path = path_placeholder(unknown, values).has_value();
    diagnostics.add(Code::UnknownPlaceholder, word.at,
                    is_path ? cat("the path {", unknown, "} must end its word")
                            : cat("nothing stands for {", unknown, "} here"),
                    is_path
                        ? "put what follows it into a word of its own"
                        : "known are {inputs} {inputs[N]} {outputs} {outputs[N]} {depfile} {name} "
                          "{dir} {outdir} {tool:NAME} {modules} {lib.LIB.NAME} {tree.name} "
                          "{tree.version}");
  }
  return {{std::move(expanded), std::nullopt}};
}

}  // namespace modbuild
