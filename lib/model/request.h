// What the user asked for, as it was said: names, globs and @groups not yet looked up.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "diag/source_range.h"

namespace modbuild {

enum class Base : std::uint8_t { Unset, None, Default, All };
enum class MissingPolicy : std::uint8_t { Unset, Skip, Error };
// What becomes of a static module that cannot be linked in, because it needs one that is shared or
// its manifest forbids it: an error, or it is built shared.
enum class StaticPolicy : std::uint8_t { Unset, Error, Downgrade };
enum class FeatureSetting : std::uint8_t { On, Off, Auto };

struct FeatureRequest {
  Text module;
  Text feature;
  FeatureSetting setting = FeatureSetting::Auto;
};

struct Request {
  std::vector<Text> include;
  std::vector<Text> exclude;
  std::vector<Text> make_static;
  std::vector<Text> groups;
  std::vector<Text> require;  // must be on: included, and an error when it is not
  std::vector<FeatureRequest> features;
  bool exclude_given = false;  // also when given empty: then B is the whole tree
  Base base = Base::Unset;
  MissingPolicy missing = MissingPolicy::Unset;
  StaticPolicy static_policy = StaticPolicy::Unset;
  bool with_deps = false;
  bool with_load = false;            // also what they need when they run
  std::map<std::string, Text> dirs;  // directory name -> path, from profile and --dir

  bool may_downgrade() const { return static_policy == StaticPolicy::Downgrade; }

  // Adds `other`'s lists behind this one's; its single values win where they are set.
  void add(const Request& other);
};

}  // namespace modbuild
