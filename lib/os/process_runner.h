// Starting programs: a fixed argv, no shell, a time limit, an output limit, an environment of the
// caller's choice. A fake one for tests answers from a table.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "os/host_error.h"

namespace modbuild {

struct ProcessRequest {
  std::vector<std::string> argv;  // argv[0] is looked up on PATH unless it holds a '/'
  std::map<std::string, std::string> environment;  // the whole of it, nothing is inherited
  std::chrono::milliseconds time_limit{10'000};
  std::uint64_t output_limit = 1U << 20U;  // bytes, stdout and stderr each
  std::string input = {};                  // stdin; empty: /dev/null
};

struct ProcessAnswer {
  int exit_status = 0;  // 128 + signal when one ended it
  int signal = 0;       // that ended it; 0 = it ended by itself
  std::string output;   // stdout
  std::string errors;   // stderr
  bool timed_out = false;
  bool output_cut = false;
};

class ProcessRunner {
 public:
  virtual ~ProcessRunner() = default;
  // Runs in the root directory, to its end or limit; the whole process group is killed at the
  // limit, and so is whatever programs leave behind, once none is running any more. After an
  // interrupt (interrupt.h) nothing is started: EINTR. Thread-safe. An error means that nothing was
  // started (ENOENT: no such program).
  virtual Expected<ProcessAnswer> run(const ProcessRequest& request) = 0;
  // Processes started so far.
  virtual std::uint64_t started() const = 0;
};

// Descriptors that become those of a program; input -1 = /dev/null.
struct ProcessStreams {
  int input = -1;
  int output = -1;
  int errors = -1;
};

class RealProcessRunner : public ProcessRunner {
 public:
  Expected<ProcessAnswer> run(const ProcessRequest& request) override;
  std::uint64_t started() const override;

 private:
  Expected<int> start(const std::string& program, const ProcessRequest& request,
                      const ProcessStreams& streams);
  void end(int pid);

  mutable std::mutex mutex_;
  std::uint64_t started_ = 0;
  std::set<int> running_;  // process ids
  std::set<int> foreign_;  // children that were there before the first of these
};

// Answers by argv joined with spaces; anything else is ENOENT. Logs what was asked.
class FakeProcessRunner : public ProcessRunner {
 public:
  std::map<std::string, ProcessAnswer> answers;
  std::vector<std::string> log;

  Expected<ProcessAnswer> run(const ProcessRequest& request) override;
  std::uint64_t started() const override { return log.size(); }

 private:
  std::mutex mutex_;
};

// The absolute path of `program` on the PATH `search_path`, or "" when it is not there. Entries of
// PATH that are not absolute, or lie below `forbidden_root` (may be empty), are passed over.
std::string find_program(const std::string& program, const std::string& search_path,
                         const std::string& forbidden_root);

// The PATH `search_path` without its entries at or below the directory `root`, links followed.
std::string path_without(const std::string& search_path, const std::string& root);

}  // namespace modbuild
