#include "analyze.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "base/sort_once.h"
#include "base/str.h"
#include "context.h"
#include "words.h"

namespace modbuild::tool {
namespace {

using Json = nlohmann::json;

constexpr const char* kFound = "Found dependency";
constexpr const char* kFoundAll = "Found dependency (all)";
constexpr const char* kNone = "No dependency";

bool read_list(const Json& from, const char* key, std::vector<std::string>& out,
               std::string& mistake) {
  const auto found = from.find(key);
  if (found == from.end()) return true;
  const bool fits = found->is_array() && std::all_of(found->begin(), found->end(),
                                                     [](const Json& j) { return j.is_string(); });
  if (!fits) {
    mistake = cat("'", key, "' must be a list of strings");
    return false;
  }
  for (const Json& item : *found) out.push_back(item.get<std::string>());
  return true;
}

// What targets stand for among affected components.
class TargetReader {
 public:
  TargetReader(const Affected& affected, const Context& context)
      : catalog_(context.results.catalog) {
    for (const AffectedComponent& each : affected.components) affected_.insert(each.component);
  }

  // The affected components of a target; nothing when nobody knows it.
  std::optional<std::vector<std::string>> affected_of(std::string_view target) const {
    if (target == "all" || target == "//:all") return names(affected_);
    if (target.starts_with("//")) target.remove_prefix(2);
    if (target.starts_with('@')) return affected_of_group(target.substr(1));
    const ComponentId id = catalog_.find_component(target);
    if (!id.valid()) return std::nullopt;
    return affected_.count(id) != 0 ? names({id}) : std::vector<std::string>();
  }

 private:
  std::optional<std::vector<std::string>> affected_of_group(std::string_view name) const {
    const GroupId group = catalog_.find_group(name);
    if (!group.valid()) return std::nullopt;
    std::set<ComponentId> found;
    for (const ComponentId id : catalog_.groups[group].members) {
      if (affected_.count(id) != 0) found.insert(id);
    }
    return names(found);
  }

  std::vector<std::string> names(const std::set<ComponentId>& ids) const {
    return names_of(catalog_, {ids.begin(), ids.end()});
  }

  const Catalog& catalog_;
  std::set<ComponentId> affected_;
};

}  // namespace

std::optional<AnalyzeInput> parse_analyze(std::string_view text, std::string& mistake) {
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded() || !json.is_object()) {
    mistake = "the input is no JSON object";
    return std::nullopt;
  }
  AnalyzeInput input;
  const bool read = read_list(json, "files", input.files, mistake) &&
                    read_list(json, "additional_compile_targets", input.compile_targets, mistake) &&
                    read_list(json, "test_targets", input.test_targets, mistake);
  if (!read) return std::nullopt;
  if (json.find("files") == json.end()) {
    mistake = "'files' is missing";
    return std::nullopt;
  }
  return input;
}

std::string analyze_json(const AnalyzeInput& input, const Affected& affected,
                         const Context& context) {
  const TargetReader targets(affected, context);
  std::vector<std::string> compile, test, invalid;
  for (const std::string& target : input.compile_targets) {
    const auto found = targets.affected_of(target);
    if (!found) {
      invalid.push_back(target);
    } else {
      compile.insert(compile.end(), found->begin(), found->end());
    }
  }
  for (const std::string& target : input.test_targets) {
    const auto found = targets.affected_of(target);
    if (!found) invalid.push_back(target);
    if (found && !found->empty()) test.push_back(target);
  }
  for (std::vector<std::string>* list : {&compile, &test, &invalid}) sort_once(*list);
  const bool everything =
      std::any_of(affected.components.begin(), affected.components.end(),
                  [](const auto& each) { return each.why.back().edge == AffectedEdge::Policy; });
  const char* const status = everything                        ? kFoundAll
                             : compile.empty() && test.empty() ? kNone
                                                               : kFound;
  const Json answer{{"status", status},
                    {"compile_targets", compile},
                    {"test_targets", test},
                    {"invalid_targets", invalid}};
  return answer.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string analyze_error(std::string_view message) {
  const Json answer{{"error", std::string(message)},
                    {"status", kNone},
                    {"compile_targets", Json::array()},
                    {"test_targets", Json::array()},
                    {"invalid_targets", Json::array()}};
  return answer.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace modbuild::tool
