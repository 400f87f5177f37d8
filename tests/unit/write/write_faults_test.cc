// Every operation of a write fails in turn, in every way; power is lost after each.
#include <gtest/gtest.h>

#include <cerrno>

#include "os/memory_file_system.h"
#include "unit/write/generation_text.h"

namespace modbuild {
namespace {

using Files = std::map<std::string, std::string>;

const WriteInput& old_generation() {
  static const WriteInput kInput = generation({{"gen/list.h", "old list, rather longer"},
                                               {"same.json", "{}"},
                                               {"selection.json", "old"},
                                               {"build.ninja", "old graph"}},
                                              {"modules/a.so", "modules/gone.so"});
  return kInput;
}

const WriteInput& new_generation() {
  static const WriteInput kInput = generation({{"gen/list.h", "new list"},
                                               {"gen/more/new.h", "created"},
                                               {"same.json", "{}"},
                                               {"selection.json", "new"},
                                               {"build.ninja", "new graph"}},
                                              {"modules/a.so", "modules/b.so"});
  return kInput;
}

// A build directory in which the old generation was written and built.
void set_up(MemoryFileSystem& fs) {
  Diagnostics diagnostics;
  write_generation(old_generation(), fs, diagnostics);
  ASSERT_TRUE(diagnostics.empty());
  for (const std::string_view output : old_generation().outputs)
    fs.add_file(std::string(output), "built");
  fs.add_file("modules/mine.txt", "a user's own");
  for (const char* directory : {"", "gen", ".modbuild", "modules"})
    (void)fs.sync_directory(directory);
}

Files old_files() {
  return {{"build.ninja", "old graph"},
          {"gen/list.h", "old list, rather longer"},
          {"modules/a.so", "built"},
          {"modules/gone.so", "built"},
          {"modules/mine.txt", "a user's own"},
          {"same.json", "{}"},
          {"selection.json", "old"}};
}

Files new_files() {
  return {{"build.ninja", "new graph"},
          {"gen/list.h", "new list"},
          {"gen/more/new.h", "created"},
          {"modules/a.so", "built"},
          {"modules/mine.txt", "a user's own"},
          {"same.json", "{}"},
          {"selection.json", "new"}};
}

bool is_temp(const std::string& path) {
  return path.ends_with(".modbuild-tmp");
}

// Every file is wholly of the old or of the new generation, the new ones come in their order, and
// when they are mixed there is no stamp, so that the build begins with running modbuild again.
void expect_whole(const Files& all, const std::string& when) {
  const Files before = old_files();
  const Files after = new_files();
  for (const auto& [path, text] : without_state(all)) {
    if (is_temp(path)) continue;
    const bool is_old = before.contains(path) && before.at(path) == text;
    const bool is_new = after.contains(path) && after.at(path) == text;
    EXPECT_TRUE(is_old || is_new) << when << ": " << path << " holds '" << text << "'";
  }
  std::size_t renewed = 0;
  const std::vector<std::string> order = {"gen/list.h", "gen/more/new.h", "selection.json",
                                          "build.ninja"};
  for (const std::string& path : order) {
    EXPECT_TRUE(all.contains(path) || !before.contains(path)) << when << ": " << path << " is gone";
    if (all.contains(path) && all.at(path) == after.at(path)) ++renewed;
  }
  const bool mixed = renewed != 0 && renewed != order.size();
  EXPECT_FALSE(mixed && all.contains(kStampFile)) << when << ": mixed, and the stamp says clean";
  EXPECT_TRUE(all.contains("modules/mine.txt")) << when;
  EXPECT_TRUE(all.contains("modules/a.so")) << when;
}

// A disk that says ENOENT or ELOOP of a file that is there hides it: no program can tell, and then
// a stale output may stay.
bool hides_files(int number) {
  return number == ENOENT || number == ELOOP;
}

Files visible(Files files, int number) {
  files = without_state(std::move(files));
  if (hides_files(number)) files.erase("modules/gone.so");
  return files;
}

void expect_recovery(MemoryFileSystem& fs, const std::string& when, int number = 0) {
  fs.fail_at(0, 0, false);
  Diagnostics diagnostics;
  write_generation(new_generation(), fs, diagnostics);
  EXPECT_EQ("", text_of(diagnostics)) << when;
  EXPECT_EQ(new_files(), visible(fs.files(), number)) << when;
  EXPECT_EQ("modules/a.so\nmodules/b.so\n", fs.files().at(kOutputsFile)) << when;
  for (const auto& [path, text] : fs.files()) EXPECT_FALSE(is_temp(path)) << when << ": " << path;
  EXPECT_TRUE(fs.files().contains(kStampFile)) << when;
}

std::uint64_t operations_of_a_write() {
  MemoryFileSystem fs;
  set_up(fs);
  const std::uint64_t before = fs.operations();
  Diagnostics diagnostics;
  write_generation(new_generation(), fs, diagnostics);
  return fs.operations() - before;
}

struct Fault {
  const char* name;
  int number;
  bool persistent;
};

class WriteFaults : public testing::TestWithParam<Fault> {};

INSTANTIATE_TEST_SUITE_P(
    EveryWay, WriteFaults,
    testing::Values(Fault{"FullOnce", ENOSPC, false}, Fault{"FullForGood", ENOSPC, true},
                    Fault{"BrokenOnce", EIO, false}, Fault{"BrokenForGood", EIO, true},
                    Fault{"DeniedOnce", EACCES, false}, Fault{"DeniedForGood", EACCES, true},
                    Fault{"OverQuota", EDQUOT, true}, Fault{"OutOfDescriptors", EMFILE, true},
                    Fault{"ReadOnly", EROFS, true}, Fault{"TooLarge", EFBIG, false},
                    Fault{"Interrupted", EINTR, false}, Fault{"ChangedOnce", EAGAIN, false},
                    Fault{"Absent", ENOENT, false}, Fault{"Link", ELOOP, false}),
    [](const auto& fault) { return std::string(fault.param.name); });

TEST_P(WriteFaults, LeaveTheOldFilesWholeOrAllNewOnes) {
  const std::uint64_t operations = operations_of_a_write();
  ASSERT_GT(operations, 30U);
  for (std::uint64_t k = 1; k <= operations; ++k) {
    const std::string when = "operation " + std::to_string(k);
    MemoryFileSystem fs;
    set_up(fs);
    fs.fail_at(k, GetParam().number, GetParam().persistent);
    Diagnostics diagnostics;
    const auto written = write_generation(new_generation(), fs, diagnostics);
    const Files files = fs.files();
    if (diagnostics.has_errors()) {
      EXPECT_TRUE(written.empty()) << when;
      expect_whole(files, when + " (" + fs.log().at(fs.log().size() - 1) + ")");
    } else {
      EXPECT_EQ(new_files(), visible(files, GetParam().number)) << when;
    }
    expect_recovery(fs, when, GetParam().number);
  }
}

TEST_P(WriteFaults, LeaveNoTempFilesWhenOnlyOneOperationFails) {
  const std::uint64_t operations = operations_of_a_write();
  for (std::uint64_t k = 1; k <= operations; ++k) {
    MemoryFileSystem fs;
    set_up(fs);
    fs.fail_at(k, GetParam().number, false);
    Diagnostics diagnostics;
    write_generation(new_generation(), fs, diagnostics);
    for (const auto& [path, text] : fs.files()) {
      EXPECT_FALSE(is_temp(path)) << "operation " << k << ": " << path;
    }
  }
}

// kill -9: everything before operation k happened, nothing after.
TEST(WriteKilled, LeavesWholeFilesAtAnyMoment) {
  const std::uint64_t operations = operations_of_a_write();
  for (std::uint64_t k = 1; k <= operations; ++k) {
    const std::string when = "killed at " + std::to_string(k);
    MemoryFileSystem fs;
    set_up(fs);
    // A process that is killed tidies nothing up: from k on all operations fail.
    fs.fail_at(k, EIO, true);
    Diagnostics diagnostics;
    write_generation(new_generation(), fs, diagnostics);
    expect_whole(fs.files(), when);
    expect_recovery(fs, when);
  }
}

TEST(WriteWithoutPower, LeavesWholeFilesAtAnyMoment) {
  using Names = MemoryFileSystem::UnsyncedNames;
  const std::uint64_t operations = operations_of_a_write();
  for (const Names names : {Names::Lost, Names::Kept}) {
    for (std::uint64_t k = 1; k <= operations + 1; ++k) {
      const std::string when = "power lost at " + std::to_string(k);
      MemoryFileSystem fs;
      set_up(fs);
      fs.fail_at(k, EIO, true);
      Diagnostics diagnostics;
      write_generation(new_generation(), fs, diagnostics);
      fs.lose_power(names);
      expect_whole(fs.files(), when);
      expect_recovery(fs, when);
    }
  }
}

TEST(WriteWithoutPower, KeepsAGenerationThatWasReportedAsWritten) {
  MemoryFileSystem fs;
  set_up(fs);
  Diagnostics diagnostics;
  write_generation(new_generation(), fs, diagnostics);
  fs.lose_power(MemoryFileSystem::UnsyncedNames::Lost);
  EXPECT_EQ(new_files(), without_state(fs.files()));
  EXPECT_EQ("modules/a.so\nmodules/b.so\n", fs.files().at(kOutputsFile));
}

TEST(WriteWithoutPower, KeepsFilesInDirectoriesThatWereMadeForThem) {
  MemoryFileSystem fs;
  Diagnostics diagnostics;
  write_generation(generation({{"a/b/c/x.h", "x"}}, {}), fs, diagnostics);
  fs.lose_power(MemoryFileSystem::UnsyncedNames::Lost);
  EXPECT_EQ((Files{{"a/b/c/x.h", "x"}}), without_state(fs.files()));
}

}  // namespace
}  // namespace modbuild
