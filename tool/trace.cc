#include "trace.h"

#include <algorithm>
#include <map>

#include "base/json_writer.h"
#include "base/path.h"
#include "base/shell_words.h"
#include "base/str.h"

namespace modbuild::tool {
namespace {

// The ids of the process and of its main thread in the document; the real ones tell nothing.
constexpr std::uint64_t kProcess = 1;
constexpr std::uint64_t kMainRow = 1;

std::uint64_t microseconds(StatsClock::time_point from, StatsClock::time_point to) {
  const auto taken = std::chrono::duration_cast<std::chrono::microseconds>(to - from);
  return static_cast<std::uint64_t>(std::max<std::int64_t>(0, taken.count()));
}

// Where events of a thread are shown.
class Rows {
 public:
  explicit Rows(std::thread::id main) { rows_[main] = kMainRow; }
  std::uint64_t of(std::thread::id thread) {
    return rows_.try_emplace(thread, rows_.size() + 1).first->second;
  }
  std::size_t count() const { return rows_.size(); }

 private:
  std::map<std::thread::id, std::uint64_t> rows_;
};

class TraceWriter {
 public:
  TraceWriter(const Stats& stats, std::string& out)
      : stats_(stats), end_(StatsClock::now()), json_(out) {
    json_.begin_object().member("schema", "modbuild.trace/1").member("displayTimeUnit", "ms");
    json_.key("traceEvents").begin_array();
  }

  void whole_run(std::string_view command) {
    name_row("process_name", kMainRow, command);
    span(command, "run", kMainRow, {stats_.began, end_});
    json_.end_object();
  }

  void stages() {
    for (const StageTime& stage : stats_.stages) {
      span(stage.name, "stage", kMainRow, stage.span);
      json_.end_object();
    }
  }

  void events(const TraceRecorder& recorder) {
    Rows rows(recorder.main_thread());
    for (const TraceEvent& event : recorder.events()) {
      const std::uint64_t row = rows.of(event.thread);
      if (event.program.empty()) {
        span(cat(stage_at(event.span.begin), " loop"), "loop", row, event.span);
        json_.key("args").begin_object().member("calls", std::uint64_t{event.calls}).end_object();
      } else {
        span(base_name(event.program.substr(0, event.program.find(' '))), "program", row,
             event.span);
        json_.key("args").begin_object().member("command", event.program).end_object();
      }
      json_.end_object();
    }
    name_row("thread_name", kMainRow, "main");
    for (std::uint64_t row = kMainRow + 1; row <= rows.count(); ++row) {
      name_row("thread_name", row, cat("worker ", std::to_string(row - kMainRow)));
    }
  }

  void counters() {
    for (const auto& [name, number] : stats_.counters) {
      begin(name, "C", kMainRow).member("ts", microseconds(stats_.began, end_));
      json_.key("args").begin_object().member("value", number).end_object().end_object();
    }
  }

  void finish() { json_.end_array().end_object(); }

 private:
  JsonWriter& begin(std::string_view name, std::string_view phase, std::uint64_t row) {
    json_.begin_object(true).member("name", name).member("ph", phase);
    return json_.member("pid", kProcess).member("tid", row);
  }

  void name_row(std::string_view what, std::uint64_t row, std::string_view name) {
    begin(what, "M", row).key("args").begin_object().member("name", name).end_object();
    json_.end_object();
  }

  // Leaves the object open for more.
  void span(std::string_view name, std::string_view category, std::uint64_t row,
            const TimeSpan& span) {
    begin(name, "X", row).member("cat", category);
    json_.member("ts", microseconds(stats_.began, span.begin));
    json_.member("dur", microseconds(span.begin, span.end));
  }

  // The innermost stage that was going on.
  std::string_view stage_at(StatsClock::time_point time) const {
    const StageTime* found = nullptr;
    for (const StageTime& stage : stats_.stages) {
      if (time < stage.span.begin || stage.span.end < time) continue;
      if (found == nullptr || found->span.begin < stage.span.begin) found = &stage;
    }
    return found == nullptr ? std::string_view("parallel") : std::string_view(found->name);
  }

  const Stats& stats_;
  StatsClock::time_point end_;
  JsonWriter json_;
};

}  // namespace

void TraceRecorder::worked(const TimeSpan& span, std::size_t calls) {
  const std::scoped_lock lock(mutex_);
  events_.push_back({std::this_thread::get_id(), span, {}, calls});
}

void TraceRecorder::ran(const TimeSpan& span, const std::vector<std::string>& argv) {
  std::vector<std::string> words;
  for (const std::string& word : argv) words.push_back(shell_quoted(word));
  const std::scoped_lock lock(mutex_);
  events_.push_back({std::this_thread::get_id(), span, join(words, " "), 0});
}

std::vector<TraceEvent> TraceRecorder::events() const {
  std::vector<TraceEvent> events = events_;
  std::stable_sort(events.begin(), events.end(), [](const TraceEvent& a, const TraceEvent& b) {
    return a.span.begin < b.span.begin;
  });
  return events;
}

Expected<ProcessAnswer> TracedProcesses::run(const ProcessRequest& request) {
  if (recorder_ == nullptr) return processes_.run(request);
  const StatsClock::time_point begin = StatsClock::now();
  Expected<ProcessAnswer> answer = processes_.run(request);
  recorder_->ran({begin, StatsClock::now()}, request.argv);
  return answer;
}

std::string trace_json(std::string_view command, const Stats& stats,
                       const TraceRecorder& recorder) {
  std::string out;
  TraceWriter writer(stats, out);
  writer.whole_run(command);
  writer.stages();
  writer.events(recorder);
  writer.counters();
  writer.finish();
  return out + "\n";
}

}  // namespace modbuild::tool
