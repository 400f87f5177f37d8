#include "support/cli_test.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace modbuild::test {
namespace {

std::vector<std::string> split_words(const std::string& command) {
  std::vector<std::string> words;
  std::string word;
  bool in_word = false;
  char quote = '\0';
  for (const char c : command) {
    if (quote != '\0') {
      if (c == quote) {
        quote = '\0';
      } else {
        word.push_back(c);
      }
    } else if (c == '\'' || c == '"') {
      quote = c;
      in_word = true;
    } else if (c != ' ') {
      word.push_back(c);
      in_word = true;
    } else if (in_word) {
      words.push_back(word);
      word.clear();
      in_word = false;
    }
  }
  if (in_word) words.push_back(word);
  return words;
}

std::vector<char*> pointers_to(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

[[noreturn]] void become(const std::string& directory, const std::vector<std::string>& files,
                         char* const* argv, char* const* environment) {
  signal(SIGINT, SIG_DFL);  // a shell's background jobs have it ignored
  const int in = open("/dev/null", O_RDONLY);
  const int out = open(files[0].c_str(), O_WRONLY | O_CREAT, 0644);
  const int err = open(files[1].c_str(), O_WRONLY | O_CREAT, 0644);
  const bool ready =
      dup2(in, 0) == 0 && dup2(out, 1) == 1 && dup2(err, 2) == 2 && chdir(directory.c_str()) == 0;
  if (ready) execve(argv[0], argv, environment);
  _exit(126);
}

}  // namespace

TestTree::TestTree(const std::map<std::string, std::string>& files) {
  for (const auto& [file, text] : files) write(file, text);
  root_.add_file("pc/readme", "the only place where pkg-config looks\n");
}

void TestTree::add_library(const std::string& name, const std::string& version) const {
  root_.add_file("pc/" + name + ".pc", "Name: " + name + "\nDescription: for a test\nVersion: " +
                                           version + "\nCflags: -DFROM_PKG_CONFIG\nLibs: -lm\n");
}

void TestTree::write(const std::string& file, const std::string& text) const {
  root_.add_file("tree/" + file, text);
}

void TestTree::remove(const std::string& file) const {
  std::filesystem::remove_all(path() + "/" + file);
}

std::vector<std::string> TestTree::files(const std::string& below) const {
  namespace fs = std::filesystem;
  const fs::path start = fs::path(path()) / below;
  std::vector<std::string> found;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(start)) {
    if (!entry.is_directory() || entry.is_symlink()) {
      found.push_back(entry.path().lexically_relative(start).string());
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::map<std::string, std::string> files_below(const std::string& directory) {
  namespace fs = std::filesystem;
  std::map<std::string, std::string> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(directory)) {
    if (!entry.is_regular_file()) continue;
    std::ostringstream text;
    text << std::ifstream(entry.path(), std::ios::binary).rdbuf();
    files[entry.path().lexically_relative(directory).string()] = text.str();
  }
  return files;
}

Cli::Cli(const std::string& command) : Cli(split_words(command)) {}

Cli::Cli(std::vector<std::string> arguments) : arguments_(std::move(arguments)), directory_("/") {
  const char* path = std::getenv("PATH");
  environment_ = {{"LC_ALL", "C"}, {"PATH", path == nullptr ? "/usr/bin:/bin" : path}};
}

Cli& Cli::in(const TestTree& tree) {
  directory_ = tree.path();
  environment_["PKG_CONFIG_LIBDIR"] = tree.libraries();
  return *this;
}

Cli& Cli::from(const std::string& below) {
  below_ = below;
  return *this;
}

Cli& Cli::with(const std::string& variable, const std::string& value) {
  environment_[variable] = value;
  return *this;
}

Cli& Cli::stdout_to(const std::string& file) {
  stdout_file_ = file;
  return *this;
}

Cli& Cli::expect_stdout(const std::string& text) {
  out_ = text;
  compare_out_ = true;
  return *this;
}

Cli& Cli::expect_stderr(const std::string& text) {
  err_ = text;
  compare_err_ = true;
  return *this;
}

void Cli::exits(int status) {
  const Outcome outcome = run();
  std::string command = "modbuild";
  for (const std::string& argument : arguments_) command += " " + argument;
  SCOPED_TRACE(command);
  EXPECT_EQ(status, outcome.status) << "stderr: " << outcome.err;
  if (compare_out_) {
    EXPECT_EQ(out_, outcome.out);
  }
  if (compare_err_) {
    EXPECT_EQ(err_, outcome.err);
  }
}

Outcome Cli::run() const {
  const TempDirectory streams;
  const std::vector<std::string> files = {stdout_file_.empty() ? streams / "out" : stdout_file_,
                                          streams / "err"};
  std::vector<std::string> argv = {MODBUILD_BINARY};
  argv.insert(argv.end(), arguments_.begin(), arguments_.end());
  std::vector<std::string> variables;
  for (const auto& [name, value] : environment_) variables.push_back(name + "=" + value);
  const std::vector<char*> argv_pointers = pointers_to(argv);
  const std::vector<char*> variable_pointers = pointers_to(variables);
  const std::string directory = below_.empty() ? directory_ : directory_ + "/" + below_;
  const pid_t child = fork();
  if (child == 0) become(directory, files, argv_pointers.data(), variable_pointers.data());
  int status = 0;
  waitpid(child, &status, 0);
  Outcome outcome;
  outcome.status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  outcome.out = stdout_file_.empty() ? streams.text("out") : std::string();
  outcome.err = streams.text("err");
  return outcome;
}

}  // namespace modbuild::test
