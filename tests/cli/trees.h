// The trees that the command-line tests work on.
#pragma once

#include <map>
#include <string>

#include "support/cli_test.h"

namespace modbuild::test {

// harbour: one host, seven modules, three groups, two external libraries that are not there unless
// a test adds their .pc files. It compiles.
std::map<std::string, std::string> harbour();

// The sample tree, with makefiles beside it for the examples of `import`: of one module, because
// each takes its time.
class SampleTree : public TestTree {
 public:
  SampleTree();
};

}  // namespace modbuild::test
