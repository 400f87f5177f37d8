// What generators may do, with the real ninja around them.
#include "e2e/ninja_case.h"

namespace modbuild {
namespace {

// A generated header and source, an object made with them, and a log of the generator's runs.
class Generated : public testing::Test {
 protected:
  // The tool copies the first line of in.tab to x.h and the second to x.c, and logs that it ran.
  Generated() {
    build_.add_program("tool.sh",
                       "#!/bin/sh\n"
                       "echo run >>runs\n"
                       "head -n 1 \"$1\" >\"$2\"\n"
                       "tail -n 1 \"$1\" >\"$3\"\n"
                       "grep -q fail \"$1\" && exit 3\n"
                       "grep -q forget \"$1\" && rm \"$3\"\n"
                       "echo \"$2: ../also\" >gen/x.d\n"
                       "exit 0\n");
    build_.add("in.tab", "#define X 1\nint x = X;\n");
    build_.add("also", "");
    build_.add("main.c", "#include \"x h.h\"\nextern int x;\nint main(void) { return X - x; }\n");
    step_.inputs = {in_tree("in.tab")};
    step_.outputs = {in_build("gen/x h.h"), in_build("gen/x c.c")};
    step_.command = {{"", in_tree("tool.sh")},
                     {"", in_tree("in.tab")},
                     {"", step_.outputs[0]},
                     {"", step_.outputs[1]}};
    step_.depfile = in_build("gen/x.d");
  }

  void emit() {
    build_.plan.generates = {step_};
    const OrderOnlyId headers = build_.plan.order_only.push_back({step_.outputs[0]});
    const FlagsId flags =
        add_flags(build_.plan, "c_p",
                  {{"-I", in_build("gen")}, {"-include", {}}, {"", in_build("gen/x h.h")}});
    CompileStep& main = add_compile(build_.plan, "main.c", "obj/main.o", flags);
    main.order_only = headers;
    CompileStep& made = add_compile(build_.plan, "", "obj/x.o", flags);
    made.source = step_.outputs[1];
    made.order_only = headers;
    add_link(build_.plan, LinkKind::Program, "bin/p", {"obj/main.o", "obj/x.o"});
    build_.plan.aliases = {{"all", {}, {in_build("bin/p")}}};
    build_.emit();
  }

  std::string runs() const { return build_.built("runs"); }

