// What --trace writes: the run as a timeline, in the trace event format of Chrome's
// chrome://tracing and ui.perfetto.dev. Stages come from Stats; loops and programs that ran are
// told to the recorder.
#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/parallel.h"
#include "os/process_runner.h"

namespace modbuild::tool {

// A stretch of work of one thread.
struct TraceEvent {
  std::thread::id thread;
  TimeSpan span;
  std::string program;    // what was run; "" = work of a parallel loop
  std::size_t calls = 0;  // of the loop's body
};

// Thread-safe. The thread that made it is the main thread.
class TraceRecorder : public LoopObserver {
 public:
  void worked(const TimeSpan& span, std::size_t calls) override;
  void ran(const TimeSpan& span, const std::vector<std::string>& argv);

  std::thread::id main_thread() const { return main_; }
  // In the order of their beginnings. Not to be called while others still tell.
  std::vector<TraceEvent> events() const;

 private:
  std::mutex mutex_;
  std::thread::id main_ = std::this_thread::get_id();
  std::vector<TraceEvent> events_;
};

// Tells a recorder of each program that was run; without one it only passes on.
class TracedProcesses : public ProcessRunner {
 public:
  explicit TracedProcesses(ProcessRunner& processes) : processes_(processes) {}
  void tell(TraceRecorder* recorder) { recorder_ = recorder; }
  Expected<ProcessAnswer> run(const ProcessRequest& request) override;
  std::uint64_t started() const override { return processes_.started(); }

 private:
  ProcessRunner& processes_;
  TraceRecorder* recorder_ = nullptr;
};

// The document modbuild.trace/1, up to now. `command` names the whole run.
std::string trace_json(std::string_view command, const Stats& stats, const TraceRecorder& recorder);

}  // namespace modbuild::tool
