#include "os/host_error.h"

#include <gtest/gtest.h>

#include <cerrno>

#include "os/environment.h"

namespace modbuild {
namespace {

TEST(HostError, SaysWhatWasTriedOnWhatAndWhyItFailed) {
  EXPECT_EQ("cannot open 'a/b': No such file or directory",
            (HostError{ENOENT, "open", "a/b", ""}).message());
}

TEST(HostError, PrefersTheDetailToTheNumber) {
  EXPECT_EQ("cannot read 'm.toml': is a FIFO",
            (HostError{EINVAL, "read", "m.toml", "is a FIFO"}).message());
}

TEST(HostError, CallsTheRootADot) {
  EXPECT_EQ("cannot list '.': Permission denied", (HostError{EACCES, "list", "", ""}).message());
}

TEST(RealEnvironment, HoldsTheVariablesOfThisProcess) {
  setenv("MODBUILD_TEST_VARIABLE", "a=b", 1);
  setenv("MODBUILD_TEST_EMPTY", "", 1);
  const Environment environment = real_environment();
  EXPECT_EQ("a=b", environment.get("MODBUILD_TEST_VARIABLE"));
  EXPECT_EQ("", environment.get("MODBUILD_TEST_EMPTY", "otherwise"));
  EXPECT_EQ("otherwise", environment.get("MODBUILD_TEST_UNSET", "otherwise"));
}

}  // namespace
}  // namespace modbuild
