// What to do about components that are off. One finder per document: components that share a cause
// share the work, however long the chains are.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "select/select.h"

namespace modbuild {

struct Remedy {
  ComponentId root;               // where the chain of off components ends; may be the component
  std::vector<std::string> ways;  // as `fixes` gives them
};

class RemedyFinder {
 public:
  RemedyFinder(const Catalog& catalog, const Selection& selection, const ProbeReport& probes)
      : catalog_(catalog), selection_(selection), probes_(probes) {}

  // For a component that is off.
  const Remedy& find(ComponentId id);
  // The ways to have a feature that is off of a component that is on.
  std::vector<std::string> for_feature(ComponentId id, std::size_t feature);

 private:
  const std::string& name(ComponentId id) const { return catalog_.components[id].name.value; }
  ComponentId next_of(ComponentId id) const;
  Remedy inherit(ComponentId id, const Remedy& next) const;
  void wish_for_feature(ComponentId id, std::vector<std::string>& ways) const;
  std::vector<std::string> mend(ComponentId id) const;
  std::vector<std::string> ask_for(ComponentId id) const;
  std::vector<std::string> ask_for_dependency(const Reason& need) const;
  std::vector<std::string> exclude_no_more(ComponentId id) const;
  std::string package_of(const ExternalLib& lib) const;
  std::string install(ComponentId id, std::vector<LibId> libs) const;
  const ProbeReport& probes_of(ComponentId id) const;
  std::vector<LibId> also_missing(ComponentId id, LibId told, const Feature* feature) const;
  std::vector<std::string> install(ComponentId id, const Reason& reason,
                                   const Feature* feature) const;
  const Feature* lacking_feature(ComponentId id) const;
  std::vector<std::string> make_true(ComponentId id, const std::string& part) const;
  std::vector<std::string> win(ComponentId id) const;

  const Catalog& catalog_;
  const Selection& selection_;
  const ProbeReport& probes_;
  std::unordered_map<std::uint32_t, Remedy> known_;  // by component
};

// The cause at the end of a component's own part of the chain: that of the feature it lacks, or its
// own.
const Reason& last_reason(const Verdict& verdict);

}  // namespace modbuild
