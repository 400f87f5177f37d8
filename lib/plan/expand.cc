#include "plan/expand.h"

#include <charconv>
#include <optional>

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

PlaceholderLookup lookup_in(const std::map<std::string, std::string>& values) {
  return [&values](std::string_view name) {
    const auto found = values.find(std::string(name));
    return found == values.end() ? nullptr : &found->second;
  };
}

std::string expand_text(std::string_view text, const PlaceholderLookup& lookup,
                        std::string& unknown) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const bool doubled = at + 1 < text.size() && text[at + 1] == c;
    if ((c == '{' || c == '}') && doubled) {
      out += c;
      ++at;
      continue;
    }
    const std::size_t close = c == '{' ? text.find('}', at) : std::string_view::npos;
    if (close == std::string_view::npos) {
      out += c;
      continue;
    }
    const std::string_view name = text.substr(at + 1, close - at - 1);
    if (const std::string* value = lookup(name)) {
      out += *value;
    } else {
      if (unknown.empty()) unknown = name;
      out += text.substr(at, close - at + 1);
    }
    at = close;
  }
  return out;
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
  if (!unknown.empty()) {
    const bool is_path = path_placeholder(unknown, values).has_value();
    diagnostics.add(Code::UnknownPlaceholder, word.at,
                    is_path ? cat("the path {", unknown, "} must end its word")
                            : cat("nothing stands for {", unknown, "} here"),
                    is_path
                        ? "put what follows it into a word of its own"
                        : "known are {inputs} {inputs[N]} {outputs} {outputs[N]} {depfile} {name} "
                          "{dir} {outdir} {tool:NAME} {modules} {tree.name} {tree.version}");
  }
  return {{std::move(expanded), std::nullopt}};
}

}  // namespace modbuild
