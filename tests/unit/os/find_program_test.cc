#include <gtest/gtest.h>
#include <sys/stat.h>

#include "os/process_runner.h"
#include "support/temp_directory.h"

namespace modbuild {
namespace {

class FindProgram : public testing::Test {
 protected:
  void add_program(const std::string& path, mode_t mode) {
    directory.add_file(path, "#!/bin/sh\n");
    chmod((directory / path).c_str(), mode);
  }
  TempDirectory directory;
};

TEST_F(FindProgram, TakesTheFirstDirectoryThatHoldsIt) {
  add_program("a/tool", 0755);
  add_program("b/tool", 0755);
  EXPECT_EQ(directory / "a/tool", find_program("tool", directory.paths({"none", "a", "b"}), ""));
}

TEST_F(FindProgram, PassesOverWhatCannotBeRun) {
  add_program("a/tool", 0644);
  directory.add_directory("b/tool");
  add_program("c/tool", 0755);
  EXPECT_EQ(directory / "c/tool", find_program("tool", directory.paths({"a", "b", "c"}), ""));
}

TEST_F(FindProgram, IsEmptyWhenThereIsNone) {
  EXPECT_EQ("", find_program("tool", directory.path(), ""));
  EXPECT_EQ("", find_program("", directory.path(), ""));
  EXPECT_EQ("", find_program("tool", "", ""));
}

TEST_F(FindProgram, PassesOverDirectoriesThatAreNotAbsolute) {
  add_program("tool", 0755);
  const auto old = std::filesystem::current_path();
  std::filesystem::current_path(directory.path());
  EXPECT_EQ("", find_program("tool", ".::tool:", ""));
  std::filesystem::current_path(old);
}

TEST_F(FindProgram, PassesOverTheForbiddenRootAlsoBehindALink) {
  add_program("tree/bin/tool", 0755);
  directory.add_link("link", "tree/bin");
  add_program("outside/tool", 0755);
  const std::string path = directory.paths({"tree/bin", "tree/../tree/bin/", "link"});
  EXPECT_EQ("", find_program("tool", path, directory / "tree"));
  EXPECT_EQ(directory / "outside/tool",
            find_program("tool", path + ":" + (directory / "outside"), directory / "tree"));
}

TEST_F(FindProgram, PathWithoutLeavesOutWhatLiesThereAlsoThroughLinks) {
  add_program("sources/bin/tool", 0755);
  add_program("other/tool", 0755);
  std::filesystem::create_directory_symlink(directory / "sources/bin", directory / "link");
  EXPECT_EQ(directory / "other",
            path_without(directory.paths({"sources/bin", "other", "link", "sources"}),
                         directory / "sources"));
}

}  // namespace
}  // namespace modbuild
