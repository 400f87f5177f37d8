// A plan as build.ninja, and the real ninja to run it.
#pragma once

#include <cstdlib>
#include <string>
#include <vector>

#include "e2e/build_case.h"
#include "emit/escape.h"

namespace modbuild {

class NinjaCase : public BuildCase {
 public:
  static constexpr const char* kName = "Ninja";
  static bool can_write(const std::string& name) { return ninja_path(name).has_value(); }

  NinjaCase() { environment["NINJA_STATUS"] = "[%f/%t] "; }

  void emit(std::vector<std::string> regenerate = {}) { emit_for("ninja", std::move(regenerate)); }

  ProcessAnswer ninja(std::vector<std::string> words = {}) const {
    words.insert(words.begin(), {"ninja", "-C", directory / "build"});
    return run(std::move(words));
  }

  // How many commands a run of ninja starts; it must succeed.
  int commands_run() const { return commands({}); }
  // How many it would start.
  int commands_pending() const { return commands({"-n"}); }

 private:
  int commands(std::vector<std::string> words) const {
    const ProcessAnswer answer = ninja(std::move(words));
    EXPECT_EQ(answer.exit_status, 0) << answer.output.substr(0, 4000);
    // "[3/7] CC ..": the last line with a bracket holds the number of the last command.
    const std::size_t last = answer.output.rfind("\n[");
    return last == std::string::npos ? 0 : std::atoi(answer.output.c_str() + last + 2);
  }
};

}  // namespace modbuild
