#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <sstream>

#include "../../tool/exit_status.h"
#include "support/cli_test.h"
#include "trees.h"

namespace modbuild::test {
namespace {

// A directory with one program in it, for PATH.
class FakeProgram {
 public:
  FakeProgram(const std::string& name, const std::string& script) {
    directory_.add_file(name, "#!/bin/sh\n" + script + "\n");
    chmod((directory_ / name).c_str(), 0755);
  }
  // This program before the usual ones.
  std::string path() const { return directory_.path() + ":" + usual(); }
  const std::string& alone() const { return directory_.path(); }

 private:
  static std::string usual() { return "/usr/local/bin:/usr/bin:/bin"; }
  TempDirectory directory_;
};

// "MB001-MB041, MB070": what leads to `status`, codes that follow one another as one.
std::string errors_of(tool::ExitStatus status) {
  std::string text;
  std::string last;
  std::size_t row = 0;
  std::size_t last_row = 0;
  const auto end_range = [&] {
    if (!text.empty() && !text.ends_with(last)) text += "-" + last;
  };
  for (const CodeInfo& info : all_codes()) {
    if (info.severity != Severity::Error) continue;
    ++row;
    if (tool::status_of(info.code) != status) continue;
    if (last.empty() || row != last_row + 1) {
      end_range();
      text += (text.empty() ? "" : ", ") + std::string(info.id);
    }
    last = info.id;
    last_row = row;
  }
  end_range();
  return text;
}

TEST(ExitStatus, IsDocumentedForEveryError) {
  std::ifstream file(MB_SOURCE_DIR "/README.md");
  std::stringstream readme;
  readme << file.rdbuf();
  for (const tool::ExitStatusRow& row : tool::exit_statuses()) {
    const std::string line = "| " + std::to_string(static_cast<int>(row.status)) + " | " +
                             std::string(row.summary) + " | " + errors_of(row.status) + " |\n";
    EXPECT_NE(std::string::npos, readme.str().find(line)) << "README.md lacks the line\n" << line;
  }
}

TEST(ExitStatus, ZeroWhenDone) {
  Cli("select -q").in(TestTree(harbour())).exits(0);
}

TEST(ExitStatus, OneWhenTheGoalIsNotMet) {
  const TestTree tree(harbour());
  Cli("why tls").in(tree).exits(1);
  Cli("select --require tls").in(tree).exits(1);
  Cli("path tls log").in(tree).exits(1);
}

TEST(ExitStatus, TwoForUsageAndUnknownNames) {
  const TestTree tree(harbour());
  Cli("").exits(2);
  Cli("nonsense").exits(2);
  Cli("why nonsense").in(tree).exits(2);
  Cli("select -x nonsense").in(tree).exits(2);
}

TEST(ExitStatus, ThreeForInvalidManifests) {
  const TestTree tree(harbour());
  tree.write("modules/log/module.toml", "schema = 1\n[module\n");
  Cli("select").in(tree).expect_stdout("").exits(3);
  Cli("check").in(tree).expect_stdout("").exits(3);
}

TEST(ExitStatus, ThreeWithoutATree) {
  Cli("select")
      .expect_stdout("")
      .expect_stderr(
          "error[MB001]: there is no modbuild.toml here or in a directory above\n"
          "help: name the tree's directory with -C\n")
      .exits(3);
  Cli("select -C /nowhere")
      .expect_stdout("")
      .expect_stderr(
          "error[MB001]: there is no modbuild.toml in '/nowhere'\n"
          "help: name the tree's directory with -C\n")
      .exits(3);
}

TEST(ExitStatus, FourWithoutACompiler) {
  const TestTree tree(harbour());
  Cli("gen")
      .in(tree)
      .with("CC", "no-such-cc")
      .expect_stdout("")
      .expect_stderr(
          "error[MB090]: there is no compiler 'no-such-cc'\n"
          "help: install one, for example with 'apt-get install gcc g++', or name yours in CC and "
          "CXX\n")
      .exits(4);
  Cli("gen")
      .in(tree)
      .with("CC", "'cc")
      .expect_stdout("")
      .expect_stderr("error[MB090]: the variable CC has a quote that is not closed\n")
      .exits(4);
}

TEST(ExitStatus, FourWithoutNinja) {
  const TestTree tree(harbour());
  const FakeProgram cc("cc", "exec /usr/bin/cc \"$@\"");
  Cli("gen -q").in(tree).exits(0);
  Cli("build")
      .in(tree)
      .with("PATH", cc.alone())
      .expect_stdout("")
      .expect_stderr(
          "modbuild: error: there is no program 'ninja' on PATH\n"
          "help: install it, for example with 'apt-get install ninja-build'\n")
      .exits(4);
}

TEST(ExitStatus, FiveWhenOutputCannotBeWritten) {
  Cli("help")
      .stdout_to("/dev/full")
      .expect_stderr("modbuild: error: cannot write to standard output: No space left on device\n")
      .exits(5);
}

TEST(ExitStatus, FiveWithTheWholePathOfWhatCannotBeReadOrMade) {
  const TestTree tree(harbour());
  Cli("affected --files lists/none.txt")
      .in(tree)
      .expect_stderr("modbuild: error: cannot open 'lists/none.txt': No such file or directory\n")
      .exits(5);
  Cli("affected --files modules/none.txt")
      .in(tree)
      .expect_stderr("modbuild: error: cannot read 'modules/none.txt': No such file or directory\n")
      .exits(5);
  Cli("package deb --out modbuild.toml/deb")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(
          "modbuild: error: cannot create directory 'modbuild.toml/deb': Not a directory\n")
      .exits(5);
  Cli("gen -q -B modbuild.toml/out")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(
          "error[MB121]: cannot create directory 'modbuild.toml/out': Not a directory\n"
          "help: name another directory with -B\n")
      .exits(5);
  Cli("gen -q -B modbuild.toml")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(
          "error[MB121]: cannot open 'modbuild.toml': Not a directory\n"
          "help: name another directory with -B\n")
      .exits(5);
}

TEST(ExitStatus, FiveWhenTheLockOfTheBuildDirectoryCannotBeHad) {
  const TestTree tree(harbour());
  tree.write("build/.modbuild/none", "");
  ASSERT_EQ(0, mkfifo((tree.path() + "/build/.modbuild/lock").c_str(), 0600));
  Cli("gen -q")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(
          "error[MB121]: the build directory cannot be used: cannot lock '.modbuild/lock': "
          "is a FIFO\n"
          "help: mend the permissions, or name another directory with -B\n")
      .exits(5);
}

TEST(ExitStatus, FiveForABuildDirectoryThatIsNotOurs) {
  const TestTree tree(harbour());
  Cli("gen -B modules")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(
          "error[MB121]: 'modules' holds files and was not made by modbuild\n"
          "help: empty it, or name another directory with -B\n")
      .exits(5);
  Cli("gen -B .")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(
          "error[MB121]: the build directory '.' holds the tree itself\n"
          "help: name a directory of its own with -B\n")
      .exits(5);
}

TEST(ExitStatus, SeventyForABugOfOurs) {
  const TestTree tree(harbour());
  const FakeProgram aborter("pkg-config", "kill -ABRT $PPID; sleep 5");
  Cli("select").in(tree).with("PATH", aborter.path()).expect_stdout("").exits(70);
}

TEST(ExitStatus, OneThirtyWhenInterrupted) {
  const TestTree tree(harbour());
  Cli("gen -q").in(tree).exits(0);
  const FakeProgram ninja("ninja", "kill -INT $PPID; sleep 5");
  Cli("build").in(tree).with("PATH", ninja.path()).exits(130);
  const FakeProgram slow("pkg-config", "kill -INT $PPID; sleep 5");
  Cli("select").in(tree).with("PATH", slow.path()).expect_stdout("").exits(130);
}

}  // namespace
}  // namespace modbuild::test
