// The steps of a plan as a graph between files of the build directory.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "plan/plan.h"

namespace modbuild {

struct BuildStep {
  ComponentId component;
  std::string title;  // "compile modules/tm/tm.c"
  std::vector<std::string> outputs;
  std::vector<std::string> inputs;  // those in the build directory; headers that are made included
};

class BuildGraph {
 public:
  explicit BuildGraph(const Plan& plan);

  // Generators, then compilers, then linkers; of each kind by component.
  const std::vector<BuildStep>& steps() const { return steps_; }
  // The index of the step that makes `file`; steps().size() for a source file.
  std::size_t maker_of(const std::string& file) const;
  // Which steps the targets need: names of aliases, or files of the build directory; none: "all".
  std::vector<bool> needed_by(const std::vector<std::string>& targets) const;

 private:
  void add(BuildStep step);

  std::vector<BuildStep> steps_;
  std::unordered_map<std::string, std::size_t> makers_;
  std::unordered_map<std::string, std::vector<std::string>> aliases_;  // aliases and files
};

}  // namespace modbuild
