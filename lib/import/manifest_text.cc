#include "import/manifest_text.h"

#include <algorithm>
#include <array>

#include "base/path.h"
#include "base/str.h"

namespace modbuild {
namespace {

constexpr std::size_t kWidth = 100;

using Words = std::vector<std::string>;

// A TOML string: literal where that saves escapes (TOML 1.0, "String").
std::string quoted(std::string_view text) {
  const bool literal = text.find('\'') == std::string_view::npos &&
                       text.find_first_of("\"\\") != std::string_view::npos;
  if (literal) return cat("'", text, "'");
  std::string out = "\"";
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte == 0x7f) {
      append(out, "\\u00");
      out += kDigits[byte / 16];
      out += kDigits[byte % 16];
    } else {
      out += c;
    }
  }
  return out += '"';
}

// Literal text for a place where {placeholders} are filled in.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '{' || c == '}') out += c;
    out += c == kPlaceholderBegin ? '{' : c == kPlaceholderEnd ? '}' : c;
  }
  return out;
}

// Items between brackets, on one line where they fit.
std::string list_of(const Words& items, std::size_t before) {
  std::string line = cat("[", join(items, ", "), "]");
  if (before + line.size() <= kWidth) return line;
  std::string out = "[\n";
  std::string row = " ";
  for (const std::string& item : items) {
    if (row.size() + item.size() + 2 > kWidth && row.size() > 1) {
      append(out, row, "\n");
      row.assign(1, ' ');
    }
    append(row, " ", item, ",");
  }
  return append(out, row, "\n]"), out;
}

Words quoted_all(const Words& values) {
  Words items;
  for (const std::string& value : values) items.push_back(quoted(value));
  return items;
}

std::string value_text(const ImportedValue& value, std::string_view key, bool literal) {
  const std::string text = quoted(literal ? escaped(value.value) : value.value);
  if (value.when.empty()) return text;
  return cat("{ ", key, " = ", text, ", when = ", quoted(value.when), " }");
}

// Words of a command: braces are literal but in placeholders that stand there already.
Words with_braces(const Words& words) {
  Words result;
  for (const std::string& word : words) {
    std::string text;
    for (std::size_t at = 0; at < word.size(); ++at) {
      const std::string_view rest = std::string_view(word).substr(at);
      const bool known = rest.starts_with("{inputs[") || rest.starts_with("{outputs[") ||
                         rest.starts_with("{lib.");
      if (known) {
        const std::size_t end = rest.find('}');
        text += rest.substr(0, end + 1);
        at += end;
      } else {
        text.append(word[at] == '{' || word[at] == '}' ? 2 : 1, word[at]);
      }
    }
    result.push_back(std::move(text));
  }
  return result;
}

class Writer {
 public:
  void line(std::string_view text) { append(out_, text, "\n"); }
  void section(std::string_view name) { append(out_, out_.empty() ? "" : "\n", "[", name, "]\n"); }
  void entry(std::string_view name) { append(out_, "\n[[", name, "]]\n"); }
  void text(std::string_view key, std::string_view value) {
    if (!value.empty()) append(out_, key, " = ", quoted(value), "\n");
  }
  void list(std::string_view key, const Words& values) {
    if (!values.empty())
      append(out_, key, " = ", list_of(quoted_all(values), key.size() + 3), "\n");
  }
  void values(std::string_view key, const ImportedValues& values, std::string_view item,
              bool literal) {
    if (values.empty()) return;
    Words items;
    for (const ImportedValue& value : values) items.push_back(value_text(value, item, literal));
    append(out_, key, " = ", list_of(items, key.size() + 3), "\n");
  }
  void settings(const ImportedValues& includes, const ImportedValues& defines,
                const ImportedValues& cflags, const ImportedValues& ldflags) {
    values("includes", includes, "value", false);
    values("defines", defines, "value", true);
    values("cflags", cflags, "value", true);
    values("ldflags", ldflags, "value", true);
  }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

std::string key_text(const std::string& name) {
  const bool bare = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  });
  return bare ? name : quoted(name);
}

// One alternative on one line, if it may be as long as that.
std::string alternative_text(const ImportedAlternative& one) {
  const auto value = [](const Words& values) {
    return values.size() == 1 ? quoted(values.front())
                              : cat("[", join(quoted_all(values), ", "), "]");
  };
  Words parts;
  for (const auto& [key, values] : one.keys) {
    const bool flag = key == "static";
    const bool many =
        key == "query" || key == "add-cflags" || key == "add-libs" || key == "defines";
    parts.push_back(cat(key, " = ",
                        flag   ? std::string("true")
                        : many ? cat("[", join(quoted_all(values), ", "), "]")
                               : value(values)));
  }
  if (!one.variables.empty()) {
    Words variables;
    for (const auto& [name, words] : one.variables) {
      variables.push_back(cat(key_text(name), " = ", value(words)));
    }
    parts.push_back(cat("variables = { ", join(variables, ", "), " }"));
  }
  return cat("{ ", join(parts, ", "), " }");
}

void write_libs(Writer& out, const ImportedTree& tree) {
  for (const auto& [name, lib] : tree.libs) {
    out.section(cat("libs.", key_text(name)));
    Words alternatives;
    for (const ImportedAlternative& one : lib.any) alternatives.push_back(alternative_text(one));
    if (alternatives.size() == 1 && alternatives.front().size() + 9 <= kWidth) {
      out.line(cat("any = [", alternatives.front(), "]"));
      continue;
    }
    out.line("any = [");
    for (const std::string& one : alternatives) out.line(cat("  ", one, ","));
    out.line("]");
  }
}

