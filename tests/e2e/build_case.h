// A plan on disk in a temporary build directory, with the sources that it needs, and programs run
// on it. What runs the build is in ninja_case.h and make_case.h.
#pragma once

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "os/environment.h"
#include "os/process_runner.h"
#include "support/temp_directory.h"
#include "unit/emit/sample_plan.h"

namespace modbuild {

class BuildCase {
 public:
  BuildCase() : plan(empty_plan()), environment(real_environment().variables) {
    plan.toolchain.cc = {"cc"};
    environment["LC_ALL"] = "C";
    directory.add_directory("build/.modbuild");
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
    request.environment = environment;
    request.time_limit = std::chrono::minutes(5);
    request.output_limit = std::uint64_t{1} << 28U;
    RealProcessRunner runner;
    const Expected<ProcessAnswer> answer = runner.run(request);
    if (answer) return *answer;
    ADD_FAILURE() << answer.error().message();
    return {};
  }

  std::string built(const std::string& path) const { return directory.text("build/" + path); }

  Plan plan;
  std::map<std::string, std::string> environment;
  TempDirectory directory;

 protected:
  // Writes the build file of a backend; nothing may be refused.
  void emit_for(std::string_view backend, std::vector<std::string> regenerate) {
    const EmitInput input{&plan, "..", std::move(regenerate)};
    for (const Backend& one : backends()) {
      if (one.name != backend) continue;
      Diagnostics diagnostics;
      add("build/" + std::string(one.build_file), whole_text(one.emit(input, diagnostics)));
      for (const Diagnostic& said : diagnostics.take_sorted()) ADD_FAILURE() << said.message;
    }
  }
};

}  // namespace modbuild
