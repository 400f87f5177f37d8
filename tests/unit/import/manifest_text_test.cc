// What was imported, as manifests: the text, and what the loader makes of it.
#include "import/manifest_text.h"

#include <gtest/gtest.h>

#include "base/expand_text.h"
#include "base/str.h"
#include "import/import.h"
#include "os/memory_file_system.h"
#include "support/tree_loader.h"
#include "words.h"

namespace modbuild {
namespace {

ImportedComponent module(const std::string& name) {
  ImportedComponent component;
  component.name = name;
  component.directory = cat("src/modules/", name);
  component.manifest = "module.toml";
  return component;
}

ImportedTree tree() {
  ImportedTree tree;
  tree.name = "sip";
  tree.modules = {"src/modules/*"};
  return tree;
}

// A tree of the manifests with a program and the sources that modules need, loaded.
TreeLoad loaded(const ImportedTree& imported) {
  MemoryFileSystem files;
  for (const ImportFile& file : manifests_of(imported, "")) {
    files.add_file(file.path, file.text);
  }
  for (const ImportedComponent& component : imported.components) {
    for (const char* name : {"m.c", "a b.c"}) {
      files.add_file(cat(component.directory, "/", name), "int x;\n");
    }
  }
  return load_whole_tree(files);
}

const Component& component(const TreeLoad& load, const std::string& name) {
  for (const Component& one : load.catalog.components) {
    if (one.name.value == name) return one;
  }
  ADD_FAILURE() << "no component " << name << "\n" << load.messages;
  return load.catalog.components[ComponentId(0)];
}

// Values as a build has them, where {name} is "tm".
std::string values(const TextList& list) {
  std::string text, unknown;
  const std::string name = "tm";
  const auto lookup = [&](std::string_view) { return &name; };
  for (const Conditional<Text>& entry : list) {
    append(text, "[", expand_text(entry.value.value, lookup, unknown), "]");
  }
  return text;
}

TEST(ManifestText, OfATrivialModuleSaysThatItIsOne) {
  EXPECT_EQ(
      "schema = 1\n"
      "\n"
      "[module]\n",
      component_manifest_text(module("tm")));
}

TEST(ManifestText, NamesAComponentThatIsNotNamedAsItsDirectory) {
  ImportedComponent program;
  program.kind = ImportedKind::Program;
  program.name = "sip";
  program.directory = "src";
  program.entry_symbols = {"exports", "_{name}_exports"};
  EXPECT_EQ(
      "schema = 1\n"
      "\n"
      "[program]\n"
      "name = \"sip\"\n"
      "\n"
      "[host]\n"
      "entry-symbols = [\"exports\", \"_{name}_exports\"]\n"
      "static = \"shim\"\n",
      component_manifest_text(program));
}

TEST(ManifestText, HasEverySectionInTheManifestsOrder) {
  ImportedComponent tls = module("tls");
  tls.description = "TLS";
  tls.sources = {{"*.c", ""}};
  tls.exclude = {"test.c"};
  tls.includes = {{"//src", ""}};
  tls.defines = {{"A", ""}, {"MAC", "darwin"}};
  tls.per_file = {{{"m.c"}, {"-w"}, {"B"}}};
  tls.libs = {{"ssl", ""}, {"rt", "!darwin"}};
  tls.load = {{"tm", ""}};
  tls.features = {{"zlib", "auto", {{"zlib", ""}}, {}, {}, {}, {}, "linux"},
                  {"static", "off", {}, {{"STATIC", ""}}, {}, {}, {}, ""}};
  tls.generates = {{{"x.y"}, {"x.c"}, {"bison", "{inputs[0]}"}, true}};
  tls.installs = {{"config",
                   {"tls.cfg"},
                   "{confdir}",
                   "t.cfg",
                   "0600",
                   {{"/etc", "{confdir}"}},
                   true,
                   "linux"}};
  EXPECT_EQ(
      R"(schema = 1

[module]
description = "TLS"

[build]
sources = ["*.c"]
exclude = ["test.c"]
includes = ["//src"]
defines = ["A", { value = "MAC", when = "darwin" }]
per-file = [
  { files = ["m.c"], cflags = ["-w"], defines = ["B"] },
]

[depends]
load = ["tm"]
libs = ["ssl", { value = "rt", when = "!darwin" }]

[features.zlib]
libs = ["zlib"]
when = "linux"

[features.static]
default = "off"
defines = ["STATIC"]

[[generate]]
inputs = ["x.y"]
outputs = ["x.c"]
command = ["bison", "{inputs[0]}"]
stdout = true

[[install]]
kind = "config"
from = ["tls.cfg"]
to = "{confdir}"
rename = "t.cfg"
mode = "0600"
keep-tree = true
subst = { "/etc" = "{confdir}" }
when = "linux"
)",
      component_manifest_text(tls));
}

TEST(ManifestText, OfATreeHasItsLibsGroupsAndDirectories) {
  ImportedTree sip = tree();
  sip.version = "1.2";
  sip.programs = {"src"};
  sip.default_group = "default";
  sip.allow_flags = {"-Wl,-E"};
  sip.common.cflags = {{"-g", ""}};
  sip.for_modules.defines = {{"PIC", ""}};
  sip.libs["zlib"] = {"zlib", {{{{"pkg-config", {"zlib"}}}, {}}}};
  sip.libs["pg"] = {
      "pg",
      {{{{"config-tool", {"pg_config"}}, {"add-libs", {"-L{libdir}"}}}, {{"libdir", {"--libdir"}}}},
       {{{"link", {"pq"}}}, {}}}};
  sip.groups = {{"default", {"tm"}, {"basic"}}, {"basic", {"sl"}, {}}};
  sip.dirs["libdir"] = "{prefix}/lib64";
  EXPECT_EQ(
      R"(schema = 1

[tree]
name = "sip"
version = "1.2"
sources = "../sip"
modules = ["src/modules/*"]
programs = ["src"]
default-group = "default"
allow-flags = ["-Wl,-E"]

[defaults]
cflags = ["-g"]

[defaults.module]
defines = ["PIC"]

[libs.pg]
any = [
  { config-tool = "pg_config", add-libs = ["-L{libdir}"], variables = { libdir = "--libdir" } },
  { link = "pq" },
]

[libs.zlib]
any = [{ pkg-config = "zlib" }]

[groups]
default = { groups = ["basic"], modules = ["tm"] }
basic = ["sl"]

[profiles.make]
description = "the directories that the makefiles install into by default"
dirs = { libdir = "{prefix}/lib64" }
)",
      tree_manifest_text(sip, "../sip"));
}

