// What steps cost: from the log of an earlier build where it has them, else from source sizes.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "preview/step.h"

namespace modbuild {

// How long each output took, in seconds, by its path relative to the build directory.
using StepTimes = std::unordered_map<std::string, double>;

// From the text of Ninja's .ninja_log (versions 5 to 7): of an output that is in it more than once
// the last. Lines that cannot be read are passed over; another version gives nothing.
StepTimes read_ninja_log(std::string_view text);

struct Cost {
  double seconds = 0;         // of one processor
  std::size_t measured = 0;   // steps whose time the log has
  std::size_t estimated = 0;  // steps whose time comes from the size of the source

  Cost& operator+=(const Cost& other) {
    seconds += other.seconds;
    measured += other.measured;
    estimated += other.estimated;
    return *this;
  }
};

// Tells what steps cost. Where the log has compile steps, they say how many bytes of source a
// second compiles; without any, a rate that is common for C at -O2 is assumed.
class StepCosts {
 public:
  // The size in bytes of a source as a step names it; 0 when that is not known.
  using SizeOf = std::function<std::uint64_t(const std::string& source)>;

  StepCosts(StepTimes times, SizeOf size_of) : times_(std::move(times)), size_of_(size_of) {}

  // Takes the rate from those of `steps` that the log has.
  void calibrate(const std::vector<PreviewStep>& steps);
  Cost of(const PreviewStep& step) const;
  Cost of(const std::vector<PreviewStep>& steps) const;

 private:
  StepTimes times_;
  SizeOf size_of_;
  double seconds_per_byte_ = 8e-6;
};

}  // namespace modbuild
