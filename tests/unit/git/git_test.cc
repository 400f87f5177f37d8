#include "git/git.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>

#include "base/str.h"
#include "support/temp_directory.h"

namespace modbuild {
namespace {

std::map<std::string, std::string> environment(const TempDirectory& home) {
  return {{"PATH", "/usr/bin:/bin"}, {"HOME", home.path()}};
}

// A repository of a test's own.
class GitTest : public testing::Test {
 protected:
  GitTest() { shell("git init -q -b main ."); }

  void shell(const std::string& script) {
    const std::string setting =
        "export HOME=. GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b "
        "GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b GIT_ALLOW_PROTOCOL=file; ";
    const std::string command = cat("cd '", directory_.path(), "' && { ", setting, script, "; }");
    ASSERT_EQ(0, std::system(command.c_str())) << script;
  }
  void commit(const std::string& script) {
    shell(cat(script, " && git add -A && git commit -q -m change"));
  }
  GitDirectory found(const std::string& below = {}) {
    const auto directory = git_.find(below.empty() ? directory_.path() : directory_ / below);
    EXPECT_TRUE(directory) << directory.error().message();
    return directory.value_or(GitDirectory{});
  }
  std::string id(const std::string& revision) {
    const auto commit = git_.commit_of(found(), revision);
    EXPECT_TRUE(commit) << commit.error().message();
    return commit.value_or("");
  }
  std::unique_ptr<FileSystem> files(const std::string& revision, const std::string& below = {}) {
    auto files = git_.files_at(found(below), id(revision));
    EXPECT_TRUE(files) << files.error().message();
    return files ? std::move(*files) : nullptr;
  }