TEST(ManifestText, LongListsAreBrokenAtTheWidthOfAPage) {
  ImportedComponent m = module("m");
  for (int i = 0; i < 20; ++i) m.cflags.push_back({cat("-Wlong-", std::to_string(100 + i)), ""});
  EXPECT_EQ(
      R"(schema = 1

[module]

[build]
cflags = [
  "-Wlong-100", "-Wlong-101", "-Wlong-102", "-Wlong-103", "-Wlong-104", "-Wlong-105", "-Wlong-106",
  "-Wlong-107", "-Wlong-108", "-Wlong-109", "-Wlong-110", "-Wlong-111", "-Wlong-112", "-Wlong-113",
  "-Wlong-114", "-Wlong-115", "-Wlong-116", "-Wlong-117", "-Wlong-118", "-Wlong-119",
]
)",
      component_manifest_text(m));
}

TEST(ManifestText, ReadsBackAsWhatWasWritten) {
  const std::vector<std::string> words = {
      "PLAIN",        "TEXT=\"quoted\"", "BOTH='\"x\"'", R"(BACK=\n\\)",
      "BRACES={a} }", "HASH=#x",         "EQUALS==[]",
  };
  ImportedComponent m = module("m");
  for (const std::string& word : words) m.defines.push_back({word, ""});
  ImportedTree sip = tree();
  sip.components = {m};
  const TreeLoad load = loaded(sip);
  EXPECT_EQ("", load.messages);
  std::string expected;
  for (const std::string& word : words) append(expected, "[", word, "]");
  EXPECT_EQ(expected, values(component(load, "m").settings.defines));
}

TEST(ManifestText, PlaceholdersAreThoseThatAreMarked) {
  ImportedComponent m = module("m");
  m.defines = {{"NAME=\"\x01name\x02\"", ""}, {"LITERAL={name}", ""}};
  ImportedTree sip = tree();
  sip.components = {m};
  const TreeLoad load = loaded(sip);
  EXPECT_EQ("", load.messages);
  EXPECT_EQ("[NAME=\"tm\"][LITERAL={name}]", values(component(load, "m").settings.defines));
}

TEST(ManifestText, ListsThatAreBrokenReadBackAsOne) {
  ImportedComponent m = module("m");
  std::string expected;
  for (int i = 0; i < 40; ++i) {
    m.cflags.push_back({cat("-Wlong-", std::to_string(100 + i)), ""});
    append(expected, "[", m.cflags.back().value, "]");
  }
  ImportedTree sip = tree();
  sip.components = {m};
  const TreeLoad load = loaded(sip);
  EXPECT_EQ("", load.messages);
  EXPECT_EQ(expected, values(component(load, "m").settings.cflags));
}

