#include "config/config.h"

#include <re2/re2.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "base/edit_distance.h"
#include "base/expand_text.h"
#include "base/path.h"
#include "base/str.h"
#include "base/utf8.h"

namespace modbuild {
namespace {

constexpr std::size_t kMostMatches = 64;      // of a pattern in a line
constexpr std::size_t kMostSuggestions = 20;  // each looks at every module

constexpr std::int64_t kPatternMemory = 8 << 20;  // bytes, of one pattern with its automata
constexpr std::string_view kModuleSuffix = ".so";

// The names by which a configuration may call the modules of one host.
using ModuleNames = std::map<std::string, ComponentId, std::less<>>;

struct HostPatterns {
  std::vector<std::unique_ptr<re2::RE2>> patterns;
  ModuleNames names;
};

std::unique_ptr<re2::RE2> compile(const Text& pattern, Diagnostics& diagnostics) {
  re2::RE2::Options options;
  options.set_encoding(re2::RE2::Options::EncodingLatin1);  // bytes: a file may hold any
  options.set_log_errors(false);
  options.set_max_mem(kPatternMemory);
  auto compiled = std::make_unique<re2::RE2>(pattern.value, options);
  if (!compiled->ok()) {
    diagnostics.add(Code::BadConfigPattern, pattern.at,
                    cat("this pattern of 'config-load' cannot be used: ", compiled->error()),
                    "modbuild explain MB048 tells what is understood");
    return nullptr;
  }
  if (compiled->NumberOfCapturingGroups() == 0) {
    diagnostics.add(Code::BadConfigPattern, pattern.at,
                    "this pattern of 'config-load' has no group that captures the module",
                    "put parentheses around the part that is the module's name or file");
    return nullptr;
  }
  return compiled;
}

std::string without_suffix(std::string_view name) {
  if (name.ends_with(kModuleSuffix)) name.remove_suffix(kModuleSuffix.size());
  return std::string(name);
}

// The name of a module's file for one host, as its manifest says it.
std::string file_of(const Catalog& catalog, const Component& module, const Component& host) {
  const std::map<std::string, std::string> values = {{"name", module.name.value},
                                                     {"host", host.name.value},
                                                     {"tree.name", catalog.tree.name.value},
                                                     {"tree.version", catalog.tree.version.value}};
  std::string unknown;
  return expand_text(module.file_name.value, lookup_in(values), unknown);
}

ModuleNames names_for(const Catalog& catalog, ComponentId host) {
  ModuleNames names;
  for (const ComponentId id : catalog.modules()) {
    const Component& module = catalog.components[id];
    const bool is_loaded = module.any_host || std::find(module.hosts.begin(), module.hosts.end(),
                                                        host) != module.hosts.end();
    if (!is_loaded) continue;
    names[module.name.value] = id;
    if (module.file_name.empty()) continue;
    names.emplace(without_suffix(file_of(catalog, module, catalog.components[host])), id);
  }
  return names;
}

std::vector<HostPatterns> compile_all(const Catalog& catalog, Diagnostics& diagnostics) {
  std::vector<HostPatterns> hosts;
  for (const ComponentId id : catalog.programs()) {
    const Component& program = catalog.components[id];
    if (!program.host || program.host->config_load.empty()) continue;
    HostPatterns host;
    for (const Text& pattern : program.host->config_load) {
      if (auto compiled = compile(pattern, diagnostics)) {
        host.patterns.push_back(std::move(compiled));
      }
    }
    host.names = names_for(catalog, id);
    hosts.push_back(std::move(host));
  }
  return hosts;
}

// A word of the configuration that some pattern takes for a module.
struct FoundWord {
  std::size_t offset = 0;  // in the line
  std::string_view word;
  std::vector<const ModuleNames*> names;  // of the hosts whose patterns found it
};

class ConfigScanner {
 public:
  ConfigScanner(const Catalog& catalog, const std::vector<HostPatterns>& hosts, FileId file,
                Diagnostics& diagnostics)
      : catalog_(catalog), hosts_(hosts), file_(file), diagnostics_(diagnostics) {}

  std::vector<ConfigLoad> run(std::string_view text) {
    for (std::uint32_t number = 1; !text.empty(); ++number) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      std::string_view line = text.substr(0, end);
      text.remove_prefix(std::min(end + 1, text.size()));
      if (line.ends_with('\r')) line.remove_suffix(1);
      for (const FoundWord& found : words_of(line, number)) take(found, line, number);
    }
    return std::move(loads_);
  }

