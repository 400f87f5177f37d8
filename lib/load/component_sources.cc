// Which files a component compiles: `sources`, `exclude`, `per-file`, and the sources of features.
#include <algorithm>
#include <functional>
#include <iterator>
#include <utility>

#include "base/glob.h"
#include "base/path.h"
#include "base/sort_once.h"
#include "base/str.h"
#include "load/component_builder.h"
#include "load/tree_paths.h"
#include "model/language.h"

namespace modbuild {
namespace {

// A file with the entry that named it. An entry that names a file outright says more about it than
// a glob that happens to match it.
struct Candidate {
  SourceFile file;
  bool is_exact = false;
};

// True where either holds.
When either(When a, When b) {
  if (a.always()) return a;
  if (b.always()) return b;
  When::Expression& left = *a.expression;
  When::Expression& right = *b.expression;
  left.text = cat("(", left.text, ") | (", right.text, ")");
  left.nodes.insert(left.nodes.end(), std::make_move_iterator(right.nodes.begin()),
                    std::make_move_iterator(right.nodes.end()));
  left.nodes.push_back({When::Op::Or, {}, {}, {}, left.at});
  return a;
}

void report_suffix(const Text& text, std::string_view suffix, Diagnostics& diagnostics) {
  const bool is_header = suffix == ".h" || suffix == ".hh" || suffix == ".hpp" || suffix == ".hxx";
  std::string help = "known are .c, .cc .cpp .cxx .C (C++), .s and .S (assembler)";
  if (is_header) help = "headers are found through `includes` and need not be listed";
  diagnostics.add(Code::UnknownSuffix, text.at,
                  suffix.empty() ? cat("'", text.value, "' has no suffix that names a language")
                                 : cat("no compiler is known for '", suffix, "' files"),
                  std::move(help));
}

// Whether the suffix that every match of the glob has is a source file's.
bool has_fitting_suffix(const Text& text, Diagnostics& diagnostics) {
  const std::string_view suffix = suffix_of(text.value);
  if (suffix.empty() || has_glob(suffix) || language_of(cat("x", suffix))) return true;
  report_suffix(text, suffix, diagnostics);
  return false;
}

class SourceBuilder {
 public:
  explicit SourceBuilder(const BuildContext& context) : context_(context) {}

  // The files of one list, by path, each once.
  std::vector<Candidate> expand(const TextList& entries) {
    std::vector<Candidate> candidates;
    for (const Conditional<Text>& entry : entries) add(entry, candidates);
    return merged(std::move(candidates));
  }

  // Every source file of the component's own directory.
  std::vector<Candidate> own(const SourceRange& at) {
    std::vector<Candidate> candidates;
    for (std::string& path : context_.finder.own_files()) {
      const std::optional<Language> language = language_of(path);
      if (language && check_carriable(path, "file", at, context_.diagnostics)) {
        candidates.push_back({{std::move(path), *language, at, {}}, false});
      }
    }
    return candidates;
  }

 private:
  void add(const Conditional<Text>& entry, std::vector<Candidate>& candidates) {
    const Text& text = entry.value;
    const bool is_exact = !has_glob(text.value);
    if (!is_exact && !has_fitting_suffix(text, context_.diagnostics)) return;
    std::vector<std::string> files = context_.finder.files(text);
    const bool found_files = !files.empty();
    bool found_sources = false;
    candidates.reserve(candidates.size() + files.size());
    for (std::string& path : files) {
      const std::optional<Language> language = language_of(path);
      if (language) {
        candidates.push_back({{std::move(path), *language, text.at, entry.when}, is_exact});
        found_sources = true;
      } else if (is_exact) {
        report_suffix(text, suffix_of(path), context_.diagnostics);
        found_sources = true;  // one mistake is enough
      }
    }
    if (found_files && !found_sources) {
      context_.diagnostics.add(Code::EmptyGlob, text.at,
                               cat("glob '", text.value, "' matches files, but no source file"),
                               "mend it or remove it");
    }
  }

  static std::vector<Candidate> merged(std::vector<Candidate> candidates) {
    const auto is_before = [](const Candidate& a, const Candidate& b) {
      return a.file.path < b.file.path;
    };
    // The files of one glob are so already.
    if (std::adjacent_find(candidates.begin(), candidates.end(), std::not_fn(is_before)) ==
        candidates.end()) {
      return candidates;
    }
    std::stable_sort(candidates.begin(), candidates.end(), is_before);
    std::vector<Candidate> kept;
    for (Candidate& candidate : candidates) {
      if (kept.empty() || kept.back().file.path != candidate.file.path) {
        kept.push_back(std::move(candidate));
      } else if (candidate.is_exact && !kept.back().is_exact) {
        kept.back() = std::move(candidate);
      } else if (candidate.is_exact == kept.back().is_exact) {
        SourceFile& file = kept.back().file;
        file.when = either(std::move(file.when), std::move(candidate.file.when));
      }
    }
    return kept;
  }

