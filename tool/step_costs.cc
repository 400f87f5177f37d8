#include "step_costs.h"

#include <fmt/format.h>

#include "base/path.h"
#include "base/str.h"

namespace modbuild::tool {
namespace {

constexpr const char* kNinjaLog = ".ninja_log";
constexpr std::uint64_t kLargestLog = 256U << 20U;

StepTimes times_for(const Context& context, const BuildDirectory& build, std::string& log) {
  FileSystem* files = build.files ? build.files.get() : context.state.get();
  if (files == nullptr) return {};
  const auto text = files->read(kNinjaLog, kLargestLog);
  if (!text) return {};
  if (log.empty()) {
    log = context.options.build_directory.empty()
              ? "build"
              : std::string(base_name(context.options.build_directory));
  }
  return read_ninja_log(*text);
}

}  // namespace

StepCosts step_costs(const Context& context, const BuildDirectory& build, const Preview& preview,
                     std::string& log) {
  FileSystem* sources = context.sources ? context.sources.get() : context.tree.get();
  StepCosts costs(times_for(context, build, log),
                  [sources](const std::string& path) -> std::uint64_t {
                    const auto status = sources->status(path);
                    return status && status->type == FileType::Regular ? status->size : 0;
                  });
  costs.calibrate(preview.steps);
  return costs;
}

std::string cost_source(const Cost& cost, const std::string& log) {
  if (cost.measured == 0) return "estimated from the sizes of sources; no log knows better";
  const std::string from = cat("from the log of '", log, "'");
  if (cost.estimated == 0) return from;
  return cat(from, "; ", std::to_string(cost.estimated), " of ",
             std::to_string(cost.estimated + cost.measured),
             " steps by the sizes of their sources");
}

std::string seconds_text(double seconds) {
  return seconds < 100 ? fmt::format("{:.1f} s", seconds) : fmt::format("{:.0f} s", seconds);
}

std::uint64_t milliseconds(double seconds) {
  return static_cast<std::uint64_t>(seconds * 1000 + 0.5);
}

}  // namespace modbuild::tool