 private:
  // By place; a word that patterns of several hosts find stands there once.
  std::vector<FoundWord> words_of(std::string_view line, std::uint32_t number) {
    std::map<std::pair<std::size_t, std::size_t>, FoundWord> found;
    for (const HostPatterns& host : hosts_) {
      for (const std::unique_ptr<re2::RE2>& pattern : host.patterns) {
        for (const std::string_view word : matches(*pattern, line, number)) {
          const auto offset = static_cast<std::size_t>(word.data() - line.data());
          FoundWord& row = found[{offset, word.size()}];
          row.offset = offset;
          row.word = word;
          row.names.push_back(&host.names);
        }
      }
    }
    std::vector<FoundWord> words;
    for (auto& [place, row] : found) words.push_back(std::move(row));
    return words;
  }

  std::vector<std::string_view> matches(const re2::RE2& pattern, std::string_view line,
                                        std::uint32_t number) {
    std::vector<std::string_view> words;
    const re2::StringPiece text(line.data(), line.size());
    re2::StringPiece groups[2];
    std::size_t at = 0;
    std::size_t count = 0;
    while (at <= line.size() &&
           pattern.Match(text, at, line.size(), re2::RE2::UNANCHORED, groups, 2)) {
      const auto end = static_cast<std::size_t>(groups[0].data() - line.data()) + groups[0].size();
      if (!groups[1].empty()) words.emplace_back(groups[1].data(), groups[1].size());
      // Each search may look at the rest of the line.
      if (++count > kMostMatches) {
        diagnostics_.add(Code::BadConfigFile, {file_, number, 1, number, 1},
                         cat("a pattern matches more than ", std::to_string(kMostMatches),
                             " times in this line"),
                         "give every module a line of its own");
        break;
      }
      at = std::max(end, at + 1);
    }
    return words;
  }

  void take(const FoundWord& found, std::string_view line, std::uint32_t number) {
    const std::string name = without_suffix(base_name(found.word));
    if (name.empty()) {
      diagnostics_.add(Code::UnknownInRequest, place(found, line, number),
                       cat("'", found.word, "' names no module"));
      return;
    }
    Text word{std::string(found.word), place(found, line, number)};
    for (const ModuleNames* names : found.names) {
      const auto known = names->find(name);
      if (known == names->end()) continue;
      if (seen_.insert(known->second).second) loads_.push_back({known->second, std::move(word)});
      return;
    }
    std::set<std::string> near;
    const bool suggests = ++unknown_ <= kMostSuggestions;
    for (const ModuleNames* names : found.names) {
      if (!suggests) break;
      for (const auto& [known, id] : *names) near.insert(known);
    }
    const ComponentId other = catalog_.find_component(name);
    const bool is_other = other.valid() && catalog_.components[other].kind == ComponentKind::Module;
    diagnostics_.add(
        Code::UnknownInRequest, word.at,
        is_other ? cat("the module '", name, "' is not for the program of this configuration")
                 : cat("there is no module '", name, "'"),
        is_other ? std::string() : did_you_mean(name, {near.begin(), near.end()}));
  }

  SourceRange place(const FoundWord& found, std::string_view line, std::uint32_t number) const {
    const auto column = static_cast<std::uint32_t>(display_width(line.substr(0, found.offset)) + 1);
    const auto width = static_cast<std::uint32_t>(display_width(found.word));
    return {file_, number, column, number, column + width};
  }

  const Catalog& catalog_;
  const std::vector<HostPatterns>& hosts_;
  FileId file_;
  Diagnostics& diagnostics_;
  std::set<ComponentId> seen_;
  std::size_t unknown_ = 0;  // words that name no module
  std::vector<ConfigLoad> loads_;
};

}  // namespace

bool has_config_patterns(const Catalog& catalog) {
  const std::vector<ComponentId> programs = catalog.programs();
  return std::any_of(programs.begin(), programs.end(), [&](ComponentId id) {
    const Boxed<HostInfo>& host = catalog.components[id].host;
    return host && !host->config_load.empty();
  });
}

void check_config_patterns(const Catalog& catalog, Diagnostics& diagnostics) {
  compile_all(catalog, diagnostics);
}

std::vector<ConfigLoad> modules_in_config(const Catalog& catalog, std::string_view text,
                                          FileId file, Diagnostics& diagnostics) {
  const std::vector<HostPatterns> hosts = compile_all(catalog, diagnostics);
  return ConfigScanner(catalog, hosts, file, diagnostics).run(text);
}

}  // namespace modbuild
