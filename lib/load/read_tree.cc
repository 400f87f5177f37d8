#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "base/str.h"
#include "load/key_reader.h"
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
    if (item.kind == Value::Kind::String) flags.push_back(item.text);
  }
  return flags;
}

// A flag that stands for a lib found by header: what lies outside the tree may be named.
void check_lib_flag(const Text& flag, const TextRules& rules, Diagnostics& diagnostics) {
  const std::string refusal = refused_flag(flag.value, rules.allow_flags);
  if (refusal.empty()) return;
  diagnostics.add(Code::FlagNotAllowed, flag.at, cat("flag '", flag.value, "' ", refusal),
                  "[tree] allow-flags can permit a flag by name");
}

// A query names a program that is found on PATH, and no shell: its text would be a script.
void check_query(const Text& program, const TextRules& rules, Diagnostics& diagnostics) {
  constexpr std::string_view kShells[] = {"sh",  "bash", "dash",    "ksh",   "zsh", "fish",
                                          "csh", "tcsh", "busybox", "xargs", "env", "sudo"};
  if (!check_text(TextKind::ProgramName, program, rules, diagnostics)) return;
  if (std::find(std::begin(kShells), std::end(kShells), program.value) == std::end(kShells)) return;
  diagnostics.add(Code::BadValue, program.at,
                  cat("'", program.value, "' runs other commands, expected the one to ask"),
                  "name the program that knows: [\"perl\", \"-MExtUtils::Embed\", \"-e\"]");
}

// Rules that hold between the keys of one alternative.
void check_alternative(const AlternativeSection& alternative, const TextRules& rules,
                       Diagnostics& diagnostics) {
  struct Companion {
    const char* key;
    const SourceRange* at;  // of its value; null when it is not given
    bool fits;
    const char* needs;
  };
  const auto first = [](const OneOrMore& list) {
    return list.items.empty() ? nullptr : &list.items.front().at;
  };
  const bool is_tool = !alternative.config_tool.empty();
  const bool is_query = !alternative.query.empty();
  const bool is_header = !alternative.header.empty() || !alternative.link.items.empty();
  const bool is_program = !alternative.program.empty();
  const auto place = [](const Text& text) { return text.empty() ? nullptr : &text.at; };
  const Companion companions[] = {
      {"cflags", first(alternative.cflags), is_tool || is_query || is_header,
       "config-tool, query or header"},
      {"libs", first(alternative.libs), is_tool || is_query || is_header,
       "config-tool, query or header"},
      {"version", first(alternative.version), is_tool || is_program, "config-tool or program"},
      {"needs", place(alternative.needs), is_tool || is_program, "config-tool or program"},
      {"symbol", place(alternative.symbol), is_header, "header or link"},
      {"language", alternative.language == ProbeLanguage::Unset ? nullptr : &alternative.at,
       is_header, "header or link"},
      {"static", alternative.is_static ? &alternative.at : nullptr,
       !alternative.pkg_config.items.empty(), "pkg-config"},
  };
  for (const Companion& companion : companions) {
    if (companion.at == nullptr || companion.fits) continue;
    diagnostics.add(
        Code::BadValue, *companion.at,
        std::string("'") + companion.key + "' has no meaning without " + companion.needs);
  }
  if (is_header) {
    for (const auto* list : {&alternative.cflags, &alternative.libs}) {
      for (const Text& flag : list->items) check_lib_flag(flag, rules, diagnostics);
    }
  }
  if (is_query) check_query(alternative.query.front(), rules, diagnostics);
}

// Globs of directories, relative to the tree's root.
void check_roots(std::vector<Text>& globs, Diagnostics& diagnostics) {
  std::erase_if(globs, [&diagnostics](Text& glob) {
    std::optional<std::string> path = tree_path(glob, {}, diagnostics);
    if (path) glob.value = std::move(*path);
    return !path;
  });
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
  manifest.rules.allow_flags = allowed_flags(root);
  KeyReader(kTreeKeys, manifest.rules, diagnostics).read_table(kTreeKeys, root, &manifest);
  check_roots(manifest.tree.modules, diagnostics);
  check_roots(manifest.tree.programs, diagnostics);
  check_roots(manifest.tree.libraries, diagnostics);
  for (const LibSection& lib : manifest.libs.items) {
    for (const AlternativeSection& alternative : lib.any) {
      check_alternative(alternative, manifest.rules, diagnostics);
    }
  }
  for (const ToolchainSection& toolchain : manifest.toolchains.items) {
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
