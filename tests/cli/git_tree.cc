#include "git_tree.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace modbuild::test {

void shell_in(const TestTree& tree, const std::string& line) {
  const std::string command = "cd '" + tree.path() +
                              "' && export HOME=/nonexistent GIT_CONFIG_NOSYSTEM=1 "
                              "GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a "
                              "GIT_COMMITTER_EMAIL=a@b && { " +
                              line + "; }";
  ASSERT_EQ(0, std::system(command.c_str())) << line;
}

void commit_all(const TestTree& tree) {
  shell_in(tree,
           "test -d .git || git init -q -b main . && git add -A && "
           "git commit -q --allow-empty -m change");
}

void keep_history(const TestTree& tree) {
  const std::string source = "modules/feed/feed.c";
  tree.write("changed.txt", source + "\n");
  commit_all(tree);
  for (int i = 0; i < 2; ++i) {
    tree.write(source, tree.read(source) + "\n");
    commit_all(tree);
  }
}

}  // namespace modbuild::test
