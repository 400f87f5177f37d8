// Reads members of JSON documents that nobody vouches for: the first that is not as it should be is
// kept for the message, and reading goes on with empty values. Included by the readers of this
// folder only.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "model/install_plan.h"

namespace modbuild {

class DocumentReader {
 public:
  using Json = nlohmann::json;

  bool ok() const { return fault_.empty(); }
  const std::string& fault() const { return fault_; }
  void fail(std::string fault) {
    if (fault_.empty()) fault_ = std::move(fault);
  }

  std::string text(const Json& object, const char* key);
  std::string optional_text(const Json& object, const char* key);
  // The array `key`; an empty one when it is missing.
  const Json& array(const Json& object, const char* key);
  // The list of strings `key`; an empty one when it is missing.
  std::vector<std::string> optional_list(const Json& object, const char* key);
  // The table of strings `key`.
  std::map<std::string, std::string> texts(const Json& object, const char* key);
  // An absolute, normalised path without '..' that is not '/'.
  std::string absolute_path(const Json& object, const char* key);
  std::string checked_path(std::string path);
  // Four octal digits.
  std::uint32_t mode(const Json& object, const char* key);
  InstallKind kind(const Json& object);
  // The member "module", "program" or "library".
  void owner(const Json& object, ComponentKind& kind, std::string& name);

 private:
  std::string fault_;
};

// Whether a component of `path` is '..'.
bool has_parent_component(std::string_view path);

}  // namespace modbuild
