#include "preview/cost.h"

#include <algorithm>
#include <charconv>

#include "base/str.h"

namespace modbuild {
namespace {

// What starting a compiler or a linker takes, whatever it is given.
constexpr double kLeastSeconds = 0.03;

bool read_number(std::string_view text, std::uint64_t& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

// The text up to the next tab, which is taken off.
std::string_view next_field(std::string_view& line) {
  const std::size_t tab = std::min(line.find('\t'), line.size());
  const std::string_view field = line.substr(0, tab);
  line.remove_prefix(std::min(tab + 1, line.size()));
  return field;
}

}  // namespace

StepTimes read_ninja_log(std::string_view text) {
  StepTimes times;
  // They differ in how the commands are hashed.
  const bool is_known = text.starts_with("# ninja log v5\n") ||
                        text.starts_with("# ninja log v6\n") ||
                        text.starts_with("# ninja log v7\n");
  if (!is_known) return times;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    std::uint64_t start = 0;
    std::uint64_t stop = 0;
    if (!read_number(next_field(line), start) || !read_number(next_field(line), stop)) continue;
    next_field(line);  // the output's time of last change
    const std::string_view output = next_field(line);
    if (output.empty() || stop < start) continue;
    times[std::string(output)] = static_cast<double>(stop - start) / 1000;
  }
  return times;
}

void StepCosts::calibrate(const std::vector<PreviewStep>& steps) {
  double seconds = 0;
  double bytes = 0;
  for (const PreviewStep& step : steps) {
    const auto known = times_.find(step.outputs.front());
    if (step.kind != StepKind::Compile || known == times_.end()) continue;
    const std::uint64_t size = size_of_(step.source);
    if (size == 0) continue;
    seconds += std::max(known->second - kLeastSeconds, 0.0);
    bytes += static_cast<double>(size);
  }
  if (bytes > 0 && seconds > 0) seconds_per_byte_ = seconds / bytes;
}

Cost StepCosts::of(const PreviewStep& step) const {
  if (const auto known = times_.find(step.outputs.front()); known != times_.end()) {
    return {known->second, 1, 0};
  }
  double seconds = kLeastSeconds;
  if (step.kind == StepKind::Compile) {
    seconds += static_cast<double>(size_of_(step.source)) * seconds_per_byte_;
  }
  return {seconds, 0, 1};
}

Cost StepCosts::of(const std::vector<PreviewStep>& steps) const {
  Cost cost;
  for (const PreviewStep& step : steps) cost += of(step);
  return cost;
}

}  // namespace modbuild
