// Power is lost at every operation: each destination is whole, and the next run completes.
#include <gtest/gtest.h>

#include <cerrno>

#include "unit/install/random_yard.h"
#include "unit/install/yard.h"

namespace modbuild::test {
namespace {

using Names = MemoryFileSystem::UnsyncedNames;

// What a first install puts into an empty system, or an update over an older one.
enum class Case : std::uint8_t { First, Update };

void set_up(Yard& yard, Case run) {
  yard.system.add_file("usr/lib/theirs.so", "theirs");
  if (run == Case::First) return;
  yard.plan.items.push_back(item(InstallKind::Data, "old", "/usr/share/yard/old/old"));
  yard.build.add_file("old", "no longer planned");
  yard.install();
  yard.plan.items.pop_back();
  for (const InstallItem& each : yard.plan.items) {
    if (each.kind != InstallKind::Config) yard.build.add_file(each.source.text, "newer");
  }
  yard.plan.items.push_back(item(InstallKind::Data, "more", "/usr/share/yard/z/more"));
  yard.build.add_file("more", "newer");
}

std::uint64_t operations_of(Case run) {
  Yard yard;
  set_up(yard, run);
  const std::uint64_t before = yard.system.operations();
  yard.install();
  return yard.system.operations() - before;
}

// Each destination holds the bytes and the mode of before or of after, or is not there if it was
// not before; what is not the installer's is as it was.
void expect_whole(const Snapshot& before, const Snapshot& after, const Snapshot& found,
                  const std::string& when) {
  for (const auto& [path, line] : found) {
    const bool own = path.ends_with(".modbuild-new") || path.ends_with(".modbuild-tmp") ||
                     path.ends_with(".journal") || is_directory_line(line);
    if (own) continue;
    const bool is_old = before.contains(path) && before.at(path) == line;
    const bool is_new = after.contains(path) && after.at(path) == line;
    EXPECT_TRUE(is_old || is_new) << when << ": " << path << " is " << line;
  }
  for (const auto& [path, line] : before) {
    EXPECT_TRUE(found.contains(path) || !after.contains(path)) << when << ": " << path;
  }
}

// The directory of the manifest is made before anything can be written down.
void expect_only_theirs(Yard& yard, const std::string& when) {
  for (const auto& [path, line] : snapshot(yard.system)) {
    const bool theirs = path == "usr" || path == "usr/lib" || path == "usr/lib/theirs.so";
    EXPECT_TRUE(theirs || path.starts_with("var")) << when << ": " << path;
    EXPECT_TRUE(theirs || is_directory_line(line)) << when << ": " << path;
  }
}

class InstallWithoutPower : public testing::TestWithParam<std::pair<Case, Names>> {};

INSTANTIATE_TEST_SUITE_P(
    Runs, InstallWithoutPower,
    testing::Values(std::pair(Case::First, Names::Lost), std::pair(Case::First, Names::Kept),
                    std::pair(Case::First, Names::Some), std::pair(Case::Update, Names::Lost),
                    std::pair(Case::Update, Names::Kept), std::pair(Case::Update, Names::Some)));

TEST_P(InstallWithoutPower, LeavesWholeFilesAndTheNextRunCompletes) {
  const auto [run, names] = GetParam();
  const std::uint64_t operations = operations_of(run);
  ASSERT_GT(operations, 40U);
  for (std::uint64_t k = 1; k <= operations + 1; ++k) {
    for (std::uint64_t seed = 1; seed <= (names == Names::Some ? 20U : 1U); ++seed) {
      const std::string when = "power lost at " + std::to_string(k) + ", " + std::to_string(seed);
      Yard whole, yard;
      set_up(whole, run);
      const Snapshot before = snapshot(whole.system);
      whole.install();
      const Snapshot after = snapshot(whole.system);
      set_up(yard, run);
      yard.system.shuffle(seed);
      yard.system.fail_at(k, EIO, true);
      yard.install();
      yard.system.lose_power(names);
      yard.system.fail_at(0, 0, false);
      expect_whole(before, after, snapshot(yard.system), when);

      yard.install();
      EXPECT_EQ(yard.verify(), "") << when;
      EXPECT_EQ(files_of(yard.system), files_of(whole.system)) << when;
      EXPECT_EQ(yard.uninstall().find("kept"), std::string::npos) << when;
      expect_only_theirs(yard, when);
    }
  }
}

TEST(InstalledFiles, SurviveALossOfPower) {
  for (const Case run : {Case::First, Case::Update}) {
    Yard yard;
    set_up(yard, run);
    yard.install();
    const Snapshot installed = snapshot(yard.system);
    yard.system.lose_power(Names::Lost);
    EXPECT_EQ(snapshot(yard.system), installed);
  }
}

// Whatever is left after a loss of power, the manifest still names it.
TEST(UninstallWithoutPower, IsCompletedByTheNextRun) {
  for (const Names names : {Names::Lost, Names::Kept, Names::Some}) {
    for (std::uint64_t k = 1; k < 60; ++k) {
      Yard yard;
      yard.system.add_file("usr/lib/theirs.so", "theirs");
      yard.install();
      yard.system.shuffle(k);
      yard.system.fail_at(k, EIO, true);
      yard.uninstall();
      yard.system.lose_power(names);
      yard.system.fail_at(0, 0, false);
      yard.uninstall();
      expect_only_theirs(yard, "power lost at " + std::to_string(k));
    }
  }
}

}  // namespace
}  // namespace modbuild::test
