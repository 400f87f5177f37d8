#include "request_arguments.h"

#include <algorithm>

#include "base/str.h"
#include "model/request_choices.h"

namespace modbuild::tool {
namespace {

std::vector<std::string> feature_words(const std::vector<FeatureRequest>& features) {
  std::vector<std::string> words;
  for (const FeatureRequest& feature : features) {
    words.push_back(feature_word(feature));
  }
  return words;
}

using Words = std::vector<std::string>;

struct List {
  const char* option;
  Words words;
};

std::vector<List> lists_of(const Request& request) {
  return {
      {"-g", values_of(request.groups)},         {"-i", values_of(request.include)},
      {"-x", values_of(request.exclude)},        {"-s", values_of(request.make_static)},
      {"--require", values_of(request.require)}, {"--feature", feature_words(request.features)}};
}

bool begins_with(const Words& words, const Words& start) {
  return words.size() >= start.size() && std::equal(start.begin(), start.end(), words.begin());
}

bool builds_on(const Request& request, const Request& profile) {
  const std::vector<List> all = lists_of(request);
  const std::vector<List> first = lists_of(profile);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!begins_with(all[i].words, first[i].words)) return false;
  }
  const bool excludes = !profile.exclude_given || request.exclude_given;
  return excludes && (request.with_deps || !profile.with_deps) &&
         (request.with_load || !profile.with_load);
}

}  // namespace

std::vector<std::string> request_arguments(const Request& request, const Profile* profile) {
  const bool use_profile = profile != nullptr && builds_on(request, profile->request);
  const Request said = use_profile ? profile->request : Request{};
  Words words;
  const auto add = [&words](std::string_view option, std::string_view value) {
    words.emplace_back(option);
    words.emplace_back(value);
  };
  if (use_profile) add("--profile", profile->name.value);
  const std::vector<List> lists = lists_of(request);
  const std::vector<List> said_lists = lists_of(said);
  for (std::size_t i = 0; i < lists.size(); ++i) {
    for (std::size_t w = said_lists[i].words.size(); w < lists[i].words.size(); ++w) {
      add(lists[i].option, lists[i].words[w]);
    }
  }
  if (request.exclude_given && request.exclude.empty() && !said.exclude_given) add("-x", "");
  if (request.base != said.base) add("--base", word_of(kBaseWords, request.base));
  if (request.missing != said.missing) {
    add("--missing", word_of(kMissingWords, request.missing));
  }
  if (request.static_policy != said.static_policy) {
    add("--static-policy", word_of(kStaticPolicyWords, request.static_policy));
  }
  if (request.with_deps && !said.with_deps) words.emplace_back("--with-deps");
  if (request.with_load && !said.with_load) words.emplace_back("--with-load");
  for (const auto& [name, path] : request.dirs) {
    const auto known = said.dirs.find(name);
    if (known == said.dirs.end() || known->second.value != path.value) {
      add("--dir", cat(name, "=", path.value));
    }
  }
  return words;
}

}  // namespace modbuild::tool
