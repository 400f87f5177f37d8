// Trees of tests that git knows.
#pragma once

#include <string>

#include "support/cli_test.h"

namespace modbuild::test {

// Runs a line of shell in the tree, with an identity for commits.
void shell_in(const TestTree& tree, const std::string& line);

// Commits all that is in the tree; the first time makes the repository.
void commit_all(const TestTree& tree);

// What the examples of `affected` need: three commits, the later ones of one changed source, and
// changed.txt that names one.
void keep_history(const TestTree& tree);

}  // namespace modbuild::test
