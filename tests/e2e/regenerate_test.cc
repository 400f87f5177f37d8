// The edges that bring build.ninja itself up to date, with a stand-in for modbuild that counts its
// runs, writes what a new run would write, and leaves build.ninja alone when nothing changed.
#include "e2e/ninja_case.h"

namespace modbuild {
namespace {

class Regeneration : public testing::Test {
 protected:
  Regeneration() {
    build_.add("d/a.toml", "");
    build_.add("d/b.toml", "");
    build_.add("src.txt", "x\n");
    GenerateStep copy;
    copy.inputs = {in_tree("src.txt")};
    copy.outputs = {in_build("gen/copy")};
    copy.command = {{"cp", {}}, {"", copy.inputs[0]}, {"", copy.outputs[0]}};
    build_.plan.generates = {copy};
    build_.plan.aliases = {{"all", {}, {copy.outputs[0]}}};
    build_.emit({".modbuild/tool", "gen", "it's"});
    write_depfile();
    build_.add_program("build/.modbuild/tool",
                       "#!/bin/sh\n"
                       "echo \"$*\" >>runs\n"
                       "[ ! -f ../next.d ] || mv ../next.d .modbuild/regenerate.d\n"
                       "[ ! -f ../next.ninja ] || mv ../next.ninja build.ninja\n"
                       "touch .modbuild/stamp\n");
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    build_.add("build/.modbuild/stamp", "");
    EXPECT_EQ(build_.commands_run(), 1);
    EXPECT_EQ(runs(), 0);
  }

  // What the next run of the stand-in will say it depends on.
  void write_depfile(const std::string& to = "build/.modbuild/regenerate.d") {
    std::vector<std::string> inputs = {"../d"};
    for (const char* name : {"../d/a.toml", "../d/b.toml", "../d/c.toml"}) {
      if (build_.directory.exists(std::string("build/") + name)) inputs.emplace_back(name);
    }
    Diagnostics diagnostics;
    build_.add(to, regenerate_depfile(inputs, diagnostics));
  }

  int runs() const {
    int count = 0;
    for (const char c : build_.built("runs")) count += c == '\n' ? 1 : 0;
    return count;
  }

  // One run of ninja brings everything right; the next has nothing to do.
  void expect_one_run() {
    const int before = runs();
    EXPECT_EQ(build_.ninja().exit_status, 0);
    EXPECT_EQ(runs(), before + 1);
    EXPECT_EQ(build_.commands_run(), 0);
    EXPECT_EQ(runs(), before + 1);
  }

  void later() { std::this_thread::sleep_for(std::chrono::milliseconds(20)); }

  NinjaCase build_;
};

TEST_F(Regeneration, PassesItsWordsOn) {
  build_.touch("d/a.toml");
  expect_one_run();
  EXPECT_EQ(build_.built("runs"), "gen it's\n");
}

TEST_F(Regeneration, HappensOnceWhenADirectoryChanges) {
  later();
  build_.add("d/c.toml", "");
  write_depfile("next.d");
  expect_one_run();
}

TEST_F(Regeneration, HappensOnceWhenAManifestIsDeleted) {
  later();
  ASSERT_EQ(std::remove((build_.directory / "d/b.toml").c_str()), 0);
  write_depfile("next.d");
  expect_one_run();
}

TEST_F(Regeneration, HappensOnceWhenTheStampOrTheDepfileIsLost) {
  ASSERT_EQ(std::remove((build_.directory / "build/.modbuild/stamp").c_str()), 0);
  expect_one_run();
  write_depfile("next.d");
  ASSERT_EQ(std::remove((build_.directory / "build/.modbuild/regenerate.d").c_str()), 0);
  expect_one_run();
}

TEST_F(Regeneration, HappensOnceWhenModbuildItselfIsNew) {
  build_.touch("build/.modbuild/tool");
  expect_one_run();
}

TEST_F(Regeneration, ReadsANewBuildFileInTheSameRun) {
  std::string text = build_.built("build.ninja");
  const std::size_t at = text.find("  c = cp ");
  ASSERT_NE(at, std::string::npos);
  text.replace(at, 9, "  c = cp -f ");
  build_.touch("d/a.toml");
  build_.add("next.ninja", text);
  EXPECT_EQ(build_.commands_run(), 1);
  EXPECT_NE(build_.ninja({"-t", "commands", "all"}).output.find("cp -f"), std::string::npos);
  EXPECT_EQ(runs(), 1);
  EXPECT_EQ(build_.commands_run(), 0);
}

}  // namespace
}  // namespace modbuild
