// One manifest: what its keys become.
#include "unit/load/test_tree.h"

namespace modbuild {
namespace {

TEST(Component, HasDefaultsForEverything) {
  TestTree tree;
  tree.manifest("modules/tm", "[module]\n").file("modules/tm/b.c").file("modules/tm/a.cc");
  tree.file("modules/tm/README").file("modules/tm/.hidden.c").file("modules/tm/sub/c.c");
  EXPECT_EQ(
      "module tm (modules/tm/module.toml)\n"
      "  hosts any\n"
      "  file {name}.so\n"
      "  source modules/tm/a.cc c++\n"
      "  source modules/tm/b.c c\n",
      tree.component("tm"));
}

TEST(Component, TakesItsNameFromTheFileWhenThatHasOne) {
  TestTree tree;
  tree.file("hosts/d/mgmtd.module.toml", "schema = 1\n[program]\n[build]\nsources = []\n");
  tree.file("hosts/d/module.toml", "schema = 1\n[program]\n[build]\nsources = []\n");
  EXPECT_EQ("program mgmtd (hosts/d/mgmtd.module.toml)\n", tree.component("mgmtd"));
  EXPECT_EQ("program d (hosts/d/module.toml)\n", tree.component("d"));
}

TEST(Component, KeepsEveryKeyOfAModule) {
  TestTree tree;
  tree.tree(
      "[libs.ssl]\nany = [{ pkg-config = \"libssl\" }]\n"
      "[libs.wolf]\nany = [{ pkg-config = \"wolfssl\" }]\n"
      "[packages.t-tls]\n");
  tree.manifest("hosts/sip", "[program]\n[host]\n").manifest("hosts/gen", "[program]\n");
  tree.manifest("lib/core", "[library]\n");
  tree.manifest("modules/tm", "[module]\n[depends]\nprovides = [\"relay\"]\n");
  tree.manifest("modules/tls",
                "[module]\ndescription = \"TLS\"\npackage = \"t-tls\"\nwhen = \"linux\"\n"
                "hosts = [\"sip\"]\nfile = \"{host}_{name}.so\"\ngroups = [\"secure\"]\n"
                "support = \"extended\"\ndefault = false\n"
                "[build]\nsources = [\"*.c\", { value = \"x.S\", when = \"x86_64\" }]\n"
                "exclude = [\"test_*.c\", { value = \"old.c\", when = \"musl\" }]\n"
                "includes = [\".\", \"//lib/core\"]\ndefines = [\"A\", 'B=\"{name}\"']\n"
                "cflags = [{ value = \"-g\", when = \"cc(gcc >= 12)\" }]\ncxxflags = [\"-O1\"]\n"
                "ldflags = [\"-lm\"]\nstatic = \"never\"\n"
                "per-file = [{ files = [\"t*.c\"], cflags = [\"-w\"], defines = [\"C\"], "
                "when = \"linux\" }]\n"
                "[depends]\nmodules = [\"tm\"]\nload = [\"relay\"]\n"
                "optional = [{ module = \"tm\", defines = [\"HAVE_TM\"], when = \"glibc\" }]\n"
                "conflicts = [\"tm\"]\nprovides = [\"crypto\"]\nlibraries = [\"core\"]\n"
                "tools = [\"gen\"]\nlibs = [{ value = \"ssl\", when = \"unix\" }]\n"
                "any-lib = [[\"ssl\", \"wolf\"]]\n"
                "[features.z]\n[features.ocsp]\ndescription = \"OCSP\"\ndefault = \"off\"\n"
                "libs = [\"ssl\"]\nany-lib = [[\"wolf\", \"ssl\"]]\nmodules = [\"tm\"]\nsources = "
                "[\"ocsp.c\"]\ndefines = [\"O\"]\n"
                "when = \"lib(ssl)\"\n");
  for (const char* name : {"tls.c", "test_a.c", "old.c", "x.S", "ocsp.c"}) {
    tree.file(std::string("modules/tls/") + name);
  }
  EXPECT_EQ(
      "module tls (modules/tls/module.toml) when linux\n"
      "  description TLS\n"
      "  package t-tls\n"
      "  hosts sip\n"
      "  file {host}_{name}.so\n"
      "  groups secure\n"
      "  support 1\n"
      "  not by default\n"
      "  never static\n"
      "  source modules/tls/old.c c\n"
      "  source modules/tls/tls.c c\n"
      "  source modules/tls/x.S asm when x86_64\n"
      "  excluded modules/tls/old.c when musl\n"
      "  own includes modules/tls\n"
      "  own includes lib/core\n"
      "  own defines A\n"
      "  own defines B=\"{name}\"\n"
      "  own cflags -g when cc(gcc >= 12)\n"
      "  own cxxflags -O1\n"
      "  own ldflags -lm\n"
      "  per-file modules/tls/tls.c when linux\n"
      "  per-file cflags -w\n"
      "  per-file defines C\n"
      "  depends tm -> tm\n"
      "  load relay -> tm\n"
      "  optional tm -> tm when glibc\n"
      "  optional tm defines HAVE_TM\n"
      "  conflicts tm -> tm\n"
      "  provides crypto\n"
      "  library core -> core\n"
      "  tool gen -> gen\n"
      "  lib ssl when unix\n"
      "  any-lib\n"
      "    or ssl\n"
      "    or wolf\n"
      "  feature ocsp off when lib(ssl)\n"
      "    description OCSP\n"
      "    lib ssl\n"
      "    any-lib\n"
      "      or wolf\n"
      "      or ssl\n"
      "    depends tm -> tm\n"
      "    source modules/tls/ocsp.c c\n"
      "    own defines O\n"
      "  feature z auto\n",
      tree.component("tls"));
}

TEST(Component, KeepsLibrariesStepsAndInstalls) {
  TestTree tree;
  tree.manifest(
      "lib/core",
      "[library]\nlinkage = \"static\"\nwhole = true\nincludes = [\"include\"]\n"
      "[[generate]]\ninputs = [\"*.y\"]\noutputs = [\"a.c\", \"a.h\"]\ndepfile = \"a.d\"\n"
      "command = [\"{tool:gen}\", \"-M{depfile}\", \"{outputs[1]}\", \"{inputs}\"]\n"
      "when = \"linux\"\n"
      "[[install]]\nkind = \"header\"\nfrom = [\"include/*.h\"]\n"
      "to = \"{includedir}/core\"\nmode = \"0600\"\nwhen = \"linux\"\n"
      "[[install]]\nkind = \"doc\"\nfrom = [\"b.y\"]\nrename = \"grammar.y\"\n");
  tree.file("lib/core/b.y").file("lib/core/a.y").file("lib/core/include/core.h");
  tree.manifest("hosts/gen", "[program]\n");
  EXPECT_EQ(
      "library core (lib/core/module.toml)\n"
      "  static, whole\n"
      "  public includes lib/core/include\n"
      "  generate when linux\n"
      "    inputs lib/core/a.y lib/core/b.y\n"
      "    outputs a.c a.h\n"
      "    command {tool:gen} -M{depfile} {outputs[1]} {inputs}\n"
      "    tool gen -> gen\n"
      "    depfile a.d\n"
      "  install header lib/core/include/core.h when linux\n"
      "    to {includedir}/core\n"
      "    mode 0600\n"
      "  install doc lib/core/b.y\n"
      "    rename grammar.y\n",
      tree.component("core"));
}

TEST(Component, KeepsWhatStepsSayOfTheirOutput) {
  TestTree tree;
  tree.tree(
      "[libs.pg]\nany = [{ config-tool = \"pg_config\", variables = { dir = \"--dir\" } }]\n");
  tree.manifest("modules/perl",
                "[module]\n[build]\nsources = []\n[depends]\nlibs = [\"pg\"]\n"
                "[[generate]]\noutputs = [\"a.h\"]\nstdout = true\n"
                "command = [\"show\", \"--dir={lib.pg.dir}\"]\n"
                "[[install]]\nkind = \"data\"\nfrom = [\"lib/**/*.pm\", \"doc/a.txt\"]\n"
                "to = \"{lib.pg.dir}/perl\"\nkeep-tree = true\n"
                "subst = { \"/usr/local/\" = \"{prefix}/\", \"@dir@\" = \"{lib.pg.dir}\" }\n");
  for (const char* file : {"lib/Yard.pm", "lib/Yard/Deep/Core.pm", "doc/a.txt"}) {
    tree.file(std::string("modules/perl/") + file);
  }
  EXPECT_EQ(
      "module perl (modules/perl/module.toml)\n"
      "  hosts any\n"
      "  file {name}.so\n"
      "  lib pg\n"
      "  generate\n"
      "    outputs a.h\n"
      "    command show --dir={lib.pg.dir}\n"
      "    stdout\n"
      "  install data modules/perl/lib/Yard.pm modules/perl/lib/Yard/Deep/Core.pm "
      "modules/perl/doc/a.txt\n"
      "    to {lib.pg.dir}/perl\n"
      "    below Yard.pm Yard/Deep/Core.pm a.txt\n"
      "    subst /usr/local/ -> {prefix}/\n"
      "    subst @dir@ -> {lib.pg.dir}\n",
      tree.component("perl"));
}

TEST(Component, SubstitutesPlaceholdersThatAreOnlyListed) {
  TestTree tree;
  tree.manifest("modules/log",
                "[module]\n[[install]]\nkind = \"config\"\nfrom = [\"log.conf\"]\n"
                "subst = [\"{confdir}\", \"{moduledir}\"]\n");
  tree.file("modules/log/log.conf");
  EXPECT_EQ(
      "module log (modules/log/module.toml)\n"
      "  hosts any\n"
      "  file {name}.so\n"
      "  install config modules/log/log.conf\n"
      "    subst {confdir} -> {confdir}\n"
      "    subst {moduledir} -> {moduledir}\n",
      tree.component("log"));
}

TEST(Component, HasSpecialModesOnlyWhereTheTreeFileSaysSo) {
  TestTree tree;
  tree.manifest("modules/log",
                "[module]\n[[install]]\nkind = \"data\"\nfrom = [\"a\"]\nmode = \"2664\"\n");
  tree.file("modules/log/a");
  EXPECT_EQ(tree.messages(),
            "modules/log/module.toml:6:8: error[MB047]: mode 2664 is setuid, setgid or sticky, "
            "which the tree file does not allow 'log'\n"
            "  6 | mode = \"2664\"\n"
            "    |        ^^^^^^\n"
            "help: modbuild.toml may permit it: [tree] allow-special-modes = [\"log\"]\n");
  tree.tree("allow-special-modes = [\"log\"]\n");
  EXPECT_EQ(tree.messages(), "");
}

TEST(Component, KeepsWhatAHostSays) {
  TestTree tree;
  tree.manifest("hosts/sip",
                "[program]\n[host]\nentry-symbols = [\"exports\", \"_{name}_exports\"]\n"
                "static = \"shim\"\nconfig-load = ['^load \"(.*)\"']\nabi = [\"{tree.version}\", "
                "\"include/**/*.h\", \"defines\", "
                "\"compiler\", \"include/a/*.h\"]\n");
  tree.file("hosts/sip/include/a/b.h");
  EXPECT_EQ(
      "program sip (hosts/sip/module.toml)\n"
      "  host shim\n"
      "  entry-symbols exports _{name}_exports\n"
      "  config-load ^load \"(.*)\"\n"
      "  abi {tree.version}\n"
      "  abi files hosts/sip/include/a/b.h\n"
      "  abi defines\n"
      "  abi compiler\n",
      tree.component("sip"));
}

TEST(Component, LooksUpAggregatesInEveryModule) {
  TestTree tree;
  tree.manifest("modules/cli",
                "[module]\n[[generate]]\ncollect = [\"*.cmds\", \"more/*.cmds\"]\n"
                "outputs = [\"all.inc\"]\ncommand = [\"cat\", \"{inputs}\"]\n");
  tree.manifest("modules/b", "[module]\n").file("modules/b/b.cmds").file("modules/b/more/x.cmds");
  tree.manifest("modules/a", "[module]\n").file("modules/a/a.cmds");
  tree.manifest("modules/none", "[module]\n");
  EXPECT_EQ(
      "module cli (modules/cli/module.toml)\n"
      "  hosts any\n"
      "  file {name}.so\n"
      "  generate\n"
      "    outputs all.inc\n"
      "    command cat {inputs}\n"
      "    collect *.cmds more/*.cmds\n"
      "    collected from a modules/a/a.cmds\n"
      "    collected from b modules/b/b.cmds modules/b/more/x.cmds\n",
      tree.component("cli"));
}

TEST(Sources, AnEntryThatNamesAFileWinsOverAGlob) {
  TestTree tree;
  tree.manifest("modules/m",
                "[module]\n[build]\nsources = [{ value = \"epoll.c\", when = \"linux\" }, \"*.c\", "
                "{ value = \"k*.c\", when = \"freebsd\" }]\n");
  tree.file("modules/m/epoll.c").file("modules/m/kqueue.c");
  EXPECT_EQ(
      "module m (modules/m/module.toml)\n"
      "  hosts any\n"
      "  file {name}.so\n"
      "  source modules/m/epoll.c c when linux\n"
      "  source modules/m/kqueue.c c\n",
      tree.component("m"));
}

TEST(Sources, CountWhereAnyOfTheirEntriesHolds) {
  TestTree tree;
  tree.manifest("modules/m",
                "[module]\n[build]\nsources = [{ value = \"a.c\", when = \"linux\" }, "
                "{ value = \"./a.c\", when = \"freebsd & x86_64\" }]\n");
  tree.file("modules/m/a.c");
  EXPECT_EQ(
      "module m (modules/m/module.toml)\n"
      "  hosts any\n"
      "  file {name}.so\n"
      "  source modules/m/a.c c when (linux) | (freebsd & x86_64)\n",
      tree.component("m"));
}

TEST(Sources, OfAFeatureAreNotTakenByGlobs) {
  TestTree tree;
  tree.manifest("modules/m", "[module]\n[features.f]\nsources = [\"f.c\"]\n");
  tree.file("modules/m/f.c").file("modules/m/m.c");
  EXPECT_EQ(
      "module m (modules/m/module.toml)\n"
      "  hosts any\n"
      "  file {name}.so\n"
      "  source modules/m/m.c c\n"
      "  feature f auto\n"
      "    source modules/m/f.c c\n",
      tree.component("m"));
}

TEST(Sources, AreFoundAtAnyDepthButNotInHiddenAndBuildDirectories) {
  TestTree tree;
  tree.manifest("modules/m", "[module]\n[build]\nsources = [\"**/*.c\"]\n");
  for (const char* path :
       {"m.c", "a/b/c/d.c", ".git/x.c", "a/.x.c", "build/.modbuild/stamp", "build/gen/y.c"}) {
    tree.file(std::string("modules/m/") + path);
  }
  tree.fs().add_link("modules/m/loop", "..");
  EXPECT_EQ(
      "module m (modules/m/module.toml)\n"
      "  hosts any\n"
      "  file {name}.so\n"
      "  source modules/m/a/b/c/d.c c\n"
      "  source modules/m/m.c c\n",
      tree.component("m"));
}

TEST(Sources, MayBeLinksToFilesOfTheTree) {
  TestTree tree;
  tree.manifest("modules/m", "[module]\n").file("lib/shared.c");
  tree.fs().add_link("modules/m/shared.c", "../../lib/shared.c");
  tree.fs().add_link("modules/m/gone.c", "nowhere.c");
  EXPECT_EQ(
      "module m (modules/m/module.toml)\n"
      "  hosts any\n"
      "  file {name}.so\n"
      "  source modules/m/shared.c c\n",
      tree.component("m"));
}

TEST(Sources, CanBeListedInCrlfFilesWithAByteOrderMark) {
  TestTree tree;
  tree.file("modules/m/module.toml",
            "\xEF\xBB\xBFschema = 1\r\n[module]\r\n[build]\r\nsources = [\r\n  'm.c',\r\n  "
            "'x.c',\r\n]\r\n");
  tree.file("modules/m/m.c");
  EXPECT_EQ(
      "modules/m/module.toml:6:3: error[MB053]: 'x.c' does not exist: 'modules/m' has no 'x.c'\n"
      "  6 |   'x.c',\n"
      "    |   ^^^^^\n"
      "help: did you mean 'm.c'?\n",
      tree.component("m"));
}

}  // namespace
}  // namespace modbuild