void write_groups(Writer& out, const ImportedTree& tree) {
  if (tree.groups.empty()) return;
  out.section("groups");
  for (const ImportedGroup& group : tree.groups) {
    const std::string key = key_text(group.name);
    if (group.groups.empty()) {
      out.list(key, group.modules);
      continue;
    }
    // An inline table cannot be broken over lines, the lists in it can.
    std::string text = cat(key, " = { groups = ");
    append(text, list_of(quoted_all(group.groups), text.size()));
    if (!group.modules.empty()) {
      append(text, ", modules = ", list_of(quoted_all(group.modules), 20));
    }
    out.line(cat(text, " }"));
  }
}

void write_defaults(Writer& out, const ImportedTree& tree) {
  const auto section = [&](std::string_view name, const ImportedSettings& settings) {
    const bool empty = settings.includes.empty() && settings.defines.empty() &&
                       settings.cflags.empty() && settings.ldflags.empty();
    if (empty) return;
    out.section(name);
    out.settings(settings.includes, settings.defines, settings.cflags, settings.ldflags);
  };
  section("defaults", tree.common);
  section("defaults.module", tree.for_modules);
  section("defaults.program", tree.for_programs);
}

void write_build(Writer& out, const ImportedComponent& component) {
  Writer build;
  build.values("sources", component.sources, "value", false);
  build.list("exclude", component.exclude);
  build.settings(component.includes, component.defines, component.cflags, component.ldflags);
  if (!component.per_file.empty()) {
    build.line("per-file = [");
    for (const ImportedPerFile& one : component.per_file) {
      Words parts = {cat("files = ", list_of(quoted_all(one.files), 0))};
      Words defines;
      for (const std::string& define : one.defines) defines.push_back(quoted(escaped(define)));
      if (!one.cflags.empty())
        parts.push_back(cat("cflags = [", join(quoted_all(one.cflags), ", "), "]"));
      if (!defines.empty()) parts.push_back(cat("defines = [", join(defines, ", "), "]"));
      build.line(cat("  { ", join(parts, ", "), " },"));
    }
    build.line("]");
  }
  const std::string text = build.take();
  if (text.empty()) return;
  out.section("build");
  out.line(std::string_view(text).substr(0, text.size() - 1));
}

void write_depends(Writer& out, const ImportedComponent& component) {
  if (component.libs.empty() && component.load.empty()) return;
  out.section("depends");
  out.values("load", component.load, "module", false);
  out.values("libs", component.libs, "value", false);
}

void write_features(Writer& out, const ImportedComponent& component) {
  for (const ImportedFeature& feature : component.features) {
    out.section(cat("features.", key_text(feature.name)));
    if (feature.by_default != "auto") out.text("default", feature.by_default);
    out.values("libs", feature.libs, "value", false);
    out.settings(feature.includes, feature.defines, feature.cflags, feature.ldflags);
    out.text("when", feature.when);
  }
}

void write_steps(Writer& out, const ImportedComponent& component) {
  for (const ImportedGenerate& generate : component.generates) {
    out.entry("generate");
    out.list("inputs", generate.inputs);
    out.list("outputs", generate.outputs);
    out.list("command", with_braces(generate.command));
    if (generate.to_stdout) out.line("stdout = true");
  }
  for (const ImportedInstall& install : component.installs) {
    out.entry("install");
    out.text("kind", install.kind);
    out.list("from", install.from);
    out.text("to", install.to);
    out.text("rename", install.rename);
    out.text("mode", install.mode);
    if (install.keep_tree) out.line("keep-tree = true");
    if (!install.subst.empty()) {
      Words parts;
      for (const auto& [from, to] : install.subst) {
        parts.push_back(cat(quoted(from), " = ", quoted(to)));
      }
      out.line(cat("subst = { ", join(parts, ", "), " }"));
    }
    out.text("when", install.when);
  }
}

}  // namespace

std::string tree_manifest_text(const ImportedTree& tree, const std::string& sources) {
  Writer out;
  out.line("schema = 1");
  out.section("tree");
  out.text("name", tree.name);
  out.text("version", tree.version);
  out.text("sources", sources);
  out.list("modules", tree.modules);
  out.list("programs", tree.programs);
  out.text("default-group", tree.default_group);
  out.list("allow-flags", tree.allow_flags);
  write_defaults(out, tree);
  write_libs(out, tree);
  write_groups(out, tree);
  if (!tree.dirs.empty()) {
    out.section("profiles.make");
    out.text("description", "the directories that the makefiles install into by default");
    Words parts;
    for (const auto& [name, path] : tree.dirs) parts.push_back(cat(name, " = ", quoted(path)));
    out.line(cat("dirs = { ", join(parts, ", "), " }"));
  }
  return out.take();
}

std::string component_manifest_text(const ImportedComponent& component) {
  Writer out;
  out.line("schema = 1");
  out.section(component.kind == ImportedKind::Module ? "module" : "program");
  const std::string_view directory = base_name(component.directory);
  if (component.name != directory) out.text("name", component.name);
  out.text("description", component.description);
  out.text("file", component.file);
  out.text("to", component.to);
  out.text("when", component.when);
  write_build(out, component);
  write_depends(out, component);
  write_features(out, component);
  write_steps(out, component);
  if (!component.entry_symbols.empty()) {
    out.section("host");
    out.list("entry-symbols", component.entry_symbols);
    out.text("static", "shim");
  }
  return out.take();
}

}  // namespace modbuild