  const BuildContext& context_;
};

std::vector<SourceFile> files_of(std::vector<Candidate> candidates) {
  std::vector<SourceFile> files;
  files.reserve(candidates.size());
  for (Candidate& candidate : candidates) files.push_back(std::move(candidate.file));
  return files;
}

// Takes out what `exclude` names; where that depends on a condition, the plan does it.
void apply_exclude(const TextList& exclude, Component& component, const BuildContext& context) {
  std::vector<std::string> always;
  for (const Conditional<Text>& entry : exclude) {
    for (std::string& path : context.finder.files(entry.value)) {
      if (entry.when.always()) {
        always.push_back(std::move(path));
      } else {
        component.excluded.push_back({std::move(path), entry.when});
      }
    }
  }
  if (always.empty()) return;
  std::sort(always.begin(), always.end());
  const auto remove = [&always](std::vector<SourceFile>& files) {
    std::erase_if(files, [&always](const SourceFile& file) {
      return std::binary_search(always.begin(), always.end(), file.path);
    });
  };
  remove(component.sources);
  for (Feature& feature : component.features) remove(feature.sources);
}

// Every source of the component, whatever its conditions.
std::vector<const SourceFile*> all_sources(const Component& component) {
  std::vector<const SourceFile*> all;
  for (const SourceFile& file : component.sources) all.push_back(&file);
  for (const Feature& feature : component.features) {
    for (const SourceFile& file : feature.sources) all.push_back(&file);
  }
  const auto is_before = [](const SourceFile* a, const SourceFile* b) { return a->path < b->path; };
  if (!std::is_sorted(all.begin(), all.end(), is_before)) {
    std::sort(all.begin(), all.end(), is_before);
  }
  return all;
}

bool has_capital(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

void check_case(const std::vector<const SourceFile*>& files, Diagnostics& diagnostics) {
  const bool is_possible = std::any_of(
      files.begin(), files.end(), [](const SourceFile* file) { return has_capital(file->path); });
  if (!is_possible) return;
  std::vector<std::pair<std::string, const SourceFile*>> lower;
  for (const SourceFile* file : files) lower.emplace_back(ascii_lower(file->path), file);
  std::stable_sort(lower.begin(), lower.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (std::size_t i = 1; i < lower.size(); ++i) {
    const SourceFile& first = *lower[i - 1].second;
    const SourceFile& second = *lower[i].second;
    if (lower[i].first != lower[i - 1].first || first.path == second.path) continue;
    diagnostics.add(Code::CaseCollision, second.at,
                    cat("files '", first.path, "' and '", second.path, "' differ in case only"),
                    "rename one of the two: on some file systems they are one file");
  }
}

bool is_generated(const Component& component, const std::string& name) {
  return std::any_of(component.generates.begin(), component.generates.end(),
                     [&](const Generate& generate) {
                       return std::any_of(generate.outputs.begin(), generate.outputs.end(),
                                          [&](const Text& output) { return output.value == name; });
                     });
}

void build_per_file(std::vector<PerFileSection>& sections,
                    const std::vector<const SourceFile*>& sources, Component& component,
                    const BuildContext& context) {
  const auto is_source = [&sources](const std::string& path) {
    const auto found = std::lower_bound(
        sources.begin(), sources.end(), path,
        [](const SourceFile* file, const std::string& wanted) { return file->path < wanted; });
    return found != sources.end() && (*found)->path == path;
  };
  for (PerFileSection& section : sections) {
    PerFile rule;
    for (const Text& text : section.files) {
      if (is_generated(component, text.value)) {
        rule.generated.push_back(text.value);
        continue;
      }
      std::vector<std::string> files = context.finder.files(text);
      const bool found_any = !files.empty();
      std::erase_if(files, [&](const std::string& path) { return !is_source(path); });
      if (found_any && files.empty()) {
        context.diagnostics.add(Code::EmptyGlob, text.at,
                                cat("'", text.value, "' matches no source of the component"),
                                "the rule would have no effect: mend or remove it, or add the file "
                                "to `sources`");
      }
      rule.files.insert(rule.files.end(), std::make_move_iterator(files.begin()),
                        std::make_move_iterator(files.end()));
    }
    sort_once(rule.files);
    rule.cflags = std::move(section.cflags);
    rule.defines = std::move(section.defines);
    rule.when = std::move(section.when);
    rule.at = section.at;
    component.per_file.push_back(std::move(rule));
  }
}

}  // namespace

void build_includes(TextList& includes, const BuildContext& context) {
  std::erase_if(includes, [&context](Conditional<Text>& include) {
    std::optional<std::string> path = context.finder.directory(include.value);
    if (path) include.value.value = std::move(*path);
    return !path;
  });
}

void build_sources(ComponentManifest& manifest, Component& component, const BuildContext& context) {
  SourceBuilder builder(context);
  std::vector<std::string> of_features;
  for (FeatureSection& feature : manifest.features.items) {
    build_includes(feature.settings.includes, context);
    Feature& made = component.features.emplace_back();
    made.sources = files_of(builder.expand(feature.sources));
    for (const SourceFile& file : made.sources) of_features.push_back(file.path);
  }
  std::vector<Candidate> candidates = manifest.build.sources
                                          ? builder.expand(*manifest.build.sources)
                                          : builder.own(component.name.at);
  // A file that a feature names is the feature's, even if a glob matches it too.
  std::sort(of_features.begin(), of_features.end());
  std::erase_if(candidates, [&of_features](const Candidate& candidate) {
    return !candidate.is_exact &&
           std::binary_search(of_features.begin(), of_features.end(), candidate.file.path);
  });
  // What a step makes is compiled where the step puts it, whatever an earlier build left here.
  std::erase_if(candidates, [&](const Candidate& candidate) {
    const std::string& path = candidate.file.path;
    return !candidate.is_exact && is_below(path, component.dir) &&
           is_generated(component,
                        path.substr(component.dir.empty() ? 0 : component.dir.size() + 1));
  });
  component.sources = files_of(std::move(candidates));
  apply_exclude(manifest.build.exclude, component, context);
  build_includes(manifest.build.settings.includes, context);
  const std::vector<const SourceFile*> sources = all_sources(component);
  check_case(sources, context.diagnostics);
  build_per_file(manifest.build.per_file, sources, component, context);
}

}  // namespace modbuild
