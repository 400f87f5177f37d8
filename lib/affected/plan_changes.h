// What the comparison of two plans says of one component, in a few words.
#pragma once

#include <map>
#include <set>
#include <string>

#include "preview/preview.h"

namespace modbuild {

class PlanChanges {
 public:
  // Both must live as long.
  PlanChanges(const Preview& before, const Preview& after);

  const PreviewDifference& difference() const { return difference_; }
  // Whether the step that makes `output` (its first) is new or not what it was.
  bool has(const std::string& output) const { return steps_.count(output) != 0; }
  // Why a step of the component is not what it was.
  std::string about(const std::string& component, const std::string& output) const;

 private:
  PreviewDifference difference_;
  std::map<std::string, std::string> says_;  // by component, "" = all
  std::set<std::string> steps_;              // by first output
};

}  // namespace modbuild
