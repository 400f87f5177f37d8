#include "affected/plan_changes.h"

#include "base/str.h"

namespace modbuild {
namespace {

constexpr std::size_t kMostFlags = 4;

std::string text_of(const FlagsChange& row) {
  std::vector<std::string> words;
  for (const std::string& flag : row.gained) words.push_back(cat("+", flag));
  for (const std::string& flag : row.lost) words.push_back(cat("-", flag));
  if (row.reordered) words.emplace_back("in another order");
  if (words.size() > kMostFlags) {
    const std::size_t more = words.size() - kMostFlags;
    words.resize(kMostFlags);
    words.push_back(cat("and ", std::to_string(more), " more"));
  }
  return cat(row.step, ": ", join(words, " "));
}

}  // namespace

PlanChanges::PlanChanges(const Preview& before, const Preview& after)
    : difference_(compare(before, after)) {
  for (const ComponentChange& row : difference_.components) {
    const std::string what = row.what.empty() ? row.reason : join(row.what, ", ");
    says_.emplace(row.name, row.change == Change::Gained ? cat("on: ", what) : what);
  }
  for (const FlagsChange& row : difference_.flags) says_.emplace(row.component, text_of(row));
  for (const StepChange& step : difference_.steps) {
    if (step.after != nullptr) steps_.insert(step.after->outputs.front());
  }
}

std::string PlanChanges::about(const std::string& component, const std::string& output) const {
  for (const std::string& name : {component, std::string()}) {
    const auto found = says_.find(name);
    if (found != says_.end()) return found->second;
  }
  return cat("how '", output, "' is made");
}

}  // namespace modbuild
