#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "base/expand_text.h"
#include "base/str.h"
#include "load/key_reader.h"
#include "load/placeholders.h"
#include "load/tree_manifest.h"
#include "load/tree_paths.h"
#include "model/flag_policy.h"

namespace modbuild {
namespace {

// The flags that the tree permits, needed before any flag is read.
std::vector<std::string> allowed_flags(const Value& root) {
  std::vector<std::string> flags;
  const Value* tree = root.find("tree");
  const Value* list = tree == nullptr ? nullptr : tree->find("allow-flags");
  if (list == nullptr) return flags;
  for (const Value& item : list->items) {
    if (item.kind == Value::Kind::String) flags.emplace_back(item.text);
  }
  return flags;
}

// A flag that stands for a lib: what lies outside the tree may be named.
void check_lib_flag(const Text& flag, const TextRules& rules, Diagnostics& diagnostics) {
  if (rules.untrusted) {  // as any other flag
    check_text(TextKind::Flag, flag, rules, diagnostics);
    return;
  }
  const std::string refusal = refused_flag(flag.value, rules.allow_flags);
  if (refusal.empty()) return;
  diagnostics.add(Code::FlagNotAllowed, flag.at, cat("flag '", flag.value, "' ", refusal),
                  "[tree] allow-flags can permit a flag by name");
}

// A flag that is filled in with what the machine says: it must be able to become a permitted one.
void check_added_flag(const Text& flag, const WordsMap& variables, const TextRules& rules,
                      Diagnostics& diagnostics) {
  std::vector<std::string_view> names;
  for (const WordsMap::Item& item : variables.items) names.push_back(item.name.value);
  if (!check_placeholders(flag, names, diagnostics)) return;
  const auto with = [&flag](const std::string& value) {
    std::string unknown;
    return expand_text(
        flag.value, [&value](std::string_view) { return &value; }, unknown);
  };
  if (refused_flag(with("/x.so"), rules.allow_flags).empty()) return;
  if (refused_flag(with("x"), rules.allow_flags).empty()) return;
  check_lib_flag(flag, rules, diagnostics);
}

// pkg-config gives one variable of the .pc file at a time.
void check_package_variable(const WordsMap::Item& variable, const TextRules& rules,
                            Diagnostics& diagnostics) {
  check_text(TextKind::VariableName, variable.words.front(), rules, diagnostics);
  if (variable.words.size() == 1) return;
  diagnostics.add(
      Code::BadValue, variable.words[1].at,
      cat("'variables.", variable.name.value, "' names ", std::to_string(variable.words.size()),
          " variables of pkg-config, expected one"),
      "give each a name of its own");
}

bool runs_anything(const Text& program) {
  constexpr std::string_view kShells[] = {"sh",  "bash", "dash",    "ksh",   "zsh", "fish",
                                          "csh", "tcsh", "busybox", "xargs", "env", "sudo"};
  return std::find(std::begin(kShells), std::end(kShells), program.value) != std::end(kShells);
}

// Who is asked about a library is a program that knows, and none that runs whatever it is told: the
// text behind a shell would be a script.
void check_no_runner(const Text& program, const TextRules& rules, Diagnostics& diagnostics) {
  if (!check_text(TextKind::ProgramName, program, rules, diagnostics)) return;
  if (!runs_anything(program)) return;
  diagnostics.add(Code::BadValue, program.at,
                  cat("'", program.value, "' runs other commands, expected the one to ask"),
                  "name the program that knows: [\"perl\", \"-MExtUtils::Embed\", \"-e\"]");
}

// A compiler with its options; a launcher may stand in front of it.
void check_compiler_words(const std::vector<Text>& words, const TextRules& rules,
                          Diagnostics& diagnostics) {
  constexpr std::string_view kLaunchers[] = {"ccache", "distcc", "icecc", "sccache"};
  if (words.empty() || words.front().value.starts_with('-')) return;
  check_no_runner(words.front(), rules, diagnostics);
  const bool launcher = std::find(std::begin(kLaunchers), std::end(kLaunchers),
                                  words.front().value) != std::end(kLaunchers);
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (words[i].value.starts_with('-') || (i == 1 && launcher)) continue;
    diagnostics.add(Code::BadValue, words[i].at,
                    cat("'", words[i].value, "' is no option of '", words.front().value, "'"),
                    "behind the program stand its options; ccache, distcc, icecc and sccache may "
                    "have a program behind them");
  }
}

// "version" is what to ask; what the answer must be stands in "needs".
void check_is_argument(const Text& version, Diagnostics& diagnostics) {
  if (version.value.find_first_of("<>=!") != 0) return;
  diagnostics.add(
      Code::BadValue, version.at,
      cat("'", version.value, "' is no argument that makes a program print its version"),
      cat("write needs = \"", version.value, "\""));
}

// Rules that hold between the keys of one alternative.
void check_alternative(const AlternativeSection& alternative, const TextRules& rules,
                       Diagnostics& diagnostics) {
  struct Companion {
    const char* key;
    const SourceRange* at;  // of its value; null when it is not given
    bool fits;
    const char* needs;
    const char* instead = "";
  };
  const auto first = [](const OneOrMore& list) {
    return list.items.empty() ? nullptr : &list.items.front().at;
  };
  const bool is_tool = !alternative.config_tool.empty();
  const bool is_query = !alternative.query.empty();
  const bool is_program = !alternative.program.empty();
  const bool is_package = !alternative.pkg_config.items.empty();
  const bool prints = is_tool || is_query || is_package;
  const bool has_test = !alternative.header.empty() || !alternative.link.items.empty();
  const bool is_header = has_test && !prints;
  const auto place = [](const Text& text) { return text.empty() ? nullptr : &text.at; };
  const Companion companions[] = {
      {"cflags", first(alternative.cflags), is_tool || is_query || is_header,
       "config-tool, query or header",
       is_package ? "flags that stand behind those of pkg-config are 'add-cflags'" : ""},
      {"libs", first(alternative.libs), is_tool || is_query || is_header,
       "config-tool, query or header",
       is_package ? "flags that stand behind those of pkg-config are 'add-libs'" : ""},
      {"add-cflags", first(alternative.add_cflags), prints, "pkg-config, config-tool or query"},
      {"add-libs", first(alternative.add_libs), prints, "pkg-config, config-tool or query"},
      {"variables",
       alternative.variables.items.empty() ? nullptr : &alternative.variables.items.front().name.at,
       prints, "pkg-config, config-tool or query"},
      {"version", first(alternative.version), is_tool || is_program, "config-tool or program"},
      {"needs", place(alternative.needs), is_tool || is_program, "config-tool or program"},
      {"symbol", place(alternative.symbol), has_test || prints, "header or link"},
      {"language", alternative.language == ProbeLanguage::Unset ? nullptr : &alternative.at,
       has_test || (prints && !alternative.symbol.empty()), "header or link"},
      {"static", alternative.is_static ? &alternative.at : nullptr, is_package, "pkg-config"},
  };
  for (const Companion& companion : companions) {
    if (companion.at == nullptr || companion.fits) continue;
    diagnostics.add(Code::BadValue, *companion.at,
                    cat("'", companion.key, "' has no meaning without ", companion.needs),
                    companion.instead);
  }
  if (is_header) {
    for (const auto* list : {&alternative.cflags, &alternative.libs}) {
      for (const Text& flag : list->items) check_lib_flag(flag, rules, diagnostics);
    }
  }
  for (const auto* list : {&alternative.add_cflags, &alternative.add_libs}) {
    for (const Text& flag : list->items) {
      check_added_flag(flag, alternative.variables, rules, diagnostics);
    }
  }
  if (is_package) {
    for (const WordsMap::Item& variable : alternative.variables.items) {
      check_package_variable(variable, rules, diagnostics);
    }
  }
  if (is_query) check_no_runner(alternative.query.front(), rules, diagnostics);
  if (is_tool) check_no_runner(alternative.config_tool, rules, diagnostics);
  if (is_program && !alternative.version.items.empty()) {
    check_no_runner(alternative.program, rules, diagnostics);
    check_is_argument(alternative.version.items.front(), diagnostics);
  }
}

// Globs of directories, relative to the tree's root.
void check_roots(std::vector<Text>& globs, Diagnostics& diagnostics) {
  std::erase_if(globs, [&diagnostics](Text& glob) {
    std::optional<std::string> path = tree_path(glob, {}, diagnostics);
    if (path) glob.value = std::move(*path);
    return !path;
  });
}

void check_launcher(const LauncherSection& launcher, Diagnostics& diagnostics) {
  for (const OneOrMore* words : {&launcher.common, &launcher.c, &launcher.cxx}) {
    for (const Text& word : words->items) {
      if (word.value == "none" && words->items.size() > 1) {
        diagnostics.add(Code::BadValue, word.at, "'none' stands beside other launchers",
                        "\"none\" by itself means that there is none");
      } else if (runs_anything(word)) {
        diagnostics.add(Code::BadValue, word.at,
                        cat("'", word.value, "' runs other commands, expected a launcher"),
                        "name a program that knows compilers: ccache, sccache, distcc, icecc");
      }
    }
  }
}

// What stands for no component in particular has nothing to put in place of {name}.
void check_variant(const VariantSection& variant, Diagnostics& diagnostics) {
  for (const Text& define : variant.defines) {
    if (define.value.find_first_of("{}") == std::string::npos) continue;
    diagnostics.add(Code::UnknownPlaceholder, define.at,
                    cat("nothing stands for the braces of '", define.value, "' in a variant"),
                    "defines with placeholders belong into [defaults] or to components");
  }
}

// A command begins with a program.
void check_command(const OneOrMore& command, std::string_view key, const Text& toolchain,
                   Diagnostics& diagnostics) {
  if (command.items.empty() || !command.items.front().value.starts_with('-')) return;
  const Text& first = command.items.front();
  diagnostics.add(Code::BadValue, first.at,
                  cat("'", key, "' of toolchain '", toolchain.value, "' begins with the flag '",
                      first.value, "', expected a program"),
                  "name a program that is found on PATH; flags stand behind it");
}

}  // namespace

