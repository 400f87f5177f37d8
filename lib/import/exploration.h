// How the flags of one makefile depend on the machine: its questions are answered one way and the
// other, and the flags compared. The result is a fixed part and parts that depend on probes, each
// with its outcomes in the order in which the makefile prefers them.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "import/transcript.h"

namespace modbuild {

// The flags that a makefile gives to the compiler (DEFS, INCLUDES) and the linker (LIBS), one word
// each; markers stand for what probes printed.
struct FlagWords {
  std::vector<std::string> compile;
  std::vector<std::string> link;

  bool empty() const { return compile.empty() && link.empty(); }
  auto operator<=>(const FlagWords&) const = default;
};

// The flags with these questions answered with no, and what was asked on the way.
struct FlagRun {
  std::vector<ShellQuestion> asked;
  FlagWords flags;
  bool failed = false;  // make refused to go on
};
using RunFlags = std::function<const FlagRun&(const std::set<std::string>& no)>;

// One outcome of a probe: what must be there, and the flags it brings.
struct Outcome {
  std::vector<std::string> found;  // questions answered with yes
  FlagWords flags;
  bool failed = false;  // the makefile ends with an error
};

// Flags that come and go together. The first outcome whose questions are all answered with yes is
// what the makefile takes.
struct ProbedPart {
  std::vector<Outcome> outcomes;
  std::size_t compile_at = 0;  // how many fixed words stand before it
  std::size_t link_at = 0;
};

struct Exploration {
  FlagWords fixed;
  std::vector<ProbedPart> parts;  // in the order of their first question
  // Parts that depend on each other in a way that this cannot tell; "" = none.
  std::string entangled;
};

// Explores with at most `limit` runs.
Exploration explore(const RunFlags& run, std::size_t limit);

}  // namespace modbuild
