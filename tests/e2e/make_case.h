// A plan as Makefile, and the real GNU Make to run it. Its steps run `modbuild depfile`, found on
// PATH.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "e2e/build_case.h"
#include "emit/escape.h"

namespace modbuild {

class MakeCase : public BuildCase {
 public:
  static constexpr const char* kName = "Make";
  static bool can_write(const std::string& name) { return make_prerequisite(name).has_value(); }

  MakeCase() {
    environment["PATH"] = MODBUILD_DIRECTORY ":" + environment["PATH"];
    for (const char* name : {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}) environment.erase(name);
  }

  void emit() { emit_for("make", {}); }

  ProcessAnswer make(std::vector<std::string> words = {}) const {
    words.insert(words.begin(), {"make", "-j4", "--no-print-directory", "-C", directory / "build"});
    return run(std::move(words));
  }

  // How many commands a run of make starts; it must succeed.
  int commands_run() const { return lines_with({}, ""); }
  // How many it would start: it prints what says "CC a.c".
  int commands_pending() const { return lines_with({"-n"}, "echo '"); }

 private:
  int lines_with(std::vector<std::string> words, std::string_view beginning) const {
    const ProcessAnswer answer = make(std::move(words));
    EXPECT_EQ(answer.exit_status, 0) << answer.output.substr(0, 4000) << answer.errors;
    int count = 0;
    for (std::size_t at = 0; at < answer.output.size();) {
      const std::string_view line = std::string_view(answer.output).substr(at);
      if (line.starts_with(beginning) && !line.starts_with("make:")) ++count;
      at = answer.output.find('\n', at);
      if (at != std::string::npos) ++at;
    }
    return count;
  }
};

}  // namespace modbuild
