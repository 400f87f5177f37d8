// What to do about components that are off. One finder per document: components that share a cause
// share the work, however long the chains are.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "select/request_words.h"
#include "select/select.h"

namespace modbuild {

inline constexpr std::size_t kMostWays = 4;  // a longer list of ways is no help

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

  // For a feature that is off in a component that is on.
  std::vector<std::string> for_feature(ComponentId id, std::size_t feature);

  // The libs to be found before the component, or a feature of it, can be on, as far as it says so
  // itself: those whose absence is told, then those that would be told next.
  std::vector<LibId> missing_libs(ComponentId id, const Reason& reason) const;

 private:
  // One way to make a `when` true: options to give, words to take back, libs to install.
  struct Way {
    std::vector<std::string> options;
    std::vector<LibId> libs;
  };
  using Ways = std::vector<Way>;

  const std::string& name(ComponentId id) const { return catalog_.components[id].name.value; }
  ComponentId next_of(ComponentId id) const;
  Remedy inherit(ComponentId id, const Remedy& next) const;
  void wish_for_feature(ComponentId id, std::vector<std::string>& ways) const;
  std::vector<std::string> mend(ComponentId id, const Reason& reason, const Feature* feature) const;
  bool needs_more(ComponentId id) const;
  std::string include(ComponentId id) const;
  std::vector<std::string> ask_for(ComponentId id) const;
  std::vector<std::string> ask_for_dependency(const Reason& need, bool pulls) const;
  bool may_be_pulled(ComponentId id, const Reason& need) const;
  std::vector<std::string> exclude_no_more(ComponentId id) const;
  std::string take_back(std::string_view option, std::string_view list, const Text& word) const;
  std::string install(ComponentId id, std::vector<LibId> libs) const;
  bool is_too_old(ComponentId id, LibId lib) const;
  const ProbeReport& probes_of(ComponentId id) const;
  std::vector<LibId> missing_of(ComponentId id, const std::vector<LibUse>& libs) const;
  std::vector<LibId> missing_of(ComponentId id, const std::vector<std::vector<LibUse>>& groups,
                                LibId told) const;
  std::vector<LibId> also_missing(ComponentId id, LibId told, const Feature* feature) const;
  std::vector<std::string> install(ComponentId id, const Reason& reason,
                                   const Feature* feature) const;
  Facts decided(ComponentId id) const;
  std::vector<Hit> words_for(RequestList list, ComponentId id) const;
  const Feature* lacking_feature(ComponentId id) const;
  std::vector<std::string> make_true(ComponentId id, const When& when) const;
  Ways ways_to(ComponentId id, const When& when, std::size_t node, bool wanted) const;
  Ways leaf_ways(ComponentId id, const When::Node& leaf, bool wanted) const;
  std::vector<ComponentId> to_be_static_with(ComponentId id) const;
  Ways static_ways(ComponentId id, bool wanted) const;
  Ways feature_ways(ComponentId id, std::string_view feature, bool wanted) const;
  Ways with_own_when(ComponentId id, const Feature& feature, Way way) const;
  std::optional<std::string> ask_for_provider(const Dependency& dependency) const;
  std::vector<std::string> win(ComponentId id) const;
  std::string take_its_place(ComponentId id, ComponentId winner) const;
  bool can_be_had(ComponentId id, std::string_view name_of_feature) const;
  bool was_on(const FeatureVerdict& feature) const;

  const Catalog& catalog_;
  const Selection& selection_;
  const ProbeReport& probes_;
  std::unordered_map<std::uint32_t, Remedy> known_;  // by component
  struct WordHits {
    const Text* word = nullptr;
    Hits hits;
  };
  mutable std::optional<std::vector<WordHits>> static_words_, exclude_words_;  // once asked for
};

// The cause at the end of a component's own part of the chain: that of the feature it lacks, or its
// own.
const Reason& last_reason(const Verdict& verdict);

}  // namespace modbuild