  NinjaCase build_;
  GenerateStep step_;
};

TEST_F(Generated, HeadersExistBeforeAnythingIsCompiled) {
  emit();
  EXPECT_EQ(build_.commands_run(), 4);
  EXPECT_EQ(build_.run({build_.directory / "build/bin/p"}).exit_status, 0);
  EXPECT_EQ(build_.commands_run(), 0);
  EXPECT_EQ(build_.ninja({"-t", "missingdeps"}).exit_status, 0);
}

TEST_F(Generated, OutputsWithTheSameBytesRebuildNothing) {
  emit();
  EXPECT_EQ(build_.commands_run(), 4);
  build_.touch("in.tab");
  EXPECT_EQ(build_.commands_run(), 1);
  EXPECT_EQ(runs(), "run\nrun\n");
  EXPECT_EQ(build_.commands_run(), 0);
  EXPECT_FALSE(build_.directory.exists("build/gen/x h.h.old"));
}

TEST_F(Generated, OneChangedOutputRebuildsWhatUsesIt) {
  emit();
  EXPECT_EQ(build_.commands_run(), 4);
  build_.touch("also");  // found through the generator's own depfile
  EXPECT_EQ(build_.commands_run(), 1);
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  build_.add("in.tab", "#define X 1\nint x = X + 0;\n");
  EXPECT_EQ(build_.commands_run(), 3) << "the generator, one object, the program";
  EXPECT_EQ(build_.commands_run(), 0);
}

TEST_F(Generated, AGeneratorThatFailsLeavesNoHalfOutput) {
  emit();
  build_.add("in.tab", "#define X 1\nint x = 1; /* fail */\n");
  const ProcessAnswer answer = build_.ninja();
  EXPECT_NE(answer.exit_status, 0);
  EXPECT_FALSE(build_.directory.exists("build/gen/x h.h"));
  EXPECT_FALSE(build_.directory.exists("build/gen/x c.c"));
  build_.add("in.tab", "#define X 1\nint x = 1;\n");
  EXPECT_EQ(build_.commands_run(), 4);
}

TEST_F(Generated, AGeneratorThatForgetsAnOutputIsToldSo) {
  emit();
  build_.add("in.tab", "#define X 1\nint x = 1; /* forget */\n");
  const ProcessAnswer answer = build_.ninja();
  EXPECT_NE(answer.exit_status, 0);
  EXPECT_NE(answer.output.find("the generator did not write gen/x c.c\n"), std::string::npos)
      << answer.output;
}

TEST_F(Generated, CommandsMayBeLongerThanOneStringForTheShell) {
  for (int i = 0; i < 20'000; ++i) step_.command.push_back({"module_" + std::to_string(i), {}});
  emit();
  EXPECT_EQ(build_.commands_run(), 4);
  EXPECT_EQ(build_.commands_run(), 0);
  step_.command.push_back({"one_more", {}});
  build_.plan.compiles.clear();
  build_.plan.links.clear();
  emit();
  EXPECT_EQ(build_.commands_run(), 1) << "a changed command runs, and its output is the same";
}

// A step whose output is what its command prints.
class Printed : public testing::Test {
 protected:
  Printed() {
    build_.add_program("print.sh",
                       "#!/bin/sh\n"
                       "head -n 1 \"$1\"\n"
                       "grep -q fail \"$1\" && exit 3\n"
                       "tail -n 1 \"$1\"\n");
    build_.add("in.tab", "one\ntwo\n");
    GenerateStep step;
    step.inputs = {in_tree("in.tab")};
    step.outputs = {in_build("gen/it's a $x;y")};
    step.command = {{"", in_tree("print.sh")}, {"", in_tree("in.tab")}};
    step.to_output = true;
    build_.plan.generates = {step};
    build_.plan.aliases = {{"all", {}, {step.outputs[0]}}};
    build_.emit();
  }
  std::string output() const { return build_.built("gen/it's a $x;y"); }
  bool has(const std::string& suffix) const {
    return build_.directory.exists("build/gen/it's a $x;y" + suffix);
  }

  NinjaCase build_;
};

TEST_F(Printed, BecomesTheOutput) {
  EXPECT_EQ(build_.commands_run(), 1);
  EXPECT_EQ(output(), "one\ntwo\n");
  EXPECT_FALSE(has(".new"));
  EXPECT_EQ(build_.commands_run(), 0);
  build_.touch("in.tab");
  EXPECT_EQ(build_.commands_run(), 1);
  EXPECT_FALSE(has(".old"));
}

TEST_F(Printed, ByACommandThatFailsLeavesNoHalfOutput) {
  EXPECT_EQ(build_.commands_run(), 1);
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  build_.add("in.tab", "one\nfail\n");
  EXPECT_NE(build_.ninja().exit_status, 0);
  EXPECT_FALSE(has(""));
  EXPECT_FALSE(has(".new"));
  EXPECT_NE(build_.ninja().exit_status, 0) << "it is run again";
  build_.add("in.tab", "one\nthree\n");
  EXPECT_EQ(build_.commands_run(), 1);
  EXPECT_EQ(output(), "one\nthree\n");
  EXPECT_FALSE(has(".old"));
}

// The first word is a program, also where the shell knows something else by that name.
TEST_F(Generated, TheShellsOwnCommandsAreNotRun) {
  GenerateStep step;
  step.outputs = {in_build("gen/y")};
  step.command = {{"eval", {}}, {"touch gen/y", {}}};
  build_.plan.generates = {step};
  build_.plan.aliases = {{"all", {}, {step.outputs[0]}}};
  build_.emit();
  EXPECT_NE(build_.ninja().exit_status, 0);
  EXPECT_FALSE(build_.directory.exists("build/gen/y"));
}

// Members that are no longer listed must not stay in an archive.
TEST(Archive, HoldsWhatIsListedAndNothingElse) {
  NinjaCase build;
  build.add("a.c", "int a;\n");
  build.add("b.c", "int b;\n");
  add_compile(build.plan, "a.c", "obj/a.o");
  add_compile(build.plan, "b.c", "obj/b.o");
  add_link(build.plan, LinkKind::Archive, "lib/libx.a", {"obj/a.o", "obj/b.o"});
  build.plan.aliases = {{"all", {}, {in_build("lib/libx.a")}}};
  build.emit();
  EXPECT_EQ(build.commands_run(), 3);
  build.plan.links[0].objects.pop_back();
  build.emit();
  EXPECT_EQ(build.commands_run(), 1);
  EXPECT_EQ(build.run({"ar", "t", build.directory / "build/lib/libx.a"}).output, "a.o\n");
}

}  // namespace
}  // namespace modbuild
