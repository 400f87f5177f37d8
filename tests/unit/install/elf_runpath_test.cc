#include "install/elf_runpath.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "support/temp_directory.h"

namespace modbuild {
namespace {

// A shared object with this RUNPATH, made by the C compiler `cc`.
std::string shared_object(const std::string& cc, const std::string& runpath) {
  const TempDirectory dir;
  dir.add_file("a.c", "int lib(void) { return 1; }\n");
  const std::string command = cc + " -shared -fPIC -nostdlib -Wl,-rpath,'" + runpath + "' -o " +
                              (dir / "a.so") + " " + (dir / "a.c");
  if (std::system(command.c_str()) != 0) return {};
  std::ifstream file(dir / "a.so", std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

class RunPath : public testing::TestWithParam<const char*> {};

TEST_P(RunPath, LosesThePartThatLeadsToTheBuild) {
  std::string bytes = shared_object(GetParam(), "$ORIGIN/../lib:$ORIGIN/../..");
  ASSERT_EQ(runpath_of(bytes), "$ORIGIN/../lib:$ORIGIN/../..");
  const std::size_t size = bytes.size();
  EXPECT_TRUE(drop_build_runpath(bytes, "$ORIGIN/../.."));
  EXPECT_EQ(runpath_of(bytes), "$ORIGIN/../..");
  EXPECT_EQ(bytes.size(), size);
  // A second time nothing changes.
  const std::string once = bytes;
  EXPECT_TRUE(drop_build_runpath(bytes, "$ORIGIN/../.."));
  EXPECT_EQ(bytes, once);
}

TEST_P(RunPath, KeepsWhatOtherFlagsHaveAdded) {
  std::string bytes = shared_object(GetParam(), "$ORIGIN/../lib:$ORIGIN:/opt/x/lib");
  EXPECT_TRUE(drop_build_runpath(bytes, "$ORIGIN"));
  EXPECT_EQ(runpath_of(bytes), "$ORIGIN:/opt/x/lib");
}

TEST_P(RunPath, ThatLacksTheInstalledOneIsAnError) {
  std::string bytes = shared_object(GetParam(), "/opt/x");
  const auto done = drop_build_runpath(bytes, "$ORIGIN/../lib");
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error(), "its RUNPATH is '/opt/x', and should have '$ORIGIN/../lib'");
}

TEST_P(RunPath, OfADamagedFileNeverLeadsOutOfIt) {
  const std::string whole = shared_object(GetParam(), "$ORIGIN/../lib:$ORIGIN/../..");
  ASSERT_FALSE(whole.empty());
  for (std::size_t size = 0; size < std::min<std::size_t>(whole.size(), 4096); ++size) {
    std::string part = whole.substr(0, size);
    static_cast<void>(drop_build_runpath(part, "$ORIGIN/../.."));
  }
  for (std::size_t at = 0; at < whole.size(); at += at < 1024 ? 1 : 37) {
    for (const char byte : {'\0', '\x7F', '\xFF'}) {
      std::string damaged = whole;
      damaged[at] = byte;
      static_cast<void>(drop_build_runpath(damaged, "$ORIGIN/../.."));
      EXPECT_EQ(damaged.size(), whole.size());
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Compilers, RunPath, testing::Values("cc", "aarch64-linux-gnu-gcc"),
                         [](const auto& test) {
                           return std::string(test.param) == "cc" ? "Here" : "Arm64";
                         });

}  // namespace
}  // namespace modbuild
