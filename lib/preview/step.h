// One step of a build, in words.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace modbuild {

enum class StepKind : std::uint8_t { Generate, Compile, Link };
inline constexpr StepKind kStepKinds[] = {StepKind::Generate, StepKind::Compile, StepKind::Link};

// "generate", "compile", "link".
std::string_view step_word(StepKind kind);

struct PreviewStep {
  StepKind kind = StepKind::Compile;
  std::string component;
  std::vector<std::string> outputs;  // relative to the build directory; the first names the step
  std::string source;                // Compile: where it lies; "{build}/.." when it is generated
  std::uint64_t command = 0;         // a hash of all that the step's command and inputs are
};

}  // namespace modbuild
