#include "emit/ninja.h"

#include <gtest/gtest.h>

#include "unit/emit/sample_plan.h"

namespace modbuild {
namespace {

// What follows the rules: flag lists and edges.
std::string edges_of(const Plan& plan, std::vector<std::string> regenerate = {}) {
  const std::string text = ninja_text(plan, std::move(regenerate));
  const std::size_t last_rule = text.rfind("\nrule ");
  const std::size_t begin = last_rule == std::string::npos ? 0 : last_rule + 1;
  const std::size_t end = text.find("\n\n", begin);
  return text.substr(end + 2);
}

TEST(NinjaFile, OfOneModuleIsShort) {
  Plan plan = empty_plan();
  plan.toolchain.cflags = {"-O2", "-g"};
  const FlagsId c =
      add_flags(plan, "c_tm", {{"-fPIC", {}}, {"-I", in_tree("include")}, {"-DN=\"a b\"", {}}});
  const FlagsId ld = add_flags(plan, "ld_tm", {{"-Wl,-rpath,$ORIGIN/../lib", {}}, {"-lssl", {}}});
  add_compile(plan, "modules/tm/a.c", "obj/tm/a.c.o", c);
  add_compile(plan, "modules/tm/b c.c", "obj/tm/b+20c.c.o", c).extra = {{{"-Wno-x", {}}, {}}};
  add_link(plan, LinkKind::Module, "modules/tm.so", {"obj/tm/a.c.o", "obj/tm/b+20c.c.o"}).flags =
      ld;
  plan.aliases = {{"all", {"tm"}, {}}, {"tm", {}, {in_build("modules/tm.so")}}};
  EXPECT_EQ(ninja_text(plan, {".modbuild/tool", "gen", "-i", "tm rr"}),
            R"(# Written by modbuild; changes are lost when it runs again.
ninja_required_version = 1.8

cc = gcc
cxx = g++
ar = ar
cflags = -O2 -g
cxxflags =
ldflags =

pool link
  depth = 8

rule cc
  command = $cc $f $cflags -MMD -MF $out.d -c $in -o $out
  description = CC $in
  deps = gcc
  depfile = $out.d

rule link_module
  command = $cc -shared -fPIC $ldflags -o $out @$out.rsp
  description = MODULE $out
  rspfile = $out.rsp
  rspfile_content = $in $l
  pool = link

rule regenerate
  command = $c
  description = modbuild gen
  generator = 1
  restat = 1
  pool = console

c_tm = -fPIC -I../include '-DN="a b"'
build obj/tm/a.c.o: cc ../modules/tm/a.c
  f = $c_tm
build obj/tm/b+20c.c.o: cc ../modules/tm/b$ c.c
  f = $c_tm -Wno-x
ld_tm = -Wl,-rpath,$$ORIGIN/../lib -lssl
build modules/tm.so: link_module obj/tm/a.c.o obj/tm/b+20c.c.o
  l = $ld_tm
build all: phony tm
build tm: phony modules/tm.so
build .modbuild/stamp: regenerate | .modbuild/tool
  depfile = .modbuild/regenerate.d
  c = .modbuild/tool gen -i 'tm rr'
build build.ninja: phony .modbuild/stamp
default all
)");
}

TEST(NinjaFile, PutsTheLauncherBeforeCompilersOnly) {
  Plan plan = empty_plan();
  plan.toolchain.launcher_cxx = {"ccache"};
  add_compile(plan, "a.cc", "obj/a.cc.o").language = Language::Cxx;
  add_compile(plan, "b.c", "obj/b.c.o");
  add_link(plan, LinkKind::Program, "bin/a", {"obj/a.cc.o", "obj/b.c.o"}).cxx = true;
  const std::string text = ninja_text(plan);
  EXPECT_NE(text.find("\nlauncher_cxx = ccache\n"), std::string::npos);
  EXPECT_NE(text.find("  command = PWD=/proc/self/cwd $launcher_cxx $cxx $here $f $cxxflags -MMD"),
            std::string::npos);
  EXPECT_NE(text.find("  command = PWD=/proc/self/cwd $cc $here $f $cflags -MMD"),
            std::string::npos);
  EXPECT_NE(text.find("  command = PWD=/proc/self/cwd $cxx $here $ldflags -o $out @$out.rsp\n"),
            std::string::npos);
}

TEST(NinjaFile, HidesWhereTheCheckoutIsFromWhatIsShared) {
  Plan plan = empty_plan();
  EXPECT_EQ(ninja_text(plan).find("here"), std::string::npos);
  plan.toolchain.launcher_c = {"ccache"};
  EXPECT_NE(ninja_text(plan).find("\nhere = -ffile-prefix-map=/proc/self/cwd=.\n"),
            std::string::npos);
}

TEST(NinjaFile, KeepsWhatNoLauncherTakesInAPoolAsDeepAsThisMachine) {
  Plan plan = empty_plan();
  plan.toolchain.launcher_c = {"distcc"};
  add_link(plan, LinkKind::Archive, "lib/liba.a", {"obj/a.o"});
  GenerateStep step;
  step.outputs = {in_build("gen/x.h")};
  step.command = {{"maketab", std::nullopt}};
  plan.generates.push_back(step);
  EmitInput input;
  input.plan = &plan;
  input.source_root = "..";
  input.local_jobs = 6;
  Diagnostics diagnostics;
  const std::string text = whole_text(emit_ninja(input, diagnostics));
  EXPECT_NE(text.find("\npool local\n  depth = 6\n"), std::string::npos);
  EXPECT_NE(text.find("  rspfile_content = $in $l\n  pool = local\n"), std::string::npos);
  EXPECT_NE(text.find("  description = GEN $out\n  restat = 1\n  pool = local\n"),
            std::string::npos);
}

TEST(NinjaFile, CompilesEachLanguageWithItsRule) {
  Plan plan = empty_plan();
  add_compile(plan, "a.c", "obj/a.c.o");
  add_compile(plan, "b.cc", "obj/b.cc.o").language = Language::Cxx;
  add_compile(plan, "c.S", "obj/c.S.o").language = Language::Asm;
  add_compile(plan, "d.s", "obj/d.s.o").language = Language::Asm;
  EXPECT_EQ(edges_of(plan), R"(build obj/a.c.o: cc ../a.c
build obj/b.cc.o: cxx ../b.cc
build obj/c.S.o: asm ../c.S
build obj/d.s.o: as ../d.s
default all
)");
}

TEST(NinjaFile, LinksEachKindWithItsRule) {
  Plan plan = empty_plan();
  add_link(plan, LinkKind::Archive, "lib/liba.a", {"obj/a.o"});
  add_link(plan, LinkKind::SharedLibrary, "lib/libb.so", {"obj/b.o"}).cxx = true;
  add_link(plan, LinkKind::Program, "bin/c", {"obj/c.o"}).libraries = {in_build("lib/libb.so"),
                                                                       in_build("lib/liba.a")};
  EXPECT_EQ(edges_of(plan), R"(build lib/liba.a: archive obj/a.o
build lib/libb.so: link_shared_cxx obj/b.o
build bin/c: link_program obj/c.o lib/libb.so lib/liba.a
default all
)");
}

// Ninja quotes $in for a shell; in a response file a backslash means something else.
TEST(NinjaFile, WritesResponseFilesItselfForOddNames) {
  Plan plan = empty_plan();
  const FlagsId ld = add_flags(plan, "ld_a", {{"-lm", {}}});
  add_link(plan, LinkKind::Module, "modules/a$b.so", {"obj/a b.o", "obj/c\\d.o"}).flags = ld;
  EXPECT_EQ(edges_of(plan), R"(ld_a = -lm
build modules/a$$b.so: link_module obj/a$ b.o obj/c\d.o
  l = $ld_a
  rspfile_content = obj/a\ b.o obj/c\\d.o $ld_a
default all
)");
}

TEST(NinjaFile, DefinesSharedFlagsOnceAndBracesDottedNames) {
  Plan plan = empty_plan();
  const FlagsId flags = add_flags(plan, "c_a.b", {{"-DX", {}}});
  const FlagsId none = add_flags(plan, "c_c", {});
  add_compile(plan, "a.c", "obj/a.o", flags);
  add_compile(plan, "b.c", "obj/b.o", flags);
  add_compile(plan, "c.c", "obj/c.o", none);
  EXPECT_EQ(edges_of(plan), R"(c_a.b = -DX
build obj/a.o: cc ../a.c
  f = ${c_a.b}
build obj/b.o: cc ../b.c
  f = ${c_a.b}
build obj/c.o: cc ../c.c
default all
)");
}

TEST(NinjaFile, WaitsForGeneratedHeadersThroughOneTarget) {
  Plan plan = empty_plan();
  const std::vector<Path> two = {in_build("gen/a/x.h"), in_build("gen/b/y.h")};
  const OrderOnlyId first = plan.order_only.push_back(two);
  const OrderOnlyId equal = plan.order_only.push_back(two);
  const OrderOnlyId single = plan.order_only.push_back({in_build("gen/a/x.h")});
  add_compile(plan, "a.c", "obj/a.o").order_only = first;
  add_compile(plan, "b.c", "obj/b.o").order_only = equal;
  add_compile(plan, "c.c", "obj/c.o").order_only = single;
  EXPECT_EQ(edges_of(plan), R"(build _headers1: phony gen/a/x.h gen/b/y.h
build obj/a.o: cc ../a.c || _headers1
build obj/b.o: cc ../b.c || _headers1
build obj/c.o: cc ../c.c || gen/a/x.h
default all
)");
}

TEST(NinjaFile, RunsGeneratorsWithQuotedWords) {
  Plan plan = empty_plan();
  GenerateStep step;
  step.inputs = {in_tree("a/in.tab")};
  step.implicit = {in_build("bin/tabgen")};
  step.outputs = {in_build("gen/a/x.c"), in_build("gen/a/x.h")};
  step.command = {{"", in_build("bin/tabgen")},
                  {"--out=", in_build("gen/a/x.c")},
                  {"", in_tree("a/in.tab")},
                  {"it's $5", {}}};
  step.depfile = in_build("gen/a/x.d");
  plan.generates.push_back(step);
  EXPECT_EQ(edges_of(plan), R"(build gen/a/x.c gen/a/x.h: generate ../a/in.tab | bin/tabgen
  c = bin/tabgen --out=gen/a/x.c ../a/in.tab 'it'\''s $$5'
  deps = gcc
  depfile = gen/a/x.d
default all
)");
}

TEST(NinjaFile, RunsGeneratorsOfTheTreesOwnDirectoryByPath) {
  Plan plan = empty_plan();
  GenerateStep step;
  step.outputs = {in_build("gen/a/x.c")};
  step.command = {{"", in_tree("make.sh")}};
  plan.generates.push_back(step);
  Diagnostics diagnostics;
  const std::string text = whole_text(backends().front().emit({&plan, ".", {}}, diagnostics));
  EXPECT_NE(text.find("  c = ./make.sh\n"), std::string::npos) << text;
}

TEST(NinjaFile, HasRulesOfItsOwnForTheBuildMachine) {
  Plan plan = empty_plan();
  plan.toolchain.ldflags = {"-s"};
  plan.build_toolchain.emplace();
  plan.build_toolchain->cc = {"cc"};
  plan.build_toolchain->cxx = {"c++"};
  plan.build_toolchain->ar = {"ar"};
  plan.build_toolchain->cflags = {"-O0"};
  add_compile(plan, "a.c", "obj/h/a.o");
  add_compile(plan, "a.c", "for-build/obj/t/a.o").machine = Machine::Build;
  add_link(plan, LinkKind::Archive, "for-build/lib/t.a", {"for-build/obj/t/a.o"}).machine =
      Machine::Build;
  EXPECT_EQ(ninja_text(plan), R"(# Written by modbuild; changes are lost when it runs again.
ninja_required_version = 1.8

cc = gcc
cxx = g++
ar = ar
cflags =
cxxflags =
ldflags = -s
cc_for_build = cc
cxx_for_build = c++
ar_for_build = ar
cflags_for_build = -O0
cxxflags_for_build =
ldflags_for_build =

pool link
  depth = 8

rule cc
  command = $cc $f $cflags -MMD -MF $out.d -c $in -o $out
  description = CC $in
  deps = gcc
  depfile = $out.d

rule cc_for_build
  command = $cc_for_build $f $cflags_for_build -MMD -MF $out.d -c $in -o $out
  description = CC $in (for build)
  deps = gcc
  depfile = $out.d

rule archive_for_build
  command = rm -f $out && $ar_for_build rcsD $out @$out.rsp
  description = ARCHIVE $out (for build)
  rspfile = $out.rsp
  rspfile_content = $in $l
  pool = link

build obj/h/a.o: cc ../a.c
build for-build/obj/t/a.o: cc_for_build ../a.c
build for-build/lib/t.a: archive_for_build for-build/obj/t/a.o
default all
)");
}

// One string for the shell has at most 128 KiB.
TEST(NinjaFile, PutsAVeryLongCommandIntoAFile) {
  Plan plan = empty_plan();
  GenerateStep step;
  step.outputs = {in_build("gen/a/x c.h")};
  step.command = {{"merge", {}}, {std::string(100'000, 'm'), {}}};
  plan.generates.push_back(step);
  const std::string long_word(100'000, 'm');
  EXPECT_EQ(edges_of(plan),
            "build gen/a/x$ c.h: generate\n"
            "  c = sh 'gen/a/x c.h.sh'\n"
            "  rspfile = gen/a/x c.h.sh\n"
            "  rspfile_content = exec merge " +
                long_word +
                "\n"
                "default all\n");
}

// Lists that many steps share are defined by the first of them, wherever parts begin.
TEST(NinjaFile, IsTheSameWithAnyNumberOfThreads) {
  Plan plan = empty_plan();
  const FlagsId flags[] = {add_flags(plan, "c_a", {{"-DA", {}}}),
                           add_flags(plan, "c_b", {{"-DB", {}}}),
                           add_flags(plan, "ld_a", {{"-lm", {}}})};
  const std::vector<Path> headers = {in_build("gen/a/x.h"), in_build("gen/b/y.h")};
  const OrderOnlyId waits[] = {plan.order_only.push_back(headers),
                               plan.order_only.push_back(headers),
                               plan.order_only.push_back({in_build("gen/a/x.h")})};
  for (std::size_t i = 0; i < 9000; ++i) {
    const std::string name = "m" + std::to_string(i);
    CompileStep& step =
        add_compile(plan, name + ".c", "obj/" + name + ".o", flags[i < 3000 ? 0 : 1]);
    if (i % 3 != 0) step.order_only = waits[i % 4 == 0 ? 2 : i % 2];
    if (i % 2 == 0) {
      LinkStep& link = add_link(plan, LinkKind::Module, "modules/" + name + ".so", {});
      link.objects = {in_build("obj/" + name + ".o")};
      link.flags = flags[2];
    }
  }
  Diagnostics diagnostics;
  EmitInput input{&plan, "..", {}};
  const std::string one = whole_text(emit_ninja(input, diagnostics));
  for (const unsigned threads : {2U, 7U}) {
    input.threads = threads;
    EXPECT_EQ(one, whole_text(emit_ninja(input, diagnostics)));
  }
  const auto count = [&one](const std::string& text) {
    std::size_t found = 0;
    for (std::size_t at = one.find(text); at != std::string::npos; at = one.find(text, at + 1))
      ++found;
    return found;
  };
  EXPECT_EQ(1U, count("c_a = -DA\n"));
  EXPECT_EQ(1U, count("c_b = -DB\n"));
  EXPECT_EQ(1U, count("ld_a = -lm\n"));
  EXPECT_EQ(1U, count("build _headers1: phony gen/a/x.h gen/b/y.h\n"));
  EXPECT_LT(one.find("build _headers1"), one.find("|| _headers1"));
}

TEST(NinjaFile, TreatsASourceRootWithBlanksAsAnyPath) {
  Plan plan = empty_plan();
  const FlagsId flags = add_flags(plan, "c_a", {{"-I", in_tree("include")}, {"-I", in_tree("")}});
  add_compile(plan, "a.c", "obj/a.o", flags);
  Diagnostics diagnostics;
  const std::string text =
      whole_text(backends().front().emit({&plan, "../../my tree", {}}, diagnostics));
  EXPECT_NE(text.find("c_a = '-I../../my tree/include' '-I../../my tree'\n"
                      "build obj/a.o: cc ../../my$ tree/a.c\n"),
            std::string::npos)
      << text;
}

}  // namespace
}  // namespace modbuild
