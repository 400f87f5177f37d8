#include "model/request.h"

namespace modbuild {

void Request::add(const Request& other) {
  const auto extend = [](auto& list, const auto& more) {
    list.insert(list.end(), more.begin(), more.end());
  };
  extend(include, other.include);
  extend(exclude, other.exclude);
  extend(make_static, other.make_static);
  extend(groups, other.groups);
  extend(require, other.require);
  extend(features, other.features);
  exclude_given |= other.exclude_given;
  if (other.base != Base::Unset) base = other.base;
  if (other.missing != MissingPolicy::Unset) missing = other.missing;
  if (other.static_policy != StaticPolicy::Unset) static_policy = other.static_policy;
  with_deps |= other.with_deps;
  with_load |= other.with_load;
  for (const auto& [name, path] : other.dirs) dirs[name] = path;
}

}  // namespace modbuild
