// Timers and work counters of one run, for `--stats` and `--trace`.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace modbuild {

using StatsClock = std::chrono::steady_clock;

// From when to when something was done.
struct TimeSpan {
  StatsClock::time_point begin;
  StatsClock::time_point end;

  double seconds() const { return std::chrono::duration<double>(end - begin).count(); }
};

struct StageTime {
  std::string name;
  TimeSpan span;
};

struct Stats {
  StatsClock::time_point began = StatsClock::now();
  // One for each stage that was run, in the order in which they ended. A stage that was run twice
  // stands here twice, and one may lie within another.
  std::vector<StageTime> stages;
  std::vector<std::pair<std::string, std::uint64_t>> counters;

  // The counter of that name; one that was not there is 0.
  std::uint64_t& counter(const std::string& name) {
    for (std::pair<std::string, std::uint64_t>& counter : counters) {
      if (counter.first == name) return counter.second;
    }
    return counters.emplace_back(name, 0).second;
  }

  // Adds what was done in another part of the same run.
  void add(const Stats& other) {
    stages.insert(stages.end(), other.stages.begin(), other.stages.end());
    for (const auto& [name, count] : other.counters) counter(name) += count;
  }
};

// Adds the time from construction to destruction to `stats` under `name`.
class StageTimer {
 public:
  StageTimer(Stats& stats, std::string name)
      : stats_(stats), name_(std::move(name)), begin_(StatsClock::now()) {}
  StageTimer(const StageTimer&) = delete;
  StageTimer& operator=(const StageTimer&) = delete;
  ~StageTimer() { stats_.stages.push_back({std::move(name_), {begin_, StatsClock::now()}}); }

 private:
  Stats& stats_;
  std::string name_;
  StatsClock::time_point begin_;
};

}  // namespace modbuild
