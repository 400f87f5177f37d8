#include "import_view.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <set>

#include "base/json_writer.h"
#include "base/path.h"
#include "base/str.h"

namespace modbuild::tool {
namespace {

using Test = std::function<bool(const ImportedComponent&)>;

bool has_when(const ImportedValues& values, std::string_view word) {
  return std::any_of(values.begin(), values.end(), [&](const ImportedValue& value) {
    return value.when.find(word) != std::string::npos;
  });
}

bool depends_on_system(const ImportedComponent& one) {
  for (const std::string_view word : {"linux", "darwin", "bsd", "solaris", "cc("}) {
    for (const ImportedValues* values :
         {&one.defines, &one.includes, &one.cflags, &one.ldflags, &one.libs}) {
      if (has_when(*values, word)) return true;
    }
  }
  return false;
}

bool has_feature(const ImportedComponent& one, std::string_view by_default) {
  return std::any_of(one.features.begin(), one.features.end(), [&](const ImportedFeature& feature) {
    return feature.by_default == by_default;
  });
}

bool installs(const ImportedComponent& one, std::string_view kind) {
  return std::any_of(one.installs.begin(), one.installs.end(),
                     [&](const ImportedInstall& install) { return install.kind == kind; });
}

bool is_trivial(const ImportedComponent& one) {
  const bool more_installs = std::any_of(one.installs.begin(), one.installs.end(),
                                         [](const ImportedInstall& i) { return i.kind != "doc"; });
  return one.sources.empty() && one.defines.empty() && one.includes.empty() && one.cflags.empty() &&
         one.ldflags.empty() && one.per_file.empty() && one.features.empty() &&
         one.generates.empty() && !more_installs && one.libs.size() <= 1;
}

struct Concept {
  const char* name;
  bool (*has)(const ImportedComponent&);
};

constexpr auto kConcepts = std::to_array<Concept>({
    {"nothing but a name", is_trivial},
    {"external libraries", [](const ImportedComponent& one) { return !one.libs.empty(); }},
    {"libraries that are optional",
     [](const ImportedComponent& one) { return has_feature(one, "auto"); }},
    {"options of the user", [](const ImportedComponent& one) { return has_feature(one, "off"); }},
    {"conditions on system or compiler", depends_on_system},
    {"defines of its own", [](const ImportedComponent& one) { return !one.defines.empty(); }},
    {"sources chosen by name", [](const ImportedComponent& one) { return !one.sources.empty(); }},
    {"flags of single files", [](const ImportedComponent& one) { return !one.per_file.empty(); }},
    {"generated sources", [](const ImportedComponent& one) { return !one.generates.empty(); }},
    {"modules needed at run time", [](const ImportedComponent& one) { return !one.load.empty(); }},
    {"configuration files", [](const ImportedComponent& one) { return installs(one, "config"); }},
    {"data files", [](const ImportedComponent& one) { return installs(one, "data"); }},
    {"scripts", [](const ImportedComponent& one) { return installs(one, "script"); }},
    {"manual pages", [](const ImportedComponent& one) { return installs(one, "man"); }},
    {"documents", [](const ImportedComponent& one) { return installs(one, "doc"); }},
});

std::size_t count_with(const ImportedTree& tree, const Concept& one) {
  return static_cast<std::size_t>(
      std::count_if(tree.components.begin(), tree.components.end(), one.has));
}

std::size_t modules_of(const ImportedTree& tree) {
  return static_cast<std::size_t>(
      std::count_if(tree.components.begin(), tree.components.end(),
                    [](const auto& one) { return one.kind == ImportedKind::Module; }));
}

// The modules that something is left over of.
std::set<std::string> incomplete(const ImportedTree& tree) {
  std::set<std::string> names;
  for (const ImportNote& note : tree.leftovers) {
    for (const ImportedComponent& component : tree.components) {
      if (component.kind == ImportedKind::Module && is_below(note.file, component.directory)) {
        names.insert(component.name);
      }
    }
  }
  return names;
}

std::string place(const ImportNote& note) {
  if (note.file.empty()) return "modbuild.toml";
  return note.line == 0 ? note.file : cat(note.file, ":", std::to_string(note.line));
}

void append_notes(const Context& context, std::string& out, std::string_view title,
                  const std::vector<ImportNote>& notes) {
  if (notes.empty()) return;
  append(out, "\n", context.styled(title, Style::Bold), "\n");
  Table table;
  for (const ImportNote& note : notes) table.row({{shown(place(note))}, {shown(note.text)}});
  out += table.text(context.layout(2));
}

std::string_view change_word(ImportChange change) {
  constexpr std::array<std::string_view, 5> kChangeWords = {"created", "updated", "same", "kept",
                                                            "removed"};
  return kChangeWords[static_cast<std::size_t>(change)];
}

std::string files_line(const std::vector<ImportedFile>& files) {
  std::map<ImportChange, std::size_t> counts;
  for (const ImportedFile& file : files) ++counts[file.change];
  std::vector<std::string> parts;
  for (const auto& [change, count] : counts) {
    parts.push_back(cat(std::to_string(count), " ", change_word(change)));
  }
  return cat(count_of(files.size(), "manifest"), ": ", join(parts, ", "));
}

void write_notes(JsonWriter& json, std::string_view key, const std::vector<ImportNote>& notes) {
  json.key(key).begin_array();
  for (const ImportNote& note : notes) {
    json.begin_object(true).member("file", note.file);
    json.member("line", std::uint64_t{note.line}).member("text", note.text).end_object();
  }
  json.end_array();
}

}  // namespace

std::string import_text(const Context& context, const ImportResult& result,
                        const std::vector<ImportedFile>& files) {
  const ImportedTree& tree = result.tree;
  std::string out;
  const std::size_t modules = modules_of(tree);
  append(out, context.styled(shown(cat(tree.name, " ", tree.version)), Style::Bold), ": ",
         std::to_string(modules), " of ", count_of(result.modules_found, "module"), " imported, ",
         std::to_string(modules - incomplete(tree).size()), " with nothing left over\n\n");
  Table table;
  for (const Concept& one : kConcepts) {
    const std::size_t count = count_with(tree, one);
    if (count > 0) table.row({{std::to_string(count)}, {one.name}});
  }
  table.row({{std::to_string(tree.libs.size())}, {"external libraries declared"}});
  table.row({{std::to_string(tree.groups.size())}, {"groups"}});
  out += table.text(context.layout(2));
  append_notes(context, out, "Left over", tree.leftovers);
  if (context.options.verbose) append_notes(context, out, "Decided", tree.decisions);
  if (!context.options.verbose && !tree.decisions.empty()) {
    append(out, "\n", count_of(tree.decisions.size(), "decision"),
           " in other words than the "
           "makefiles'; -v lists them\n");
  }
  for (const ImportedFile& file : files) {
    if (file.change != ImportChange::Kept && file.change != ImportChange::Removed) continue;
    append(out, change_word(file.change), "  ", shown(file.path), "\n");
  }
  append(out, "\n", files_line(files), "; make was asked ", std::to_string(result.makes_run),
         " times\n");
  return out;
}

std::string import_json(const ImportResult& result, const std::vector<ImportedFile>& files) {
  const ImportedTree& tree = result.tree;
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("schema", "modbuild.import/1").member("tree", tree.name);
  json.member("version", tree.version);
  json.key("counts").begin_object();
  json.member("modules", std::uint64_t{modules_of(tree)});
  json.member("modules-found", std::uint64_t{result.modules_found});
  json.member("incomplete", std::uint64_t{incomplete(tree).size()});
  json.member("libs", std::uint64_t{tree.libs.size()});
  json.member("groups", std::uint64_t{tree.groups.size()}).end_object();
  json.key("concepts").begin_object();
  for (const Concept& one : kConcepts) json.member(one.name, std::uint64_t{count_with(tree, one)});
  json.end_object();
  write_notes(json, "leftovers", tree.leftovers);
  write_notes(json, "decisions", tree.decisions);
  json.key("files").begin_array();
  for (const ImportedFile& file : files) {
    json.begin_object(true).member("path", file.path);
    json.member("change", change_word(file.change)).end_object();
  }
  json.end_array().end_object();
  out += "\n";
  return out;
}

std::size_t unexplained(const Verification& verification) {
  return verification.failures.size() +
         static_cast<std::size_t>(
             std::count_if(verification.differences.begin(), verification.differences.end(),
                           [](const Difference& difference) { return difference.reason.empty(); }));
}

std::string verification_text(const Context& context, const Verification& verification) {
  std::string out;
  const auto section = [&](std::string_view title, bool declared) {
    Table table;
    for (const Difference& difference : verification.differences) {
      if (difference.reason.empty() == declared) continue;
      std::string where = difference.component;
      if (difference.count > 1) append(where, " (", std::to_string(difference.count), " objects)");
      table.row({{std::string(difference_word(difference.kind))},
                 {difference.only_make ? "make" : "modbuild",
                  difference.only_make ? Style::Bad : Style::Attention},
                 {shown(difference.value)},
                 {shown(where)},
                 {shown(difference.reason), Style::Dim}});
    }
    if (table.empty()) return;
    table.header({"kind", "only in", "value", "component", declared ? "why" : ""});
    append(out, context.styled(title, Style::Bold), "\n", table.text(context.layout(2)), "\n");
  };
  section("Differences", false);
  section("Declared deviations", true);
  for (const std::string& failure : verification.failures) {
    append(out, "not compared  ", shown(failure), "\n");
  }
  append(out, count_of(verification.components, "component"),
         " compared: ", count_of(verification.compiles, "object"), ", ",
         count_of(verification.links, "link"), ", ",
         count_of(verification.installs, "installed file"), "; ",
         std::to_string(unexplained(verification)), " unexplained\n");
  return out;
}

std::string verification_json(const Verification& verification) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("schema", "modbuild.verify-import/1");
  json.key("counts").begin_object();
  json.member("components", std::uint64_t{verification.components});
  json.member("compiles", std::uint64_t{verification.compiles});
  json.member("links", std::uint64_t{verification.links});
  json.member("installs", std::uint64_t{verification.installs});
  json.member("unexplained", std::uint64_t{unexplained(verification)}).end_object();
  json.key("differences").begin_array();
  for (const Difference& difference : verification.differences) {
    json.begin_object(true).member("component", difference.component);
    json.member("kind", difference_word(difference.kind)).member("value", difference.value);
    json.member("only-in", difference.only_make ? "make" : "modbuild");
    json.member("count", std::uint64_t{difference.count});
    if (!difference.reason.empty()) json.member("reason", difference.reason);
    json.end_object();
  }
  json.end_array().key("not-compared").begin_array();
  for (const std::string& failure : verification.failures) json.value(failure);
  json.end_array().end_object();
  out += "\n";
  return out;
}

}  // namespace modbuild::tool
