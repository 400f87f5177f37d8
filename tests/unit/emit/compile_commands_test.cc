#include <gtest/gtest.h>

#include "unit/emit/sample_plan.h"

namespace modbuild {
namespace {

TEST(CompileCommands, HaveOneEntryWithArgumentsForEachSource) {
  Plan plan = empty_plan();
  plan.toolchain.cflags = {"-O2"};
  plan.toolchain.cxxflags = {"-O1"};
  plan.toolchain.launcher_c = {"ccache"};
  const FlagsId c = add_flags(plan, "c_tm", {{"-I", in_tree("include")}, {"-DN=\"a b\"", {}}});
  add_compile(plan, "modules/tm/a.c", "obj/tm/a.c.o", c).extra = {{{"-Wno-x", {}}, {}}};
  add_compile(plan, "modules/tm/b.cc", "obj/tm/b.cc.o").language = Language::Cxx;
  EXPECT_EQ(compile_commands_json({&plan, "..", {}}, "/src/yard/build"), R"([
  {"directory": "/src/yard/build", "file": "../modules/tm/a.c",
   "arguments": ["gcc", "-I../include", "-DN=\"a b\"", "-Wno-x", "-O2", "-c", "../modules/tm/a.c", "-o", "obj/tm/a.c.o"],
   "output": "obj/tm/a.c.o"},
  {"directory": "/src/yard/build", "file": "../modules/tm/b.cc",
   "arguments": ["g++", "-O1", "-c", "../modules/tm/b.cc", "-o", "obj/tm/b.cc.o"],
   "output": "obj/tm/b.cc.o"}
]
)");
}

TEST(CompileCommands, NameTheCompilerOfEachMachine) {
  Plan plan = empty_plan();
  plan.build_toolchain.emplace();
  plan.build_toolchain->cc = {"cc"};
  plan.build_toolchain->cflags = {"-O0"};
  add_compile(plan, "a.c", "for-build/obj/t/a.o").machine = Machine::Build;
  EXPECT_EQ(compile_commands_json({&plan, "..", {}}, "/b"), R"([
  {"directory": "/b", "file": "../a.c",
   "arguments": ["cc", "-O0", "-c", "../a.c", "-o", "for-build/obj/t/a.o"],
   "output": "for-build/obj/t/a.o"}
]
)");
}

TEST(CompileCommands, OfAPlanWithoutSourcesAreAnEmptyList) {
  const Plan plan = empty_plan();
  EXPECT_EQ(compile_commands_json({&plan, "..", {}}, "/b"), "[\n]\n");
}

}  // namespace
}  // namespace modbuild
