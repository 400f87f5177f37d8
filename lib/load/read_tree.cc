#include <optional>
#include <utility>

#include "base/str.h"
#include "load/key_reader.h"
#include "load/tree_manifest.h"
#include "load/tree_paths.h"

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
  const bool is_header = !alternative.header.empty();
  const bool is_program = !alternative.program.empty();
  const Companion companions[] = {
      {"cflags", first(alternative.cflags), is_tool, "config-tool"},
      {"libs", first(alternative.libs), is_tool, "config-tool"},
      {"version", first(alternative.version), is_tool || is_program, "config-tool or program"},
      {"link", first(alternative.link), is_header, "header"},
      {"symbol", alternative.symbol.empty() ? nullptr : &alternative.symbol.at, is_header,
       "header"},
  };
  for (const Companion& companion : companions) {
    if (companion.at == nullptr || companion.fits) continue;
    diagnostics.add(
        Code::BadValue, *companion.at,
        std::string("'") + companion.key + "' has no meaning without " + companion.needs);
  }
  if (is_program && !alternative.version.items.empty()) {
    check_text(TextKind::VersionPredicate, alternative.version.items.front(), rules, diagnostics);
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
