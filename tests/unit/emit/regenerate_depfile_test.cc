#include <gtest/gtest.h>

#include "emit/emit.h"

namespace modbuild {
namespace {

TEST(RegenerateDepfile, NamesTheStampAndOnePathALine) {
  EXPECT_EQ(regenerate_depfile({"..", "../modules/a b/module.toml", "/usr/lib/x.pc"}),
            ".modbuild/stamp: \\\n"
            ".. \\\n"
            "../modules/a\\ b/module.toml \\\n"
            "/usr/lib/x.pc\n");
}

TEST(RegenerateDepfile, WithoutInputsItIsStillADepfile) {
  EXPECT_EQ(regenerate_depfile({}), ".modbuild/stamp:\n");
}

// A phantom path would make every run dirty.
TEST(RegenerateDepfile, LeavesOutPathsThatNinjaWouldMisread) {
  EXPECT_EQ(regenerate_depfile({"/opt/a&b/x.pc", "/opt/c/x.pc"}),
            ".modbuild/stamp: \\\n"
            "/opt/c/x.pc\n");
}

}  // namespace
}  // namespace modbuild
