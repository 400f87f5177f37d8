// Quoting, seen from the other end: what programs really get when ninja or make, sh and gcc have
// had their turn. Names that no tool can carry are refused before (base/portable_name.h,
// emit/escape.h).
#include <algorithm>

#include "e2e/argv_printer.h"
#include "e2e/hostile_program.h"
#include "e2e/make_case.h"
#include "e2e/ninja_case.h"

namespace modbuild {
namespace {

struct NameOfTool {
  template <class Case>
  static std::string GetName(int /*index*/) {
    return Case::kName;
  }
};

template <class Case>
class Quoting : public testing::Test {};
using Tools = testing::Types<NinjaCase, MakeCase>;
TYPED_TEST_SUITE(Quoting, Tools, NameOfTool);

TYPED_TEST(Quoting, EveryArgumentReachesTheProgramByteByByte) {
  TypeParam build;
  ASSERT_TRUE(compile_argv_printer(build));
  HostileText text(1);
  std::vector<std::vector<std::string>> batches(30, std::vector<std::string>(100));
  for (std::size_t i = 0; i < batches.size(); ++i) {
    GenerateStep step;
    step.outputs = {in_build("gen/" + std::to_string(i))};
    step.command = {{"", in_build("print")}, {"", step.outputs[0]}};
    for (std::string& word : batches[i]) {
      word = text.word();
      step.command.push_back({word, {}});
    }
    build.plan.generates.push_back(step);
    build.plan.aliases = {{"all", {}, {}}};
  }
  for (const GenerateStep& step : build.plan.generates) {
    build.plan.aliases[0].outputs.push_back(step.outputs[0]);
  }
  build.emit();
  EXPECT_EQ(build.commands_run(), 30);
  for (std::size_t i = 0; i < batches.size(); ++i) {
    EXPECT_TRUE(build.built("gen/" + std::to_string(i)) == with_nuls(batches[i])) << "batch " << i;
  }
  EXPECT_EQ(build.commands_run(), 0);
}

TYPED_TEST(Quoting, SourcesIncludeDirectoriesAndDefinesWorkWithAnyPortableName) {
  using Program = HostileProgram<TypeParam>;
  const Program program;
  EXPECT_EQ(program.build.commands_run(), static_cast<int>(Program::kSources) + 2);
  EXPECT_TRUE(program.output() == program.expected());
  EXPECT_EQ(program.build.commands_run(), 0) << "the second run must find nothing to do";
  for (const std::size_t i : {std::size_t{0}, std::size_t{123}, Program::kSources - 1}) {
    program.build.touch(program.source(i));
    EXPECT_EQ(program.build.commands_run(), 2) << program.source(i);
    program.build.touch(program.header(i));
    EXPECT_EQ(program.build.commands_run(), 2) << program.header(i);
  }
  // Each depfile named the right header: all of them, touched together, rebuild all.
  for (std::size_t i = 0; i < Program::kSources; ++i) {
    program.build.add(program.header(i), program.build.directory.text(program.header(i)));
  }
  EXPECT_EQ(program.build.commands_pending(), static_cast<int>(Program::kSources) + 1);
}

// Names of objects are plain by layout; libraries and objects of any other name still link.
TYPED_TEST(Quoting, ResponseFilesCarryAnyNameToTheLinker) {
  TypeParam build;
  HostileText text(5);
  LinkStep link;
  link.kind = LinkKind::Program;
  link.output = in_build("bin/sum");
  std::string main = "int main(void) { return 0";
  for (std::size_t i = 0; link.objects.size() < 120; ++i) {
    const std::string n = std::to_string(i);
    std::string name = "o" + n + text.word() + ".o";
    std::replace(name.begin(), name.end(), '/', '_');
    if (!TypeParam::can_write(name)) continue;
    build.add("s" + n + ".c", "int f" + n + "(void) { return 0; }\n");
    // Without a depfile: only the linker is to see the name.
    GenerateStep compile;
    compile.outputs = {in_build("obj/" + name)};
    compile.inputs = {in_tree("s" + n + ".c")};
    compile.command = {
        {"cc", {}}, {"-c", {}}, {"-o", {}}, {"", compile.outputs[0]}, {"", compile.inputs[0]}};
    build.plan.generates.push_back(compile);
    link.objects.push_back(compile.outputs[0]);
    main += " + f" + n + "()";
  }
  build.add("main.c", "int f0(void);\n" + main + "; }\n");
  add_compile(build.plan, "main.c", "obj/main.o", add_flags(build.plan, "c", {{"-w", {}}}));
  link.objects.push_back(in_build("obj/main.o"));
  const std::string rpath = "/opt/it's \"$ORIGIN\" \\ here";
  link.flags = add_flags(build.plan, "ld", {{"-Wl,-rpath," + rpath, {}}});
  build.plan.links.push_back(link);
  build.plan.aliases = {{"all", {}, {in_build("bin/sum")}}};
  build.emit();
  EXPECT_GT(build.commands_run(), 100);
  EXPECT_EQ(build.run({build.directory / "build/bin/sum"}).exit_status, 0);
  EXPECT_NE(build.built("bin/sum").find(rpath), std::string::npos);
  EXPECT_EQ(build.commands_run(), 0);
}

}  // namespace
}  // namespace modbuild
