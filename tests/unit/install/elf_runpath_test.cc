#include "install/elf_runpath.h"

#include <elf.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
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

// A file that says of itself, as often as its tables can hold it, that it has to be searched.
TEST(RunPathOfAFileMadeToDelay, IsFoundMissingInOnePass) {
  constexpr std::size_t kSegments = 65'535;
  constexpr std::size_t kTags = 1'000'000;
  std::string bytes(sizeof(Elf64_Ehdr) + kSegments * sizeof(Elf64_Phdr) + kTags * sizeof(Elf64_Dyn),
                    '\0');
  Elf64_Ehdr header{};
  std::memcpy(header.e_ident, ELFMAG, SELFMAG);
  header.e_ident[EI_CLASS] = ELFCLASS64;
  header.e_ident[EI_DATA] = ELFDATA2LSB;
  header.e_phoff = sizeof(Elf64_Ehdr);
  header.e_phentsize = sizeof(Elf64_Phdr);
  header.e_phnum = kSegments;
  std::memcpy(bytes.data(), &header, sizeof header);
  const std::size_t tags_at = sizeof(Elf64_Ehdr) + kSegments * sizeof(Elf64_Phdr);
  for (std::size_t i = 0; i < kSegments; ++i) {
    Elf64_Phdr segment{};
    segment.p_type = i == 0 ? PT_DYNAMIC : PT_LOAD;
    segment.p_offset = i == 0 ? tags_at : 0;
    segment.p_filesz = i == 0 ? kTags * sizeof(Elf64_Dyn) : 1;
    std::memcpy(&bytes[sizeof(Elf64_Ehdr) + i * sizeof segment], &segment, sizeof segment);
  }
  for (std::size_t i = 0; i < kTags; ++i) {
    Elf64_Dyn tag{};
    tag.d_tag = DT_STRTAB;
    tag.d_un.d_ptr = ~std::uint64_t{0};
    std::memcpy(&bytes[tags_at + i * sizeof tag], &tag, sizeof tag);
  }
  EXPECT_EQ(runpath_of(bytes), "");  // minutes when every tag is looked up in every segment
}

INSTANTIATE_TEST_SUITE_P(Compilers, RunPath, testing::Values("cc", "aarch64-linux-gnu-gcc"),
                         [](const auto& test) {
                           return std::string(test.param) == "cc" ? "Here" : "Arm64";
                         });

}  // namespace
}  // namespace modbuild
