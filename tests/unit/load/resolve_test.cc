// Several manifests: who is meant by which name.
#include <algorithm>

#include "base/str.h"
#include "unit/load/test_tree.h"

namespace modbuild {
namespace {

// "a: sip" for each module.
std::string hosts_of(TestTree& tree) {
  const TreeLoad result = tree.load();
  if (!result.messages.empty()) return result.messages;
  std::string text;
  for (const ComponentId id : result.catalog.modules()) {
    const Component& module = result.catalog.components[id];
    append(text, module.name.value, ":", module.any_host ? " any" : "");
    for (const ComponentId host : module.hosts) {
      append(text, " ", result.catalog.components[host].name.value);
    }
    text += '\n';
  }
  return text;
}

TEST(Hosts, TheOnlyOneIsTheDefault) {
  TestTree tree;
  tree.manifest("hosts/sip", "[program]\n[host]\n").manifest("hosts/tool", "[program]\n");
  tree.manifest("modules/a", "[module]\n").manifest("modules/b", "[module]\nhosts = [\"*\"]\n");
  EXPECT_EQ("a: sip\nb: any sip\n", hosts_of(tree));
}

TEST(Hosts, TheOnlyProgramIsTheDefaultWithoutAHostTable) {
  TestTree tree;
  tree.manifest("hosts/sip", "[program]\n");
  tree.manifest("modules/a", "[module]\n").manifest("modules/b", "[module]\nhosts = [\"sip\"]\n");
  EXPECT_EQ("a: sip\nb: sip\n", hosts_of(tree));
}

TEST(Hosts, StandInNameOrder) {
  TestTree tree;
  tree.manifest("hosts/b", "[program]\n[host]\n").manifest("hosts/a", "[program]\n[host]\n");
  tree.manifest("modules/m", "[module]\nhosts = [\"b\", \"a\", \"b\"]\n");
  tree.manifest("modules/n", "[module]\nhosts = [\"*\"]\n");
  EXPECT_EQ("m: a b\nn: any a b\n", hosts_of(tree));
}

TEST(Hosts, MayBeMissingFromATreeOfModules) {
  TestTree tree;
  tree.manifest("modules/a", "[module]\n");
  EXPECT_EQ("a: any\n", hosts_of(tree));
}

TEST(Dependencies, PreferAModuleToACapabilityOfItsName) {
  TestTree tree;
  tree.manifest("modules/db", "[module]\n[depends]\nprovides = [\"store\"]\n");
  tree.manifest("modules/mem", "[module]\n[depends]\nprovides = [\"db\", \"store\"]\n");
  tree.manifest("modules/user", "[module]\n[depends]\nmodules = [\"db\", \"store\"]\n");
  EXPECT_EQ(
      "module user (modules/user/module.toml)\n"
      "  hosts any\n"
      "  file {name}.so\n"
      "  depends db -> db\n"
      "  depends store -> db mem\n",
      tree.component("user"));
}

TEST(Dependencies, AModuleMayRefuseAllOthersOfItsKind) {
  TestTree tree;
  for (const char* name : {"a", "b"}) {
    tree.manifest(std::string("modules/") + name,
                  "[module]\n[depends]\nprovides = [\"only\"]\nconflicts = [\"only\"]\n");
  }
  EXPECT_EQ(
      "module a (modules/a/module.toml)\n"
      "  hosts any\n"
      "  file {name}.so\n"
      "  conflicts only -> b\n"
      "  provides only\n",
      tree.component("a"));
}

TEST(Names, OfAManifestThatCannotBeReadAreNotReportedAsUnknown) {
  TestTree tree;
  tree.manifest("modules/a", "[module]\n[depends]\nmodules = [\"b\", \"cap\", \"other\"]\n");
  tree.manifest("modules/b",
                "[module]\nname = \"renamed\"\n[depends]\nprovides = [\"cap\"]\nx = \n");
  EXPECT_EQ(
      "modules/a/module.toml:4:24: error[MB020]: module 'a' depends on 'other', which does not "
      "exist\n"
      "  4 | modules = [\"b\", \"cap\", \"other\"]\n"
      "    |                        ^^^^^^^\n"
      "help: `modbuild scan` lists what the tree has\n"
      "modules/b/module.toml:6:5: error[MB007]: a value is missing\n"
      "  6 | x = \n"
      "    |     ^\n"
      "help: write it behind the '=', text in quotes\n",
      tree.messages());
}

TEST(Names, EveryMistakeIsReportedInOneRun) {
  TestTree tree;
  tree.manifest("modules/a", "[modul]\n");
  tree.manifest("modules/b", "[module]\n[build]\nsources = [\"no.c\"]\ncflag = []\n");
  tree.manifest("modules/c", "[module]\n[depends]\nlibs = [\"z\"]\nmodules = [\"x\"]\n");
  const std::string messages = tree.messages();
  for (const char* code : {"MB040", "MB045", "MB053", "MB021", "MB020"}) {
    EXPECT_NE(std::string::npos, messages.find(code)) << code << "\n" << messages;
  }
}

TEST(Groups, AddUpFromTreeAndModules) {
  TestTree tree;
  tree.tree(
      "default-group = \"all-of-it\"\n"
      "[groups]\n"
      "basic = [\"tm\", \"codec_*\"]\n"
      "all-of-it = { groups = [\"basic\", \"own\"], modules = [\"x\"], description = \"all\" }\n");
  tree.manifest("modules/tm", "[module]\ngroups = [\"own\"]\n");
  tree.manifest("modules/x", "[module]\ngroups = [\"basic\", \"own\"]\n");
  tree.manifest("modules/codec_b", "[module]\n").manifest("modules/codec_a", "[module]\n");
  tree.manifest("modules/z", "[module]\n");
  const TreeLoad result = tree.load();
  EXPECT_EQ("", result.messages);
  std::string text;
  for (const Group& group : result.catalog.groups) {
    append(text, group.name.value, ":");
    for (std::size_t i = 0; i < group.members.size(); ++i) {
      append(text, " ", result.catalog.components[group.members[i]].name.value, "@",
             std::to_string(group.member_at[i].line));
    }
    text += '\n';
  }
  // Lines: the entries of the tree file (10 and 11), or the module's own `groups` (3).
  EXPECT_EQ(
      "all-of-it: codec_a@11 codec_b@11 tm@11 x@11\n"
      "basic: codec_a@10 codec_b@10 tm@10 x@3\n"
      "own: tm@3 x@3\n",
      text);
}

TEST(Groups, ThatFormADiamondStaySmall) {
  std::string groups = "[groups]\ng0 = [\"tm\"]\n";
  for (int i = 1; i < 50; ++i) {
    const std::string below = "\"g" + std::to_string(i - 1) + "\"";
    append(groups, "g", std::to_string(i), " = { groups = [", below, ", ", below, "] }\n");
  }
  TestTree tree;
  tree.tree(groups).manifest("modules/tm", "[module]\n");
  const TreeLoad result = tree.load();
  EXPECT_EQ("", result.messages);
  EXPECT_EQ(1U, result.catalog.groups[result.catalog.find_group("g49")].members.size());
}

TEST(Tree, KeepsEverythingThatIsNoComponent) {
  TestTree tree;
  tree.tree(
      "allow-flags = [\"-fplugin=x.so\"]\n"
      "[defaults]\nincludes = [\"include\"]\ndefines = ['N=\"{name}\"']\ncflags = [\"-Wall\"]\n"
      "[defaults.module]\nldflags = [\"-s\"]\n[defaults.static]\ndefines = [\"STATIC\"]\n"
      "[libs.ssl]\ndescription = \"TLS\"\n"
      "any = [{ pkg-config = [\"libssl >= 1.1\", \"libcrypto\"], when = \"linux\" },\n"
      "  { config-tool = \"ssl-config\", cflags = \"--cflags\", libs = [\"--libs\", \"-x\"], "
      "version = \"--version\" },\n"
      "  { header = \"openssl/ssl.h\", link = [\"ssl\"], symbol = \"SSL_new\" },\n"
      "  { program = \"openssl\", needs = \">= 3\" },\n"
      "  { framework = \"Security\" }, { link = \"ssl\", language = \"c++\" },\n"
      "  { pkg-config = \"*ssl*\", static = true, defines = [\"OLD\", { value = \"X\", when = "
      "\"linux\" }], "
      "variables = { dir = \"libdir\" }, add-cflags = \"-I{dir}\", add-libs = [\"-la\", "
      "\"-lb\"], "
      "header = \"ssl.h\", link = \":libssl.a\", symbol = \"s\" },\n"
      "  { query = [\"perl\", \"-e\", \"1\"] }]\n"
      "packages = { debian = \"libssl-dev\" }\n"
      "[profiles.p]\ninclude = [\"tm\", \"t*\", \"@g\"]\nexclude = []\nstatic = [\"tm\"]\n"
      "groups = [\"g\"]\nrequire = [\"tm\"]\nfeatures = [\"tm/f=off\"]\nbase = \"all\"\n"
      "missing = \"skip\"\nwith-deps = true\ndirs = { prefix = \"/usr\" }\n"
      "[packages.t-tls]\ndescription = \"TLS\"\n[metadata.x]\nanything = [1, { y = true }]\n");
  tree.manifest("modules/tm", "[module]\ngroups = [\"g\"]\n[features.f]\n").file("include/t.h");
  const TreeLoad result = tree.load();
  EXPECT_EQ("", result.messages);
  EXPECT_EQ(
      "tree t 1.0\n"
      "allow-flags -fplugin=x.so\n"
      "defaults includes include\n"
      "defaults defines N=\"{name}\"\n"
      "defaults cflags -Wall\n"
      "defaults.module ldflags -s\n"
      "defaults.static defines STATIC\n"
      "lib ssl\n"
      "  description TLS\n"
      "  any pkg-config libssl>=1.1 pkg-config libcrypto when linux\n"
      "  any config-tool ssl-config cflags --cflags libs --libs libs -x version --version\n"
      "  any header openssl/ssl.h link ssl symbol SSL_new\n"
      "  any program openssl needs >=3\n"
      "  any framework Security\n"
      "  any link ssl c++\n"
      "  any pkg-config *ssl* add-cflags -I{dir} add-libs -la add-libs -lb variable dir libdir "
      "define OLD define X when linux header ssl.h link :libssl.a symbol s static\n"
      "  any query perl query -e query 1\n"
      "  package debian libssl-dev\n"
      "package t-tls: TLS\n"
      "group g = tm\n"
      "profile p\n"
      "  include tm t* @g\n"
      "  exclude given\n"
      "  static tm\n"
      "  groups g\n"
      "  require tm\n"
      "  feature tm/f=1\n"
      "  base all\n"
      "  missing skip\n"
      "  with-deps\n"
      "  dir prefix /usr\n"
      "module tm (modules/tm/module.toml)\n"
      "  hosts any\n"
      "  file {name}.so\n"
      "  groups g\n"
      "  feature f auto\n",
      text_of(result.catalog));
}

TEST(Inputs, AreManifestsAndListedDirectories) {
  TestTree tree;
  tree.manifest("modules/a",
                "[module]\n[build]\nsources = [\"a.c\", \"src/*.c\", \"//shared/*.c\"]\n");
  tree.manifest("modules/b", "[module]\n");
  tree.manifest("modules/c",
                "[module]\n[[generate]]\ncollect = [\"sub/deep/*.x\"]\n"
                "outputs = [\"o\"]\ncommand = [\"true\"]\n[build]\nsources = []\n");
  tree.file("modules/a/a.c").file("modules/a/src/b.c").file("shared/c.c").file("modules/b/sub/x");
  const TreeLoad result = tree.load();
  EXPECT_EQ("", result.messages);
  EXPECT_EQ(
      "modbuild.toml modules/a modules/a/module.toml modules/a/src modules/b modules/b/module.toml "
      "modules/b/sub modules/c modules/c/module.toml shared",
      join(result.inputs, " "));
}

// Many modules that need each other; with `mistakes`, some name a lib that nobody declared.
void fill_varied(TestTree& tree, bool mistakes) {
  tree.tree("[groups]\nodd = [\"m1*\", \"m3\"]\n");
  tree.manifest("hosts/sip", "[program]\n[host]\n");
  for (int i = 0; i < 200; ++i) {
    const std::string name = "m" + std::to_string(i);
    const std::string need = i == 0 ? "" : "modules = [\"m" + std::to_string(i / 2) + "\"]\n";
    tree.manifest("modules/" + name, "[module]\ngroups = [\"g" + std::to_string(i % 7) + "\"]\n" +
                                         "[depends]\n" + need +
                                         (mistakes && i % 50 == 3 ? "libs = [\"x\"]\n" : ""));
    tree.file("modules/" + name + "/a.c").file("modules/" + name + "/b.c");
  }
}

TEST(Load, DoesNotDependOnThreadsAndDirectoryOrder) {
  TestTree tree;
  fill_varied(tree, true);
  const TreeLoad one = tree.load(1);
  EXPECT_NE(std::string::npos, one.messages.find("MB021"));
  for (const unsigned threads : {1U, 2U, 8U}) {
    for (std::uint64_t seed = 1; seed < 5; ++seed) {
      tree.fs().shuffle(seed);
      const TreeLoad other = tree.load(threads);
      EXPECT_EQ(one.messages, other.messages);
      EXPECT_EQ(text_of(one.catalog), text_of(other.catalog));
      EXPECT_EQ(one.inputs, other.inputs);
    }
  }
}

// 1500 modules, each of which needs one that does not exist: more than suggestions are made for.
// Names stand in another order than directories.
TEST(Load, SuggestsNamesInTheSameOrderOnAnyNumberOfThreads) {
  TestTree tree;
  for (int i = 0; i < 1500; ++i) {
    const std::string number = std::to_string(10'000 + i * 7 % 1500);
    const std::string dir = cat("modules/d", std::to_string(i));
    tree.file(dir + "/a.c")
        .manifest(dir, cat("[module]\nname = \"m", number, "\"\n[depends]\nmodules = [\"n", number,
                           "\"]\n"));
  }
  const TreeLoad one = tree.load(1);
  EXPECT_NE(std::string::npos, one.messages.find("did you mean 'm1"));
  EXPECT_NE(std::string::npos, one.messages.find("`modbuild scan` lists"));
  for (const unsigned threads : {2U, 8U}) {
    const TreeLoad other = tree.load(threads);
    EXPECT_EQ(one.messages, other.messages);
    EXPECT_EQ(text_of(one.catalog), text_of(other.catalog));
  }
}

TEST(Load, ReadsEachManifestAndListsEachDirectoryOnce) {
  TestTree tree;
  fill_varied(tree, false);
  tree.manifest("modules/user",
                "[module]\n[build]\nsources = [\"//shared/*.c\", \"//shared/d.c\"]\n"
                "includes = [\"//shared\"]\n");
  tree.file("shared/c.c").file("shared/d.c");
  const std::size_t before = tree.fs().log().size();
  tree.load(2);
  std::vector<std::string> work(tree.fs().log().begin() + static_cast<std::ptrdiff_t>(before),
                                tree.fs().log().end());
  std::sort(work.begin(), work.end());
  EXPECT_EQ(work.end(), std::adjacent_find(work.begin(), work.end()))
      << *std::adjacent_find(work.begin(), work.end());
}

}  // namespace
}  // namespace modbuild
