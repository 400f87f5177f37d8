// A random system with its users' files, and random plans to install there, all decided by a string
// of bytes that rapidcheck makes and shrinks.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "install/install.h"
#include "os/memory_file_system.h"
#include "support/dice.h"

namespace modbuild::test {

// path -> "file 0644 bytes", "link target", "directory 0755".
using Snapshot = std::map<std::string, std::string>;
Snapshot snapshot(FileSystem& files);

bool is_directory_line(const std::string& line);
// The directories that hold `path`, which is relative: "usr/lib/a" -> "usr", "usr/lib".
std::vector<std::string> directories_above(const std::string& path);

// Writes a file with these bits, over what is there.
void put_file(FileSystem& files, const std::string& path, const std::string& text,
              std::uint32_t mode);

class RandomYard {
 public:
  // Fills `system` with what its users have.
  RandomYard(std::vector<std::uint8_t> bytes, FileSystem& system);

  // Another version of the plan: other files, or other bytes of the same. Its installation takes no
  // file of a user's away, so that uninstalling can bring everything back.
  void change_plan();

  const InstallPlan& plan() const { return plan_; }
  FileSystem& system() { return system_; }
  Dice& dice() { return dice_; }

  // What is said; "" when all is well.
  std::string install();
  std::string uninstall(bool force = false);
  // "content /usr/lib/a\n", ..; what users had beside modules before is left out.
  std::string verify();
  // What was written down of the last install.
  InstalledManifest installed();

 private:
  void add_users_file();
  void add_item();
  bool takes_users_file(const InstallItem& item);

  Dice dice_;
  FileSystem& system_;
  std::set<std::uint64_t> users_inodes_;  // what they stand for may be reached on several paths
  MemoryFileSystem tree_, build_;
  InstallPlan plan_;
  int version_ = 0;
};

}  // namespace modbuild::test
