// The settings of rapidcheck for a program of tests: so many cases, from a seed that never changes,
// because a test must not fail by chance. What RC_PARAMS says in the environment comes last and so
// wins.
#include <cstdlib>
#include <string>

namespace modbuild::test {
namespace {

int set_parameters() {
  const char* given = std::getenv("RC_PARAMS");
  const std::string defaults = "seed=1 max_success=" + std::to_string(MB_PROPERTY_CASES);
  return setenv("RC_PARAMS", (defaults + " " + (given == nullptr ? "" : given)).c_str(), 1);
}

const int kParameters = set_parameters();

}  // namespace
}  // namespace modbuild::test