  TempDirectory directory_;
  RealProcessRunner processes_;
  Git git_{processes_, environment(directory_)};
};

std::string text(const std::vector<ChangedFile>& changes) {
  std::string result;
  for (const ChangedFile& changed : changes) {
    const char* word = changed.kind == ChangedFile::Kind::Added     ? "+"
                       : changed.kind == ChangedFile::Kind::Deleted ? "-"
                                                                    : "~";
    append(result, word, changed.path, changed.hides_more ? "/.. " : " ");
  }
  return result;
}

std::string read(FileSystem& files, const std::string& path) {
  const auto text = files.read(path, 1000);
  return text ? *text : text.error().message();
}

TEST_F(GitTest, ReadsFilesAsTheyWereAtACommit) {
  commit(
      "mkdir -p m/a && echo one > m/a/x.c && echo two > m/a/y.c && echo '#!' > run && chmod +x "
      "run");
  commit("echo three > m/a/x.c && rm m/a/y.c");
  const auto before = files("HEAD~1");
  EXPECT_EQ("one\n", read(*before, "m/a/x.c"));
  EXPECT_EQ("two\n", read(*before, "m/a/y.c"));
  EXPECT_EQ(4U, before->status("m/a/y.c")->size);
  EXPECT_EQ(0755U, before->status("run")->mode);
  EXPECT_EQ(2U, before->list("m/a")->size());
  const auto after = files("main");
  EXPECT_EQ("three\n", read(*after, "m/a/x.c"));
  EXPECT_FALSE(after->status("m/a/y.c"));
}

TEST_F(GitTest, ADirectoryOfTheRepositoryIsARootOfItsOwn) {
  commit("mkdir -p sub/m && echo a > sub/m/x && echo b > other");
  EXPECT_EQ("sub/", found("sub").prefix);
  const auto below = files("HEAD", "sub");
  EXPECT_EQ("a\n", read(*below, "m/x"));
  EXPECT_FALSE(below->status("other"));
}

TEST_F(GitTest, AsksOnceForAllFilesOfASuffix) {
  commit("echo a > a.toml && echo b > b.toml && echo c > c.c");
  const auto tree = files("HEAD");
  const std::uint64_t started = processes_.started();
  EXPECT_EQ("a\n", read(*tree, "a.toml"));
  EXPECT_EQ("b\n", read(*tree, "b.toml"));
  EXPECT_EQ(started + 1, processes_.started());
}

TEST_F(GitTest, LinksAreLinksAndBytesAreKept) {
  commit("printf 'a\\000b\\n\\n' > bin.dat && ln -s bin.dat link && : > empty");
  const auto tree = files("HEAD");
  EXPECT_EQ("bin.dat", tree->read_link("link").value_or(""));
  EXPECT_EQ(std::string("a\0b\n\n", 5), read(*tree, "bin.dat"));
  EXPECT_EQ("", read(*tree, "empty"));
}

TEST_F(GitTest, NothingIsWrittenToACommit) {
  commit("echo a > a");
  const auto tree = files("HEAD");
  EXPECT_EQ(EROFS, tree->create("b", 0644).error().number);
  EXPECT_EQ(EROFS, tree->remove("a").error().number);
  EXPECT_EQ(EROFS, tree->rename("a", "b").error().number);
  EXPECT_EQ(EROFS, tree->make_directories("d").error().number);
}

TEST_F(GitTest, ARevisionThatDoesNotExistIsAnError) {
  commit("echo a > a");
  for (const char* revision : {"nowhere", "--all", "HEAD^{tree}", ""}) {
    const auto commit = git_.commit_of(found(), revision);
    ASSERT_FALSE(commit) << revision;
    EXPECT_EQ(EINVAL, commit.error().number);
  }
}

TEST_F(GitTest, ADirectoryOutsideOfRepositoriesIsAnError) {
  const TempDirectory other;
  const auto directory = git_.find(other.path());
  ASSERT_FALSE(directory);
  EXPECT_NE(std::string::npos, directory.error().message().find("not a git repository"));
}

TEST_F(GitTest, AnotherUsersRepositoryIsAnErrorWithAWayOut) {
  auto variables = environment(directory_);
  variables["GIT_TEST_ASSUME_DIFFERENT_OWNER"] = "1";
  Git git(processes_, variables);
  const auto trusted = git.find(directory_.path());
  ASSERT_FALSE(trusted);
  EXPECT_EQ(
      cat("detected dubious ownership in repository at '", directory_.path(),
          "'; allow it with: git config --global --add safe.directory '", directory_.path(), "'"),
      trusted.error().detail);
  variables.erase("HOME");
  Git homeless(processes_, variables);
  const auto untrusted = homeless.find(directory_.path());
  ASSERT_FALSE(untrusted);
  EXPECT_TRUE(untrusted.error().detail.ends_with("'; it is another user's: run as that one"))
      << untrusted.error().detail;
}

TEST_F(GitTest, WithoutGitTheErrorSaysSo) {
  Git none(processes_, {{"PATH", directory_.path()}});
  EXPECT_EQ(ENOENT, none.find(directory_.path()).error().number);
}

TEST_F(GitTest, TellsWhatChangedBetweenCommits) {
  commit(
      "mkdir d && echo a > d/a && echo b > d/b && echo c > c && ln -s a d/l && echo 'x y' > 'd/x "
      "y'");
  commit("echo A > d/a && git mv d/b d/moved && ln -sfn x d/l && echo new > c && echo z > 'd/x y'");
  const auto all = git_.changes(found(), id("HEAD~1"), id("HEAD"));
  EXPECT_EQ("~c ~d/a -d/b ~d/l/.. +d/moved ~d/x y ", text(*all));
  const auto below = git_.changes(found("d"), id("HEAD~1"), id("HEAD"));
  EXPECT_EQ("~a -b ~l/.. +moved ~x y ", text(*below));
}

TEST_F(GitTest, TellsWhatChangedInTheWorkTree) {
  commit("echo a > a && echo b > b && echo c > c && echo ignored > .gitignore");
  shell(
      "echo A > a && rm b && git rm -q --cached c && echo n > new && echo i > ignored && touch "
      ".gitignore");
  const auto changes = git_.changes_since(found(), id("HEAD"));
  EXPECT_EQ("~a -b ~c +new ", text(*changes));
}

TEST_F(GitTest, SubmodulesAreReadAsTheyWereAndToldAsAWhole) {
  commit(
      "mkdir other && cd other && git init -q . && echo one > s.c && git add -A && git commit -q "
      "-m s && cd .. && "
      "mv other ../other-$$ && git -c protocol.file.allow=always submodule --quiet add ../other-$$ "
      "sub && "
      "rm -rf ../other-$$");
  shell("cd sub && echo two > s.c && git commit -q -a -m second");
  commit("true");
  EXPECT_EQ("one\n", read(*files("HEAD~1"), "sub/s.c"));
  EXPECT_EQ("two\n", read(*files("HEAD"), "sub/s.c"));
  EXPECT_EQ("~sub/.. ", text(*git_.changes(found(), id("HEAD~1"), id("HEAD"))));
}

TEST_F(GitTest, NothingThatTheRepositoryNamesIsRun) {
  commit("echo a > a.c && echo '*.c filter=f diff=d' > .gitattributes");
  shell(
      "printf '#!/bin/sh\\ntouch \"%s/ran\"\\ncat\\n' \"$PWD\" > hook && chmod +x hook && "
      "git config core.fsmonitor \"$PWD/hook\" && git config diff.external \"$PWD/hook\" && "
      "git config diff.d.textconv \"$PWD/hook\" && git config core.pager \"$PWD/hook\" && "
      "cp hook .git/hooks/post-index-change && echo b > a.c");
  EXPECT_EQ("~a.c +hook ", text(*git_.changes_since(found(), id("HEAD"))));
  EXPECT_EQ("a\n", read(*files("HEAD"), "a.c"));
  struct stat status {};
  EXPECT_NE(0, ::stat((directory_ / "ran").c_str(), &status));
}

}  // namespace
}  // namespace modbuild
