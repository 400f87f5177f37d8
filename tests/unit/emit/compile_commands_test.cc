#include <gtest/gtest.h>

#include "unit/emit/sample_plan.h"

namespace modbuild {
namespace {

std::string commands_of(const Plan& plan, std::string_view build_directory) {
  const EmitInput input{&plan, "..", {}};
  return whole_text(compile_commands_file(input, build_directory));
}

// A document of several parts is that of one.
TEST(CompileCommands, AreTheSameInParts) {
  Plan plan = empty_plan();
  const FlagsId flags[] = {add_flags(plan, "c_a", {{"-DA", {}}}), add_flags(plan, "c_b", {})};
  std::string expected = "[";
  for (std::size_t i = 0; i < 4000; ++i) {
    const std::string name = "m" + std::to_string(i);
    add_compile(plan, name + ".c", name + ".o", flags[(i / 7) % 2]);
    expected += std::string(i == 0 ? "\n" : ",\n") + "  {\"directory\": \"/b\", \"file\": \"../" +
                name + ".c\",\n   \"arguments\": [\"gcc\", " +
                ((i / 7) % 2 == 0 ? "\"-DA\", " : "") + "\"-c\", \"../" + name +
                ".c\", \"-o\", \"" + name + ".o\"],\n   \"output\": \"" + name + ".o\"}";
  }
  const EmitInput input{&plan, "..", {}};
  EXPECT_EQ(2U, compile_commands_file(input, "/b").parts);
  EXPECT_EQ(expected + "\n]\n", commands_of(plan, "/b"));
}

TEST(CompileCommands, HaveOneEntryWithArgumentsForEachSource) {
  Plan plan = empty_plan();
  plan.toolchain.cflags = {"-O2"};
  plan.toolchain.cxxflags = {"-O1"};
  plan.toolchain.launcher_c = {"ccache"};
  const FlagsId c = add_flags(plan, "c_tm", {{"-I", in_tree("include")}, {"-DN=\"a b\"", {}}});
  add_compile(plan, "modules/tm/a.c", "obj/tm/a.c.o", c).extra = {{{"-Wno-x", {}}, {}}};
  add_compile(plan, "modules/tm/b.cc", "obj/tm/b.cc.o").language = Language::Cxx;
  EXPECT_EQ(commands_of(plan, "/src/yard/build"), R"([
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
  EXPECT_EQ(commands_of(plan, "/b"), R"([
  {"directory": "/b", "file": "../a.c",
   "arguments": ["cc", "-O0", "-c", "../a.c", "-o", "for-build/obj/t/a.o"],
   "output": "for-build/obj/t/a.o"}
]
)");
}

TEST(CompileCommands, OfAPlanWithoutSourcesAreAnEmptyList) {
  const Plan plan = empty_plan();
  EXPECT_EQ(commands_of(plan, "/b"), "[\n]\n");
}

}  // namespace
}  // namespace modbuild
