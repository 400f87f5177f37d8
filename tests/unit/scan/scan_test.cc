#include "scan/scan.h"

#include <gtest/gtest.h>

#include <cerrno>

#include "os/memory_file_system.h"
#include "unit/scan/scan_text.h"

namespace modbuild {
namespace {

TEST(Scan, FindsTheDirectoriesThatHoldAManifest) {
  MemoryFileSystem fs;
  fs.add_file("modules/tm/module.toml", "");
  fs.add_file("modules/rr/module.toml", "");
  fs.add_file("modules/doc/README", "");
  fs.add_file("modules/Makefile", "");
  EXPECT_EQ(
      "modules/rr: module.toml\n"
      "modules/tm: module.toml\n"
      "watch modules\n"
      "watch modules/doc\n"
      "watch modules/rr\n"
      "watch modules/tm\n",
      scan_text({"modules/*"}, fs));
}

TEST(Scan, FindsFurtherManifestsOfADirectory) {
  MemoryFileSystem fs;
  fs.add_file("d/bgpd.module.toml", "");
  fs.add_file("d/module.toml", "");
  fs.add_file("d/bmp.module.toml", "");
  fs.add_file("d/.#bmp.module.toml", "");
  fs.add_file("d/.module.toml", "");
  fs.add_file("d/submodule.toml", "");
  EXPECT_EQ("d: bgpd.module.toml bmp.module.toml module.toml\nwatch d\n", scan_text({"d"}, fs));
}

TEST(Scan, GivesTheListingOfEachComponentDirectory) {
  MemoryFileSystem fs;
  fs.add_file("d/module.toml", "");
  fs.add_file("d/b.c", "");
  fs.add_file("d/a/x.c", "");
  Diagnostics diagnostics;
  const SourceTree tree = scan(roots_of({"d"}), fs, 1, diagnostics);
  ASSERT_EQ(1U, tree.directories.size());
  const auto& entries = tree.directories[0].entries;
  ASSERT_EQ(3U, entries.size());
  EXPECT_EQ("a", entries[0].name);
  EXPECT_EQ(FileType::Directory, entries[0].type);
  EXPECT_EQ("b.c", entries[1].name);
  EXPECT_EQ("module.toml", entries[2].name);
}

TEST(Scan, TakesModulesProgramsAndLibrariesTogetherAndOnce) {
  MemoryFileSystem fs;
  fs.add_file("modules/tm/module.toml", "");
  fs.add_file("hosts/switchd/module.toml", "");
  fs.add_file("lib/srdb1/module.toml", "");
  ScanRoots roots = roots_of({"modules/*", "modules/tm"});
  roots.programs = roots_of({"hosts/*", "./hosts//switchd/"}).modules;
  roots.libraries = roots_of({"lib/*"}).modules;
  Diagnostics diagnostics;
  EXPECT_EQ(
      "hosts/switchd: module.toml\n"
      "lib/srdb1: module.toml\n"
      "modules/tm: module.toml\n"
      "watch hosts\n"
      "watch hosts/switchd\n"
      "watch lib\n"
      "watch lib/srdb1\n"
      "watch modules\n"
      "watch modules/tm\n",
      text_of(scan(roots, fs, 1, diagnostics)));
  EXPECT_TRUE(diagnostics.empty());
}

TEST(Scan, ListsEachDirectoryOnce) {
  MemoryFileSystem fs;
  fs.add_file("modules/tm/module.toml", "");
  scan_text({"modules/*", "modules/t*", "modules/tm", "**"}, fs);
  EXPECT_EQ(3U, fs.counters().directories_listed);
  EXPECT_EQ(0U, fs.counters().stats);
}

TEST(Scan, MatchesGlobsInAnyComponent) {
  MemoryFileSystem fs;
  fs.add_file("a1/modules/x/src/module.toml", "");
  fs.add_file("a2/modules/y/src/module.toml", "");
  fs.add_file("a2/modules/z/other/module.toml", "");
  fs.add_file("b1/modules/x/src/module.toml", "");
  EXPECT_EQ(
      "a1/modules/x/src: module.toml\n"
      "a2/modules/y/src: module.toml\n"
      "watch .\n"
      "watch a1\n"
      "watch a1/modules\n"
      "watch a1/modules/x\n"
      "watch a1/modules/x/src\n"
      "watch a2\n"
      "watch a2/modules\n"
      "watch a2/modules/y\n"
      "watch a2/modules/y/src\n"
      "watch a2/modules/z\n",
      scan_text({"a[12]/modules/?/src"}, fs));
}

TEST(Scan, MatchesAnyDepthWithTwoStars) {
  MemoryFileSystem fs;
  fs.add_file("a/module.toml", "");
  fs.add_file("a/b/module.toml", "");
  fs.add_file("a/b/c/d/module.toml", "");
  fs.add_file("a/.git/module.toml", "");
  EXPECT_EQ(
      "a: module.toml\n"
      "a/b: module.toml\n"
      "a/b/c/d: module.toml\n"
      "watch a\n"
      "watch a/b\n"
      "watch a/b/c\n"
      "watch a/b/c/d\n",
      scan_text({"a/**"}, fs));
  EXPECT_EQ(
      "a/b/c/d: module.toml\n"
      "watch .\n"
      "watch a\n"
      "watch a/b\n"
      "watch a/b/c\n"
      "watch a/b/c/d\n",
      scan_text({"**/**/c/**/d"}, fs));
}

TEST(Scan, WalksRepeatedNamesBelowTwoStarsInLittleTime) {
  MemoryFileSystem fs;
  std::string path = "a";
  for (int i = 0; i < 40; ++i) path += "/a";
  fs.add_file(path + "/module.toml", "");
  Diagnostics diagnostics;
  const auto roots = roots_of({"**/a/**/a/**/a/**/a/**/a/**/a"});
  EXPECT_EQ(1U, scan(roots, fs, 1, diagnostics).directories.size());
  EXPECT_EQ(42U, fs.counters().directories_listed);
}

TEST(Scan, TakesTheRootForADot) {
  MemoryFileSystem fs;
  fs.add_file("module.toml", "");
  EXPECT_EQ(".: module.toml\nwatch .\n", scan_text({"."}, fs));
}

TEST(Scan, MatchesHiddenDirectoriesOnlyByName) {
  MemoryFileSystem fs;
  fs.add_file(".a/module.toml", "");
  fs.add_file("b/module.toml", "");
  EXPECT_EQ("b: module.toml\nwatch .\nwatch b\n", scan_text({"*"}, fs));
  EXPECT_EQ(".a: module.toml\nwatch .a\n", scan_text({".a"}, fs));
}

TEST(Scan, PassesOverBuildDirectories) {
  MemoryFileSystem fs;
  fs.add_file("tm/module.toml", "");
  fs.add_file("build/.modbuild/stamp", "");
  fs.add_file("build/tm/module.toml", "");
  EXPECT_EQ("tm: module.toml\nwatch .\nwatch tm\n", scan_text({"*", "**"}, fs));
}

TEST(Scan, SaysThatAGlobMatchesNothing) {
  MemoryFileSystem fs;
  fs.add_file("modules/README", "");
  EXPECT_EQ(
      "watch modules\n"
      "1 MB055 glob 'modules/*' matches no directory\n"
      "2 MB055 glob 'moduls/*' matches no directory\n"
      "3 MB053 directory 'lib' does not exist\n"
      "4 MB053 'modules/README' is not a directory of the tree\n",
      scan_text({"modules/*", "moduls/*", "lib", "modules/README"}, fs));
}

TEST(Scan, AcceptsDirectoriesWithoutManifest) {
  MemoryFileSystem fs;
  fs.add_directory("modules/empty");
  EXPECT_EQ("watch modules\nwatch modules/empty\n", scan_text({"modules/*"}, fs));
}

TEST(Scan, NotesLinksToDirectoriesOnce) {
  MemoryFileSystem fs;
  fs.add_file("modules/tm/module.toml", "");
  fs.add_link("modules/alias", "tm");
  fs.add_link("modules/out", "/etc");
  fs.add_link("modules/file", "tm/module.toml");
  EXPECT_EQ(
      "modules/tm: module.toml\n"
      "watch modules\n"
      "watch modules/tm\n"
      "1 MB008 the link 'modules/alias' is not followed\n"
      "1 MB008 the link 'modules/out' is not followed\n",
      scan_text({"modules/*", "modules/*"}, fs));
}

TEST(Scan, DoesNotEnterALinkThatAGlobNames) {
  MemoryFileSystem fs;
  fs.add_file("real/tm/module.toml", "");
  fs.add_link("modules", "real");
  EXPECT_EQ(
      "1 MB008 cannot list 'modules': is a symbolic link\n"
      "1 MB055 glob 'modules/*' matches no directory\n"
      "2 MB008 cannot list 'modules/tm': lies behind a symbolic link\n"
      "2 MB053 'modules/tm' is not a directory of the tree\n",
      scan_text({"modules/*", "modules/tm"}, fs));
}

TEST(Scan, KeepsOddManifestsSoThatReadingThemFails) {
  MemoryFileSystem fs;
  fs.add_special("a/module.toml");
  fs.add_link("b/module.toml", "/dev/zero");
  fs.add_directory("c/module.toml");
  EXPECT_EQ(
      "a: module.toml\n"
      "b: module.toml\n"
      "c: module.toml\n"
      "watch .\nwatch a\nwatch b\nwatch c\n",
      scan_text({"*"}, fs));
}

TEST(Scan, NamesEveryDirectoryThatCannotBeRead) {
  MemoryFileSystem fs;
  fs.add_file("modules/a/module.toml", "");
  fs.break_directory("modules/b", EACCES);
  fs.break_directory("modules/c", EIO);
  EXPECT_EQ(
      "modules/a: module.toml\n"
      "watch modules\n"
      "watch modules/a\n"
      "1 MB003 cannot list 'modules/b': Permission denied\n"
      "1 MB003 cannot list 'modules/c': Input/output error\n",
      scan_text({"modules/*", "modules/[bc]"}, fs));
}

TEST(Scan, SaysOnlyThatTheParentCannotBeRead) {
  MemoryFileSystem fs;
  fs.break_directory("modules", EACCES);
  EXPECT_EQ("1 MB003 cannot list 'modules': Permission denied\n", scan_text({"modules/*"}, fs));
}

TEST(Scan, RefusesNamesThatToolsCannotCarry) {
  MemoryFileSystem fs;
  fs.add_file("m/a;b/module.toml", "");
  fs.add_file("m/-o/module.toml", "");
  fs.add_file("m/c\xff/module.toml", "");
  fs.add_file("m/d\n/module.toml", "");
  fs.add_file("m/e /module.toml", "");
  fs.add_file("m/f/x:y.module.toml", "");
  fs.add_file("m/no;manifest/a.c", "");
  Diagnostics diagnostics;
  scan(roots_of({"m/*"}), fs, 1, diagnostics);
  EXPECT_EQ(
      "1 MB060 directory 'm/d\n': byte 0x0A at offset 3: Ninja and make would end the line there\n"
      "1 MB061 directory 'm/c\xff': byte 0xFF at offset 3: not valid UTF-8\n"
      "1 MB062 directory 'm/a;b': byte 0x3B ';' at offset 3: GNU make would execute what follows "
      "it\n"
      "1 MB062 manifest 'm/f/x:y.module.toml': byte 0x3A ':' at offset 5: make would take it for "
      "the end of a target, and gcc's depfiles do not escape it\n"
      "1 MB063 directory 'm/-o': byte 0x2D '-' at offset 2: compilers would take the name for an "
      "option\n"
      "1 MB065 directory 'm/e ': byte 0x20 ' ' at offset 3: make would cut it off\n",
      text_of(diagnostics));
}

TEST(Scan, GoesNoDeeperThan64Directories) {
  MemoryFileSystem fs;
  std::string path = "d";
  for (int i = 1; i < 64; ++i) path += "/d";
  fs.add_file(path + "/module.toml", "");
  Diagnostics fine;
  EXPECT_EQ(1U, scan(roots_of({"**"}), fs, 1, fine).directories.size());
  EXPECT_TRUE(fine.empty());
  fs.add_file(path + "/e/module.toml", "");
  Diagnostics deep;
  scan(roots_of({"**"}), fs, 1, deep);
  EXPECT_EQ("1 MB003 '" + path + "/e' lies deeper than 64 directories\n", text_of(deep));
}

TEST(Scan, BeginsAgainWhenADirectoryVanishes) {
  MemoryFileSystem fs;
  fs.add_file("modules/a/module.toml", "");
  fs.add_file("modules/b/module.toml", "");
  // Between the listing of modules and that of modules/a.
  fs.before_operation(2, [&] { fs.erase("modules/a"); });
  EXPECT_EQ("modules/b: module.toml\nwatch modules\nwatch modules/b\n",
            scan_text({"modules/*"}, fs));
}

TEST(Scan, BeginsAgainWhenADirectoryBecomesALink) {
  MemoryFileSystem fs;
  fs.add_file("modules/a/module.toml", "");
  fs.before_operation(2, [&] { fs.add_link("modules/a", "/etc"); });
  EXPECT_EQ(
      "watch modules\n"
      "1 MB008 the link 'modules/a' is not followed\n"
      "1 MB055 glob 'modules/*' matches no directory\n",
      scan_text({"modules/*"}, fs));
}

TEST(Scan, GivesNoPartialListWhenTheTreeKeepsChanging) {
  MemoryFileSystem fs;
  fs.add_file("modules/a/module.toml", "");
  fs.add_file("modules/b/module.toml", "");
  fs.break_directory("modules/a", ENOENT);
  EXPECT_EQ(
      "0 MB009 the tree changed while it was scanned, twice: cannot list 'modules/a': No such "
      "file or directory\n",
      scan_text({"modules/*"}, fs));
}

TEST(Scan, GivesTheSameForAnyThreadsAndAnyOrderOnDisk) {
  MemoryFileSystem fs;
  for (int i = 0; i < 300; ++i) {
    const std::string dir = "modules/m" + std::to_string(i * 7919 % 300);
    if (i % 10 != 3) fs.add_file(dir + "/module.toml", "");
    if (i % 50 == 7) fs.break_directory(dir, EACCES);
    if (i % 40 == 9) fs.add_link(dir + "-link", dir);
    fs.add_file(dir + "/sub/deep/x.module.toml", "");
  }
  const std::vector<std::string> globs = {"modules/*", "modules/**/deep", "none/*"};
  const std::string expected = scan_text(globs, fs, 1);
  EXPECT_GT(expected.size(), 10'000U);
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    fs.shuffle(seed);
    EXPECT_EQ(expected, scan_text(globs, fs, 8)) << "seed " << seed;
  }
}

// Whatever operation fails: an error is said, or the result is the whole one.
TEST(Scan, NeverPassesOverAFailure) {
  const std::vector<std::string> globs = {"modules/*", "lib", "**/sub"};
  const auto build = [](MemoryFileSystem& fs) {
    for (const char* dir : {"modules/a", "modules/b", "lib", "modules/a/sub"}) {
      fs.add_file(std::string(dir) + "/module.toml", "");
    }
    fs.add_link("modules/alias", "modules/a");
  };
  MemoryFileSystem whole;
  build(whole);
  const std::string expected = scan_text(globs, whole);
  for (const bool persistent : {false, true}) {
    for (const int number : {ENOENT, EACCES, EIO, EMFILE, EINTR, ENOTDIR, ELOOP}) {
      for (std::uint64_t k = 1; k <= whole.operations(); ++k) {
        MemoryFileSystem fs;
        build(fs);
        fs.fail_at(k, number, persistent);
        Diagnostics diagnostics;
        const std::string tree = text_of(scan(roots_of(globs), fs, 1, diagnostics));
        if (diagnostics.has_errors()) continue;
        EXPECT_EQ(expected, tree + text_of(diagnostics)) << "errno " << number << " at " << k;
      }
    }
  }
}

}  // namespace
}  // namespace modbuild
