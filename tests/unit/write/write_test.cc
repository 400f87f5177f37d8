#include "write/write.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>

#include "os/memory_file_system.h"
#include "unit/write/generation_text.h"

namespace modbuild {
namespace {

using Files = std::map<std::string, std::string>;

TEST(WriteGeneration, CreatesFilesWithTheirDirectories) {
  MemoryFileSystem fs;
  EXPECT_EQ("created gen/tm/list.h\ncreated build.ninja\n",
            write_text(generation({{"gen/tm/list.h", "list"}, {"build.ninja", "graph"}}, {}), fs));
  EXPECT_EQ((Files{{"build.ninja", "graph"}, {"gen/tm/list.h", "list"}}),
            without_state(fs.files()));
}

TEST(WriteGeneration, RecordsOutputsAndTheHashOfEachFile) {
  MemoryFileSystem fs;
  write_text(
      generation({{"a.json", "{}"}, {"build.ninja", ""}}, {"modules/rr.so", "modules/tm.so"}), fs);
  EXPECT_EQ("modules/rr.so\nmodules/tm.so\n", fs.files().at(kOutputsFile));
  EXPECT_EQ("1349cde127705c16 a.json\n2d06800538d394c2 build.ninja\n", fs.files().at(kStampFile));
}

TEST(WriteGeneration, TellsSameFromChanged) {
  MemoryFileSystem fs;
  write_text(generation({{"a", "1"}, {"b", "1"}, {"build.ninja", "1"}}, {}), fs);
  EXPECT_EQ("changed a\nsame b\nchanged build.ninja\n",
            write_text(generation({{"a", "2"}, {"b", "1"}, {"build.ninja", "12"}}, {}), fs));
  EXPECT_EQ((Files{{"a", "2"}, {"b", "1"}, {"build.ninja", "12"}}), without_state(fs.files()));
}

OutputFile in_parts(const std::string& path, const std::vector<std::string>& parts) {
  return {path, {}, parts.size(), [parts](std::size_t i) { return parts[i]; }};
}

// Where the difference begins, and whether a part ends there, makes none.
TEST(WriteGeneration, WritesFilesInPartsAsIfTheyWereWhole) {
  const std::vector<std::string> parts = {"one", "", "two", "three", "four", "five", "six"};
  const std::string whole = "onetwothreefourfivesix";
  for (const unsigned threads : {1U, 3U}) {
    for (const std::string& old :
         {std::string("-"), std::string(), whole.substr(0, 3), whole.substr(0, 8),
          "onetwoTHREEfourfivesix" + std::string(), whole + "seven", whole}) {
      MemoryFileSystem fs;
      if (old != "-") write_text(generation({{"a", old}}, {}), fs);
      WriteInput input = generation({in_parts("a", parts)}, {});
      input.threads = threads;
      const std::string change = old == "-" ? "created" : old == whole ? "same" : "changed";
      EXPECT_EQ(change + " a\n", write_text(input, fs)) << old;
      EXPECT_EQ((Files{{"a", whole}}), without_state(fs.files())) << old;
      MemoryFileSystem other;
      write_text(generation({{"a", whole}}, {}), other);
      EXPECT_EQ(other.files().at(kStampFile), fs.files().at(kStampFile));
    }
  }
}

TEST(WriteGeneration, ADryRunOfPartsTouchesNothing) {
  MemoryFileSystem fs;
  write_text(generation({{"a", "onetwo"}}, {}), fs);
  const auto files = fs.files();
  WriteInput input = generation({in_parts("a", {"one", "2"}), in_parts("b", {"x", "y"})}, {});
  input.dry_run = true;
  EXPECT_EQ("changed a\ncreated b\n", write_text(input, fs));
  EXPECT_EQ(files, fs.files());
}

TEST(WriteGeneration, LeavesUnchangedFilesAloneAndMovesTheStamp) {
  MemoryFileSystem fs;
  const WriteInput input = generation({{"a", "1"}, {"build.ninja", "1"}}, {"x"});
  write_text(input, fs);
  const FileStatus build_file = fs.status("build.ninja").value();
  const FileStatus stamp = fs.status(kStampFile).value();
  const auto files = fs.files();
  fs.tick();
  EXPECT_EQ("same a\nsame build.ninja\n", write_text(input, fs));
  EXPECT_EQ(files, fs.files());
  EXPECT_EQ(build_file.mtime_ns, fs.status("build.ninja").value().mtime_ns);
  EXPECT_EQ(build_file.inode, fs.status("build.ninja").value().inode);
  EXPECT_EQ(stamp.mtime_ns + 1'000'000'000, fs.status(kStampFile).value().mtime_ns);
}

TEST(WriteGeneration, WaitsForNoDiskWhenNothingChanged) {
  MemoryFileSystem fs;
  const WriteInput input = generation({{"a", "1"}, {"build.ninja", "1"}}, {"x"});
  write_text(input, fs);
  const std::size_t before = fs.log().size();
  write_text(input, fs);
  const std::vector<std::string> log(fs.log().begin() + static_cast<std::ptrdiff_t>(before),
                                     fs.log().end());
  EXPECT_EQ((std::vector<std::string>{
                "list .", "list .modbuild", "read a", "read build.ninja", "read .modbuild/outputs",
                "create directory .modbuild", "create .modbuild/stamp.modbuild-tmp",
                "write .modbuild/stamp.modbuild-tmp", "close .modbuild/stamp.modbuild-tmp",
                "rename .modbuild/stamp.modbuild-tmp"}),
            log);
}

TEST(WriteGeneration, SyncsAllFilesBeforeTheFirstRenameAndPutsTheBuildFileLast) {
  MemoryFileSystem fs;
  fs.add_file(kStampFile, "old");
  write_text(generation({{"sub/a", "1"}, {"build.ninja", "1"}}, {"x"}), fs);
  std::vector<std::string> log = fs.log();
  const auto is_dull = [](const std::string& line) {
    return line.starts_with("read") || line.starts_with("list") || line.starts_with("write") ||
           line.starts_with("close") || line.starts_with("create directory");
  };
  log.erase(std::remove_if(log.begin(), log.end(), is_dull), log.end());
  EXPECT_EQ(
      (std::vector<std::string>{
          "create sub/a.modbuild-tmp", "create build.ninja.modbuild-tmp", "sync sub/a.modbuild-tmp",
          "sync build.ninja.modbuild-tmp", "remove .modbuild/stamp", "sync .modbuild",
          "rename sub/a.modbuild-tmp", "rename build.ninja.modbuild-tmp", "sync sub", "sync .",
          "create .modbuild/outputs.modbuild-tmp", "sync .modbuild/outputs.modbuild-tmp",
          "rename .modbuild/outputs.modbuild-tmp", "sync .modbuild",
          "create .modbuild/stamp.modbuild-tmp", "rename .modbuild/stamp.modbuild-tmp"}),
      log);
}

TEST(WriteGeneration, KeepsFewFilesOpen) {
  MemoryFileSystem fs;
  std::vector<std::pair<std::string, std::string>> files;
  for (int i = 0; i < 100; ++i) files.emplace_back("f" + std::to_string(i), "1");
  WriteInput input;
  for (const auto& [path, text] : files) input.files.push_back({path, text});
  write_text(input, fs);
  int open = 0;
  int most = 0;
  for (const std::string& line : fs.log()) {
    if (line.starts_with("create ") && line.ends_with("-tmp")) most = std::max(most, ++open);
    if (line.starts_with("close ")) --open;
  }
  EXPECT_EQ(0, open);
  EXPECT_LE(most, 20);
}

TEST(WriteGeneration, RemovesOutputsThatAreNoLongerMade) {
  MemoryFileSystem fs;
  const std::vector<std::string> outputs = {"modules/a.so", "modules/b.so", "obj/b/sub/x.o",
                                            "obj/b/y.o"};
  write_text(generation({{"build.ninja", "1"}}, outputs), fs);
  for (const std::string& output : outputs) fs.add_file(output, "built");
  EXPECT_EQ("same build.ninja\nremoved modules/b.so\nremoved obj/b/sub/x.o\nremoved obj/b/y.o\n",
            write_text(generation({{"build.ninja", "1"}}, {"modules/a.so"}), fs));
  EXPECT_EQ((Files{{"build.ninja", "1"}, {"modules/a.so", "built"}}), without_state(fs.files()));
  EXPECT_EQ(ENOENT, fs.status("obj").error().number);
}

TEST(WriteGeneration, KeepsDirectoriesThatHoldOtherFiles) {
  MemoryFileSystem fs;
  write_text(generation({{"build.ninja", "1"}}, {"obj/b/x.o"}), fs);
  fs.add_file("obj/b/x.o", "built");
  fs.add_file("obj/b/notes", "mine");
  write_text(generation({{"build.ninja", "1"}}, {}), fs);
  EXPECT_EQ((Files{{"build.ninja", "1"}, {"obj/b/notes", "mine"}}), without_state(fs.files()));
}

TEST(WriteGeneration, DoesNotReportOutputsThatWereNeverBuilt) {
  MemoryFileSystem fs;
  write_text(generation({{"build.ninja", "1"}}, {"modules/b.so"}), fs);
  EXPECT_EQ("same build.ninja\n", write_text(generation({{"build.ninja", "1"}}, {}), fs));
}

TEST(WriteGeneration, RemovesNothingThatIsNoRegularFileOfTheBuildDirectory) {
  MemoryFileSystem fs;
  fs.add_file(kOutputsFile,
              "../outside\n/etc/passwd\n.modbuild/lock\ndir\nlink\nfifo\nselection.json\na//b\n"
              "./a/b\nway/file\n\n");
  fs.add_file(".modbuild/lock", "");
  fs.add_file("dir/file", "x");
  fs.add_link("link", "dir/file");
  fs.add_link("way", "dir");
  fs.add_special("fifo");
  fs.add_file("a/b", "x");
  Diagnostics diagnostics;
  write_generation(generation({{"selection.json", "{}"}, {"build.ninja", "1"}}, {}), fs,
                   diagnostics);
  EXPECT_TRUE(diagnostics.empty());
  EXPECT_EQ(
      (Files{{"a/b", "x"}, {"build.ninja", "1"}, {"dir/file", "x"}, {"selection.json", "{}"}}),
      without_state(fs.files()));
  EXPECT_TRUE(fs.status("link"));
  EXPECT_TRUE(fs.status("fifo"));
  EXPECT_TRUE(fs.status(".modbuild/lock"));
}

TEST(WriteGeneration, TakesAwayWhatAKilledRunLeft) {
  MemoryFileSystem fs;
  fs.add_file("build.ninja.modbuild-tmp", "half");
  fs.add_file("Makefile.modbuild-tmp", "half");
  fs.add_file("sub/x.modbuild-tmp", "half");
  fs.add_file(".modbuild/stamp.modbuild-tmp", "half");
  EXPECT_EQ("created sub/a\ncreated build.ninja\n",
            write_text(generation({{"sub/a", "1"}, {"build.ninja", "1"}}, {}), fs));
  EXPECT_EQ((Files{{"build.ninja", "1"}, {"sub/a", "1"}}), without_state(fs.files()));
  EXPECT_FALSE(fs.files().contains(".modbuild/stamp.modbuild-tmp"));
}

TEST(WriteGeneration, ReplacesALinkByAFileAndLeavesItsTarget) {
  MemoryFileSystem fs;
  fs.add_file("elsewhere", "theirs");
  fs.add_link("build.ninja", "elsewhere");
  EXPECT_EQ("changed build.ninja\n", write_text(generation({{"build.ninja", "1"}}, {}), fs));
  EXPECT_EQ((Files{{"build.ninja", "1"}, {"elsewhere", "theirs"}}), without_state(fs.files()));
}

TEST(WriteGeneration, FailsWhereADirectoryIsInTheWay) {
  MemoryFileSystem fs;
  fs.add_directory("build.ninja");
  EXPECT_EQ("MB120 cannot read 'build.ninja': is a directory\n",
            write_text(generation({{"a", "1"}, {"build.ninja", "1"}}, {}), fs));
  EXPECT_EQ(Files{}, fs.files());
}

TEST(WriteGeneration, TouchesNothingInADryRun) {
  MemoryFileSystem fs;
  write_text(generation({{"a", "1"}, {"b", "1"}, {"build.ninja", "1"}}, {"x.so"}), fs);
  fs.add_file("x.so", "built");
  fs.add_file("build.ninja.modbuild-tmp", "half");
  const auto before = fs.files();
  const auto written = fs.counters().files_written;
  WriteInput input = generation({{"a", "1"}, {"b", "2"}, {"c", "1"}, {"build.ninja", "2"}}, {});
  input.dry_run = true;
  EXPECT_EQ("same a\nchanged b\ncreated c\nchanged build.ninja\nremoved x.so\n",
            write_text(input, fs));
  EXPECT_EQ(before, fs.files());
  EXPECT_EQ(written, fs.counters().files_written);
}

TEST(WriteGeneration, NamesTheFileThatCouldNotBeWritten) {
  MemoryFileSystem fs;
  fs.fail_at(6, ENOSPC, false);  // the write of build.ninja's bytes
  EXPECT_EQ("MB120 cannot write 'build.ninja': No space left on device\n",
            write_text(generation({{"build.ninja", "1"}}, {}), fs));
  EXPECT_EQ("write build.ninja.modbuild-tmp", fs.log().at(5));
  EXPECT_EQ(Files{}, fs.files());
}

TEST(LockBuildDirectory, TakesAnEmptyDirectory) {
  MemoryFileSystem fs;
  Diagnostics diagnostics;
  EXPECT_NE(nullptr, lock_build_directory(fs, diagnostics));
  EXPECT_TRUE(diagnostics.empty());
  EXPECT_TRUE(fs.files().contains(kLockFile));
}

TEST(LockBuildDirectory, TakesADirectoryOfItsOwn) {
  MemoryFileSystem fs;
  fs.add_file(".modbuild/stamp", "");
  fs.add_file("build.ninja", "");
  Diagnostics diagnostics;
  EXPECT_NE(nullptr, lock_build_directory(fs, diagnostics));
  EXPECT_TRUE(diagnostics.empty());
}

TEST(LockBuildDirectory, RefusesADirectoryOfOtherFiles) {
  MemoryFileSystem fs;
  fs.add_file("src/main.c", "");
  fs.add_file("README", "");
  fs.add_file(".modbuild", "a file, not the directory");
  fs.erase(".modbuild");
  Diagnostics diagnostics;
  EXPECT_EQ(nullptr, lock_build_directory(fs, diagnostics));
  EXPECT_EQ("MB121 the build directory holds files that modbuild did not make, such as 'README'\n",
            text_of(diagnostics));
  EXPECT_EQ((Files{{"README", ""}, {"src/main.c", ""}}), fs.files());
}

TEST(LockBuildDirectory, RefusesALinkInPlaceOfItsOwnDirectory) {
  MemoryFileSystem fs;
  fs.add_link(".modbuild", "elsewhere");
  Diagnostics diagnostics;
  EXPECT_EQ(nullptr, lock_build_directory(fs, diagnostics));
  EXPECT_EQ(
      "MB121 the build directory holds files that modbuild did not make, such as '.modbuild'\n",
      text_of(diagnostics));
}

TEST(LockBuildDirectory, SaysWhoHoldsTheLock) {
  MemoryFileSystem fs;
  Diagnostics diagnostics;
  const auto first = lock_build_directory(fs, diagnostics);
  EXPECT_EQ(nullptr, lock_build_directory(fs, diagnostics));
  EXPECT_EQ("MB122 another modbuild is working in the build directory (held by process 1)\n",
            text_of(diagnostics));
}

TEST(LockBuildDirectory, IsFreeAgainWhenTheHolderIsGone) {
  MemoryFileSystem fs;
  Diagnostics diagnostics;
  lock_build_directory(fs, diagnostics).reset();
  EXPECT_NE(nullptr, lock_build_directory(fs, diagnostics));
}

TEST(LockBuildDirectory, SaysEveryFailure) {
  for (std::uint64_t k = 1; k <= 3; ++k) {
    MemoryFileSystem fs;
    fs.fail_at(k, EACCES, false);
    Diagnostics diagnostics;
    EXPECT_EQ(nullptr, lock_build_directory(fs, diagnostics));
    EXPECT_TRUE(diagnostics.has_errors());
  }
}

}  // namespace
}  // namespace modbuild