void read_tree(const Value& root, TreeManifest& manifest, Diagnostics& diagnostics) {
  if (!manifest.rules.untrusted) manifest.rules.allow_flags = allowed_flags(root);
  KeyReader(kTreeKeys, manifest.rules, diagnostics).read_table(kTreeKeys, root, &manifest);
  check_roots(manifest.tree.modules, diagnostics);
  check_roots(manifest.tree.programs, diagnostics);
  check_roots(manifest.tree.libraries, diagnostics);
  for (const LibSection& lib : manifest.libs.items) {
    for (const AlternativeSection& alternative : lib.any) {
      check_alternative(alternative, manifest.rules, diagnostics);
    }
  }
  for (const VariantSection& variant : manifest.variants.items) check_variant(variant, diagnostics);
  check_launcher(manifest.toolchain, diagnostics);
  for (const ToolchainSection& toolchain : manifest.toolchains.items) {
    check_launcher(toolchain.launcher, diagnostics);
    for (const auto* words : {&toolchain.cc, &toolchain.cxx, &toolchain.ar}) {
      check_compiler_words(words->items, manifest.rules, diagnostics);
    }
    if (toolchain.cc.items.empty() && !diagnostics.has_errors()) {
      diagnostics.add(Code::BadValue, toolchain.name.at,
                      cat("`cc` of toolchain '", toolchain.name.value, "' names no program"));
    }
    check_command(toolchain.cc, "cc", toolchain.name, diagnostics);
    check_command(toolchain.cxx, "cxx", toolchain.name, diagnostics);
    check_command(toolchain.ar, "ar", toolchain.name, diagnostics);
  }
}

}  // namespace modbuild
