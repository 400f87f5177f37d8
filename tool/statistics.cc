#include "statistics.h"

#include <algorithm>
#include <cstdio>

#include "base/json_writer.h"
#include "base/str.h"
#include "table.h"

namespace modbuild::tool {
namespace {

// What each stage took in all, in the order in which they first ended, and the whole run.
std::vector<std::pair<std::string, double>> seconds_by_stage(const Stats& stats) {
  std::vector<std::pair<std::string, double>> stages;
  for (const StageTime& stage : stats.stages) {
    const auto same = std::find_if(stages.begin(), stages.end(),
                                   [&](const auto& other) { return other.first == stage.name; });
    if (same == stages.end()) {
      stages.emplace_back(stage.name, stage.span.seconds());
    } else {
      same->second += stage.span.seconds();
    }
  }
  stages.emplace_back("total", TimeSpan{stats.began, StatsClock::now()}.seconds());
  return stages;
}

std::string shown_milliseconds(double seconds) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f ms", seconds * 1000.0);
  return text;
}

}  // namespace

std::string statistics_text(const Stats& stats, bool json) {
  std::string out;
  if (!json) {
    Table table;
    for (const auto& [stage, seconds] : seconds_by_stage(stats)) {
      table.row({{stage}, {shown_milliseconds(seconds)}});
    }
    for (const auto& [counter, count] : stats.counters) {
      table.row({{counter}, {std::to_string(count)}});
    }
    return table.text({});
  }
  JsonWriter writer(out);
  writer.begin_object(true).member("schema", "modbuild.stats/1");
  writer.key("microseconds").begin_object();
  for (const auto& [stage, seconds] : seconds_by_stage(stats)) {
    writer.member(stage, static_cast<std::uint64_t>(seconds * 1e6));
  }
  writer.end_object().key("counters").begin_object();
  for (const auto& [counter, count] : stats.counters) writer.member(counter, count);
  writer.end_object().end_object();
  return out + "\n";
}

void count_files(const FileSystem& files, Stats& stats) {
  count_reads(files, stats);
  count_writes(files, stats);
}

}  // namespace modbuild::tool
