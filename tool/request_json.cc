#include "request_json.h"

#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/str.h"
#include "model/request_choices.h"

namespace modbuild::tool {
namespace {

using Json = nlohmann::json;

// The lists of a request and their names in documents.
using ListMember = std::vector<Text> Request::*;
constexpr auto kLists =
    std::to_array<std::pair<const char*, ListMember>>({{"groups", &Request::groups},
                                                       {"include", &Request::include},
                                                       {"exclude", &Request::exclude},
                                                       {"static", &Request::make_static},
                                                       {"require", &Request::require}});

}  // namespace

bool read_string(const Json& object, const char* key, std::string& out) {
  if (!object.contains(key)) return true;
  if (!object[key].is_string()) return false;
  out = object[key].get<std::string>();
  return true;
}

bool read_strings(const Json& object, const char* key, std::vector<std::string>& out) {
  if (!object.contains(key)) return true;
  if (!object[key].is_array()) return false;
  for (const Json& item : object[key]) {
    if (!item.is_string()) return false;
    out.push_back(item.get<std::string>());
  }
  return true;
}

bool read_string_map(const Json& object, const char* key, std::map<std::string, std::string>& out) {
  if (!object.contains(key)) return true;
  if (!object[key].is_object()) return false;
  for (const auto& item : object[key].items()) {
    if (!item.value().is_string()) return false;
    out[item.key()] = item.value().get<std::string>();
  }
  return true;
}

bool read_bool(const Json& object, const char* key, bool& out) {
  if (!object.contains(key)) return true;
  if (!object[key].is_boolean()) return false;
  out = object[key].get<bool>();
  return true;
}

namespace {

// "module/feature=on".
bool read_feature(const std::string& word, const SourceRange& at, FeatureRequest& out) {
  const std::size_t slash = word.find('/');
  const std::size_t equals = word.find('=', slash == std::string::npos ? 0 : slash);
  if (slash == std::string::npos || equals == std::string::npos) return false;
  out.module = Text{word.substr(0, slash), at};
  out.feature = Text{word.substr(slash + 1, equals - slash - 1), at};
  return find_word(kSettingWords, word.substr(equals + 1), out.setting);
}

bool read_features(const Json& object, const SourceRange& at, Request& request) {
  std::vector<std::string> words;
  if (!read_strings(object, "features", words)) return false;
  for (const std::string& word : words) {
    FeatureRequest feature;
    if (!read_feature(word, at, feature)) return false;
    request.features.push_back(std::move(feature));
  }
  return true;
}

}  // namespace

std::optional<Request> read_request(const Json& object, const SourceRange& at) {
  if (!object.is_object()) return std::nullopt;
  Request request;
  for (const auto& [key, list] : kLists) {
    std::vector<std::string> words;
    if (!read_strings(object, key, words)) return std::nullopt;
    for (std::string& word : words) (request.*list).push_back(Text{std::move(word), at});
  }
  std::string base;
  std::string missing;
  std::string static_policy;
  std::map<std::string, std::string> dirs;
  const bool read = read_features(object, at, request) && read_string(object, "base", base) &&
                    read_string(object, "missing", missing) &&
                    read_string(object, "static-policy", static_policy) &&
                    read_bool(object, "with-deps", request.with_deps) &&
                    read_bool(object, "with-load", request.with_load) &&
                    read_bool(object, "exclude-given", request.exclude_given) &&
                    read_string_map(object, "dirs", dirs);
  if (!read || (!base.empty() && !find_word(kBaseWords, base, request.base)) ||
      (!missing.empty() && !find_word(kMissingWords, missing, request.missing)) ||
      (!static_policy.empty() &&
       !find_word(kStaticPolicyWords, static_policy, request.static_policy))) {
    return std::nullopt;
  }
  request.exclude_given |= !request.exclude.empty();
  for (auto& [name, path] : dirs) request.dirs[name] = Text{std::move(path), at};
  return request;
}

void write_request(JsonWriter& json, const Request& request) {
  json.begin_object();
  for (const auto& [key, list] : kLists) {
    json.member(key, values_of(request.*list));
  }
  std::vector<std::string> features;
  for (const FeatureRequest& feature : request.features) {
    features.push_back(feature_word(feature));
  }
  json.member("features", features);
  json.member("exclude-given", request.exclude_given);
  json.member("with-deps", request.with_deps);
  if (request.with_load) json.member("with-load", true);
  const auto choice = [&json](const char* key, std::string_view word) {
    if (!word.empty()) json.member(key, word);
  };
  choice("base", word_of(kBaseWords, request.base));
  choice("missing", word_of(kMissingWords, request.missing));
  choice("static-policy", word_of(kStaticPolicyWords, request.static_policy));
  json.key("dirs").begin_object();
  for (const auto& [name, path] : request.dirs) json.member(name, path.value);
  json.end_object().end_object();
}

}  // namespace modbuild::tool
