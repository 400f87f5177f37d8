// The scan on the real disk, where it differs from one in memory.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <thread>

#include "os/real_file_system.h"
#include "support/temp_directory.h"
#include "unit/scan/scan_text.h"

namespace modbuild {
namespace {

std::string scan_disk(const TempDirectory& directory, const std::vector<std::string>& globs) {
  auto fs = open_real_file_system(directory.path());
  return scan_text(globs, *fs.value(), 4);
}

TEST(ScanOnDisk, FindsComponentsAndDoesNotFollowLinks) {
  const TempDirectory directory;
  directory.add_file("modules/tm/module.toml", "");
  directory.add_file("modules/rr/module.toml", "");
  directory.add_link("modules/loop", "..");
  mkfifo((directory / "modules/fifo").c_str(), 0644);
  EXPECT_EQ(
      "modules/rr: module.toml\n"
      "modules/tm: module.toml\n"
      "watch modules\n"
      "watch modules/rr\n"
      "watch modules/tm\n"
      "1 MB008 the link 'modules/loop' is not followed\n",
      scan_disk(directory, {"modules/*"}));
}

TEST(ScanOnDisk, NamesDirectoriesThatMayNotBeRead) {
  if (geteuid() == 0) GTEST_SKIP() << "root may read everything";
  const TempDirectory directory;
  directory.add_directory("modules/secret");
  chmod((directory / "modules/secret").c_str(), 0);
  EXPECT_EQ("watch modules\n1 MB003 cannot list 'modules/secret': Permission denied\n",
            scan_disk(directory, {"modules/*"}));
  chmod((directory / "modules/secret").c_str(), 0755);
}

// Directories come and go; those that stay must be found in every scan that claims success.
TEST(ScanOnDisk, NeverLosesAModuleWhileTheTreeChanges) {
  const TempDirectory directory;
  std::string steady;
  for (int i = 100; i < 200; ++i) {
    const std::string dir = "modules/steady-" + std::to_string(i);
    directory.add_file(dir + "/module.toml", "");
    steady += dir + ": module.toml\n";
  }
  std::jthread churn([&](const std::stop_token& stop) {
    for (int i = 0; !stop.stop_requested(); ++i) {
      const std::string dir = "modules/brief-" + std::to_string(i % 5);
      directory.add_file(dir + "/module.toml", "");
      std::filesystem::remove_all(directory / dir);
    }
  });
  int complete = 0;
  for (int i = 0; i < 200; ++i) {
    auto fs = open_real_file_system(directory.path());
    Diagnostics diagnostics;
    const SourceTree tree = scan(roots_of({"modules/*"}), *fs.value(), 4, diagnostics);
    if (diagnostics.has_errors()) {
      EXPECT_TRUE(tree.directories.empty());
      EXPECT_EQ("0 MB009 the tree changed while it was scanned, twice",
                text_of(diagnostics).substr(0, 52));
      continue;
    }
    ++complete;
    std::string found;
    for (const ComponentDirectory& component : tree.directories) {
      if (component.dir.find("steady") != std::string::npos) {
        found += component.dir + ": module.toml\n";
      }
    }
    EXPECT_EQ(steady, found);
  }
  EXPECT_GT(complete, 0);
}

}  // namespace
}  // namespace modbuild
