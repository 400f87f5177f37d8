#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "elf/elf.h"
#include "support/temp_directory.h"

namespace modbuild {
namespace {

using Names = std::vector<std::string>;

std::string archive(const std::string& source) {
  const TempDirectory dir;
  dir.add_file("a.c", source);
  const std::string command =
      "cd " + dir.path() + " && gcc -c a.c -o a.o && ar rcs a.a a.o && cat a.a > out";
  if (std::system(command.c_str()) != 0) return {};
  std::ifstream file(dir / "out", std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

TEST(ArchiveSymbols, AreThoseOfTheIndex) {
  const auto names = archive_symbols(archive("int b; int a(void) { return 1; } static int c;"));
  ASSERT_TRUE(names) << names.error();
  EXPECT_EQ(*names, (Names{"a", "b"}));
}

TEST(ArchiveSymbols, AreNoneOfAnArchiveThatDefinesNothing) {
  const auto names = archive_symbols("!<arch>\n");
  ASSERT_TRUE(names) << names.error();
  EXPECT_TRUE(names->empty());
}

TEST(ArchiveSymbols, RefuseWhatIsNoArchive) {
  EXPECT_EQ(archive_symbols("#!/bin/sh\n").error(), "it is no archive");
  EXPECT_EQ(archive_symbols("").error(), "it is no archive");
}

TEST(ArchiveSymbols, StayWithinAnArchiveWhoseIndexNamesMoreThanThereIs) {
  std::string bytes = archive("int b; int a(void) { return 1; }");
  ASSERT_FALSE(bytes.empty());
  const std::size_t count_at = 8 + 60 + 3;  // the magic, the index's header, a big-endian number
  bytes[count_at] = 9;
  for (std::size_t size = 60; size < bytes.size(); ++size) {
    static_cast<void>(archive_symbols(bytes.substr(0, size)));
  }
}

}  // namespace
}  // namespace modbuild
