// A plan on disk: its build.ninja in a temporary build directory, and the real ninja to run it.
#pragma once

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "os/environment.h"
#include "os/process_runner.h"
#include "support/temp_directory.h"
#include "unit/emit/sample_plan.h"

namespace modbuild {

class NinjaCase {
 public:
  NinjaCase() : plan(empty_plan()) {
    plan.toolchain.cc = {"cc"};
    directory.add_directory("build/.modbuild");
  }

  // Writes build.ninja; nothing may be refused.
  void emit(std::vector<std::string> regenerate = {}) {
    const EmitInput input{&plan, "..", std::move(regenerate)};
    Diagnostics diagnostics;
    add("build/build.ninja", backends().front().emit(input, diagnostics));
    for (const Diagnostic& said : diagnostics.take_sorted()) ADD_FAILURE() << said.message;
  }

  void add(const std::string& path, const std::string& text) const {
    directory.add_file(path, text);
  }
  void add_program(const std::string& path, const std::string& text) const {
    add(path, text);
    ASSERT_EQ(chmod((directory / path).c_str(), 0755), 0);
  }

  // Rewrites a file later than everything that was made until now.
  void touch(const std::string& path) const {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    add(path, directory.text(path));
  }

  ProcessAnswer run(std::vector<std::string> argv) const {
    ProcessRequest request;
    request.argv = std::move(argv);
    request.environment = real_environment().variables;
    request.environment["NINJA_STATUS"] = "[%f/%t] ";
    request.environment["LC_ALL"] = "C";
    request.time_limit = std::chrono::minutes(5);
    request.output_limit = std::uint64_t{1} << 28U;
    RealProcessRunner runner;
    const Expected<ProcessAnswer> answer = runner.run(request);
    if (answer) return *answer;
    ADD_FAILURE() << answer.error().message();
    return {};
  }

  ProcessAnswer ninja(std::vector<std::string> words = {}) const {
    words.insert(words.begin(), {"ninja", "-C", directory / "build"});
    return run(std::move(words));
  }

  // How many commands a run of ninja starts; it must succeed.
  int commands_run() const {
    const ProcessAnswer answer = ninja();
    EXPECT_EQ(answer.exit_status, 0) << answer.output.substr(0, 4000);
    // "[3/7] CC ..": the last line with a bracket holds the number of the last command.
    const std::size_t last = answer.output.rfind("\n[");
    return last == std::string::npos ? 0 : std::atoi(answer.output.c_str() + last + 2);
  }

  std::string built(const std::string& path) const { return directory.text("build/" + path); }

  Plan plan;
  TempDirectory directory;
};

}  // namespace modbuild
