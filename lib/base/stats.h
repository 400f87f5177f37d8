// Timers and work counters of one run (`--stats`). Times are wall seconds.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace modbuild {

// Filled by the pipeline: one row per stage, in order, and named work counters.
struct Stats {
  std::vector<std::pair<std::string, double>> stages;
  std::vector<std::pair<std::string, std::uint64_t>> counters;
};

// Adds the time from construction to destruction to `stats` under `name`.
class StageTimer {
 public:
  StageTimer(Stats& stats, std::string name)
      : stats_(stats), name_(std::move(name)), begin_(std::chrono::steady_clock::now()) {}
  StageTimer(const StageTimer&) = delete;
  StageTimer& operator=(const StageTimer&) = delete;
  ~StageTimer() {
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin_;
    stats_.stages.emplace_back(name_, taken.count());
  }

 private:
  Stats& stats_;
  std::string name_;
  std::chrono::steady_clock::time_point begin_;
};

}  // namespace modbuild
