// A source file that changes while it is installed, at any moment of it.
#include <gtest/gtest.h>

#include "unit/install/random_yard.h"
#include "unit/install/yard.h"

namespace modbuild::test {
namespace {

using Change = void (*)(MemoryFileSystem& build);

void vanish(MemoryFileSystem& build) {
  build.erase("tm.so");
}
void become_directory(MemoryFileSystem& build) {
  build.erase("tm.so");
  build.add_directory("tm.so");
}
void become_shorter(MemoryFileSystem& build) {
  build.add_file("tm.so", "new");
}
void be_written_anew(MemoryFileSystem& build) {
  build.tick();
  build.add_file("tm.so", "NEW tm.so");
}

// What is said when `change` comes before operation `k` on the build directory; "" after the last.
std::string said_at(std::uint64_t k, Change change) {
  Yard yard;
  yard.system.add_file("usr/lib/theirs.so", "theirs");
  const Snapshot before = snapshot(yard.system);
  bool changed = false;
  yard.build.before_operation(k, [&] {
    changed = true;
    change(yard.build);
  });
  const std::string said = yard.install();
  if (!changed) return "";
  const bool installed = said.starts_with("installed ");
  EXPECT_EQ(snapshot(yard.system) == before, !installed) << k << " " << said;

  yard.build.erase("tm.so");
  yard.build.add_file("tm.so", "complete");
  yard.install();
  EXPECT_EQ(yard.verify(), "") << k;
  EXPECT_EQ(yard.content("/usr/lib/yard/tm.so"), "complete") << k;
  return said;
}

// Operations 1 to 4 look for the four sources, 5 to 12 read each and look again; tm.so is the
// third.
void expect_told(Change change, const std::string& when_read, const std::string& afterwards) {
  for (std::uint64_t k = 4; k <= 9; ++k) EXPECT_EQ(said_at(k, change), when_read) << k;
  EXPECT_EQ(said_at(10, change), afterwards);
  EXPECT_TRUE(said_at(11, change).starts_with("installed "));
  EXPECT_TRUE(said_at(12, change).starts_with("installed "));
  EXPECT_EQ(said_at(13, change), "");
}

const char* const kChanged = "tm.so has changed since the installation began\n";

TEST(SourceChange, VanishedIsTold) {
  expect_told(vanish, "cannot read 'tm.so': No such file or directory\n",
              "cannot examine 'tm.so': No such file or directory\n");
}

TEST(SourceChange, ADirectoryInItsPlaceIsTold) {
  expect_told(become_directory, "cannot read 'tm.so': is a directory\n", kChanged);
}

TEST(SourceChange, ShorterIsTold) {
  expect_told(become_shorter, kChanged, kChanged);
}

TEST(SourceChange, WrittenAnewIsTold) {
  expect_told(be_written_anew, kChanged, kChanged);
}

}  // namespace
}  // namespace modbuild::test
