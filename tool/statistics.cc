#include "statistics.h"

#include <cstdio>

#include "base/json_writer.h"
#include "base/str.h"
#include "table.h"

namespace modbuild::tool {
namespace {

std::string milliseconds(double seconds) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f ms", seconds * 1000.0);
  return text;
}

}  // namespace

std::string statistics_text(const Stats& stats, bool json) {
  std::string out;
  if (!json) {
    Table table;
    for (const auto& [stage, seconds] : stats.stages) table.row({{stage}, {milliseconds(seconds)}});
    for (const auto& [counter, count] : stats.counters) {
      table.row({{counter}, {std::to_string(count)}});
    }
    return table.text({});
  }
  JsonWriter writer(out);
  writer.begin_object(true).member("schema", "modbuild.stats/1");
  writer.key("microseconds").begin_object();
  for (const auto& [stage, seconds] : stats.stages) {
    writer.member(stage, static_cast<std::uint64_t>(seconds * 1e6));
  }
  writer.end_object().key("counters").begin_object();
  for (const auto& [counter, count] : stats.counters) writer.member(counter, count);
  writer.end_object().end_object();
  return out + "\n";
}

}  // namespace modbuild::tool