TEST(ManifestText, ALongGroupOfGroupsReadsBack) {
  ImportedTree sip = tree();
  ImportedGroup all{"all", {}, {}};
  for (int i = 0; i < 20; ++i) {
    sip.components.push_back(module(cat("module_", std::to_string(i))));
    sip.groups.push_back({cat("group_", std::to_string(i)), {sip.components.back().name}, {}});
    (i < 10 ? all.groups : all.modules)
        .push_back(i < 10 ? sip.groups.back().name : sip.components.back().name);
  }
  sip.groups.push_back(all);
  const TreeLoad load = loaded(sip);
  EXPECT_EQ("", load.messages);
  for (const Group& group : load.catalog.groups) {
    EXPECT_EQ(group.name.value == "all" ? 20U : 1U, group.members.size()) << group.name.value;
  }
}

TEST(ManifestText, EveryFormOfAlternativeIsOneOfTheManifests) {
  ImportedTree sip = tree();
  const auto declare = [&](const std::string& name, ImportedAlternative one) {
    sip.libs[name] = {name, {std::move(one)}};
  };
  declare("several", {{{"pkg-config", {"a", "b >= 1.2"}},
                       {"static", {"true"}},
                       {"link", {"c", "d"}},
                       {"defines", {"D"}},
                       {"add-cflags", {"-I/x"}},
                       {"add-libs", {"-Wl,-z,now"}}},
                      {}});
  declare("pattern", {{{"pkg-config", {"*ruby*"}}}, {}});
  declare("stdc++", {{{"link", {"stdc++"}}, {"cflags", {"-I/x"}}, {"libs", {"-L/x"}}}, {}});
  declare("tool", {{{"config-tool", {"pg_config"}},
                    {"cflags", {"--cflags"}},
                    {"link", {"pq"}},
                    {"add-libs", {"-L{libdir}"}}},
                   {{"libdir", {"--libdir"}}}});
  declare("query", {{{"query", {"perl"}}}, {{"value1", {"-e", "print \"$x{y}\\n\""}}}});
  declare("program", {{{"program", {"luac"}}, {"defines", {"WITH_LUAC"}}}, {}});
  declare("framework", {{{"framework", {"CoreServices"}}}, {}});
  sip.components = {module("m")};
  declare("a.b+c", {{{"pkg-config", {"a.b+c"}}}, {}});
  const TreeLoad load = loaded(sip);
  EXPECT_EQ("", load.messages);
  EXPECT_EQ(8U, load.catalog.libs.size());
}

TEST(ManifestText, StepsReadBack) {
  ImportedComponent m = module("m");
  m.generates = {{{"m.y"}, {"m.tab.c", "m.tab.h"}, {"bison", "-d", "{inputs[0]}"}, false}};
  m.installs = {
      {"data", {"a b.c"}, "{datadir}/sip", "", "", {{"x \"y\"", "{confdir}/z"}}, false, ""}};
  m.per_file = {{{"m.c"}, {"-std=c++17", "-w"}, {"NAME=\"\x01name\x02\""}}};
  ImportedTree sip = tree();
  sip.components = {m};
  MemoryFileSystem files;
  for (const ImportFile& file : manifests_of(sip, "")) files.add_file(file.path, file.text);
  for (const char* name : {"m.c", "a b.c", "m.y"}) {
    files.add_file(cat("src/modules/m/", name), "int x;\n");
  }
  const TreeLoad load = load_whole_tree(files);
  EXPECT_EQ("", load.messages);
  const Component& read = component(load, "m");
  EXPECT_EQ(1U, read.generates.size());
  EXPECT_EQ(1U, read.installs.size());
  EXPECT_EQ("[-std=c++17][-w]", values(read.per_file.front().cflags));
  EXPECT_EQ("[NAME=\"tm\"]", values(read.per_file.front().defines));
}

TEST(ManifestText, OfAnOverlayStandWhereTheDirectoriesOfTheSourcesAre) {
  ImportedTree sip = tree();
  sip.components = {module("tm"), module("sl")};
  std::vector<std::string> paths;
  for (const ImportFile& file : manifests_of(sip, "../sip")) paths.push_back(file.path);
  EXPECT_EQ((std::vector<std::string>{"modbuild.toml", "src/modules/tm/module.toml",
                                      "src/modules/sl/module.toml"}),
            paths);
}

}  // namespace
}  // namespace modbuild
