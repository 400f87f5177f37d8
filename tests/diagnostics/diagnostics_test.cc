// Every diagnostic as its user sees it. A case is a folder CODE_slug with a small tree and the
// expected text; `args` makes it a run of the program instead: its first line holds the arguments,
// further lines NAME=VALUE environment. `prepare` is a shell script that makes what the run is about,
// with MODBUILD in its environment. UPDATE_GOLDEN=1 rewrites what is expected.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "base/str.h"
#include "diagnostics/made_trees.h"
#include "os/real_file_system.h"
#include "support/tree_loader.h"

namespace modbuild {
namespace {

namespace fs = std::filesystem;

const fs::path kCases = MB_CASES_DIR;

std::string read_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<std::string> case_names() {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(kCases)) {
    if (entry.is_directory()) names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

const MadeTree* made_tree(const std::string& name) {
  for (const MadeTree& tree : made_trees()) {
    if (tree.name == name) return &tree;
  }
  return nullptr;
}

std::string load_messages(const std::string& directory) {
  auto tree = open_real_file_system(directory);
  if (!tree) return tree.error().message() + "\n";
  return load_whole_tree(**tree, 2).messages;
}

// Locks are held by this process, and messages say by which. Trees that are imported are named by
// their absolute path.
std::string without_own_names(std::string text, const std::string& directory) {
  const std::pair<std::string, std::string> names[] = {
      {cat("process ", std::to_string(getpid())), "process PID"}, {directory, "DIRECTORY"}};
  for (const auto& [name, by] : names) {
    for (std::size_t at = 0; (at = text.find(name, at)) != std::string::npos; at += by.size()) {
      text.replace(at, name.size(), by);
    }
  }
  return text;
}

// Runs the program in `directory` and gives back what it said on stderr. Nothing of the caller's
// environment but PATH reaches it.
std::string program_messages(const std::string& directory, const std::string& args,
                             const std::vector<std::string>& wrapper) {
  const std::vector<std::string> lines = split(args, "\n");
  const char* named = std::getenv("MODBUILD");
  std::vector<std::string> argv = {"env", "-i", "NO_COLOR=1", "LC_ALL=C",
                                   cat("PATH=", std::getenv("PATH"))};
  for (std::size_t i = 1; i < lines.size(); ++i) argv.push_back(lines[i]);
  argv.insert(argv.end(), wrapper.begin(), wrapper.end());
  argv.emplace_back(named != nullptr ? named : MB_MODBUILD);
  for (const std::string& word : split(lines.empty() ? "" : lines.front(), " ")) {
    argv.push_back(word);
  }
  const TempDirectory outside;
  const std::string messages = outside / "stderr";
  const pid_t child = fork();
  if (child == 0) {
    std::vector<char*> words;
    for (std::string& word : argv) words.push_back(word.data());
    words.push_back(nullptr);
    if (chdir(directory.c_str()) != 0 || freopen("/dev/null", "w", stdout) == nullptr ||
        freopen(messages.c_str(), "w", stderr) == nullptr) {
      _exit(126);
    }
    execvp("env", words.data());
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return without_own_names(outside.text("stderr"), directory);
}

void prepare(const TempDirectory& dir) {
  if (!dir.exists("prepare")) return;
  const char* named = std::getenv("MODBUILD");
  const pid_t child = fork();
  if (child == 0) {
    if (chdir(dir.path().c_str()) != 0) _exit(126);
    setenv("MODBUILD", named != nullptr ? named : MB_MODBUILD, 1);
    execlp("sh", "sh", "-e", "prepare", nullptr);
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0) << "prepare failed";
  fs::remove(dir / "prepare");
}

std::string messages_of(const std::string& name) {
  const MadeTree* made = made_tree(name);
  if (made != nullptr && made->in_memory) {
    MemoryFileSystem memory;
    made->in_memory(memory);
    return load_whole_tree(memory, 2).messages;
  }
  // A copy, so that nothing the program writes lands in the source tree.
  const TempDirectory dir;
  fs::copy(kCases / name, dir.path(),
           fs::copy_options::recursive | fs::copy_options::copy_symlinks);
  prepare(dir);
  const bool runs_program = dir.exists("args");
  const std::string args = dir.text("args");
  fs::remove(dir / "args");
  fs::remove(dir / "expected.txt");
  if (made != nullptr) made->on_disk(dir);
  if (!runs_program) return load_messages(dir.path());
  return program_messages(dir.path(), args,
                          made == nullptr ? std::vector<std::string>() : made->wrapper);
}

class DiagnosticCase : public testing::TestWithParam<std::string> {};

TEST_P(DiagnosticCase, SaysWhatIsExpected) {
  const fs::path expected = kCases / GetParam() / "expected.txt";
  const std::string messages = messages_of(GetParam());
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    std::ofstream(expected, std::ios::binary) << messages;
  }
  EXPECT_EQ(read_text(expected), messages);
  const std::string code = cat("[", GetParam().substr(0, GetParam().find('_')), "]");
  EXPECT_NE(std::string::npos, messages.find(code)) << "the case does not bring about its own code";
}

INSTANTIATE_TEST_SUITE_P(Cases, DiagnosticCase, testing::ValuesIn(case_names()),
                         [](const auto& parameter) {
                           std::string name = parameter.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(DiagnosticCases, CoverEveryCode) {
  std::set<std::string> covered;
  for (const std::string& name : case_names()) covered.insert(name.substr(0, name.find('_')));
  for (const CodeInfo& info : all_codes()) {
    EXPECT_TRUE(covered.contains(std::string(info.id)))
        << info.id << " (" << info.name << ") has no case under tests/diagnostics";
  }
}

TEST(DiagnosticCases, EachMadeTreeHasItsFolder) {
  for (const MadeTree& tree : made_trees()) {
    EXPECT_TRUE(fs::exists(kCases / tree.name)) << tree.name;
  }
}

}  // namespace
}  // namespace modbuild
