// Runs the real modbuild in a controlled environment and compares all that it says:
//   Cli("select -g db").in(tree).expect_stdout("...").expect_stderr("").exits(0);
#pragma once

#include <map>
#include <string>
#include <vector>

#include "support/temp_directory.h"

namespace modbuild::test {

struct Outcome {
  std::string out;
  std::string err;
  int status = 0;  // 128 + signal when killed
};

// A tree in a directory of its own, beside a directory of .pc files that is all that pkg-config
// sees: root/tree and root/pc.
class TestTree {
 public:
  explicit TestTree(const std::map<std::string, std::string>& files);
  std::string path() const { return root_ / "tree"; }
  // Makes pkg-config find `name`.
  void add_library(const std::string& name, const std::string& version) const;
  std::string libraries() const { return root_ / "pc"; }
  void write(const std::string& file, const std::string& text) const;
  std::string read(const std::string& file) const { return root_.text("tree/" + file); }
  bool exists(const std::string& file) const { return root_.exists("tree/" + file); }
  void remove(const std::string& file) const;
  // Every regular file and link below a directory, sorted, relative to it.
  std::vector<std::string> files(const std::string& below) const;

 private:
  TempDirectory root_;
};

inline bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// Every regular file below a directory of the checkout, as TestTree takes them.
std::map<std::string, std::string> files_below(const std::string& directory);

class Cli {
 public:
  // The words behind "modbuild", as one would type them; quotes are understood.
  explicit Cli(const std::string& command);
  // The words as they are.
  explicit Cli(std::vector<std::string> arguments);

  Cli& in(const TestTree& tree);
  // A directory below the tree; default: the tree.
  Cli& from(const std::string& below);
  Cli& with(const std::string& variable, const std::string& value);
  // Standard output goes to this file instead.
  Cli& stdout_to(const std::string& file);
  Cli& expect_stdout(const std::string& text);
  Cli& expect_stderr(const std::string& text);

  // Runs, and compares the status and both streams, as far as they were given.
  void exits(int status);
  // Runs and compares nothing.
  Outcome run() const;

 private:
  std::vector<std::string> arguments_;
  std::map<std::string, std::string> environment_;
  std::string directory_;
  std::string below_;
  std::string stdout_file_;
  std::string out_, err_;
  bool compare_out_ = false;
  bool compare_err_ = false;
};

}  // namespace modbuild::test
