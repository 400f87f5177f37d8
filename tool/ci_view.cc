#include "ci_view.h"

#include "base/json_writer.h"
#include "base/shell_words.h"
#include "base/str.h"
#include "request_arguments.h"
#include "step_costs.h"
#include "words.h"

namespace modbuild::tool {
namespace {

// All names of a list in one word: "a,b,c".
std::vector<Text> in_one_word(const std::vector<Text>& names) {
  if (names.empty()) return {};
  return {Text{join(values_of(names), ","), {}}};
}

std::string shell_text(const std::vector<std::string>& arguments) {
  std::vector<std::string> words;
  for (const std::string& argument : arguments) words.push_back(shell_quoted(argument));
  return join(words, " ");
}

std::string part_name(const CiPart& part) {
  return cat(std::to_string(part.number), "/", std::to_string(part.parts));
}

void write_part(JsonWriter& json, const CiPart& part, const Context& context) {
  const Catalog& catalog = context.results.catalog;
  json.begin_object().member("part", part.number).member("parts", part.parts);
  json.key("components").begin_array();
  for (const ComponentId id : part.shard.items) {
    const Component& component = catalog.components[id];
    json.begin_object(true).member("name", component.name.value);
    json.member("kind", kind_word(component.kind)).end_object();
  }
  json.end_array().member("builds", names_of(catalog, part.shard.built));
  json.member("milliseconds", milliseconds(part.shard.cost.seconds));
  json.member("measured", part.shard.cost.measured);
  json.member("estimated", part.shard.cost.estimated);
  json.member("arguments", part.arguments).end_object();
}

}  // namespace

std::vector<std::string> ci_arguments(const Request& request, const Context& context) {
  Request said = request;
  for (std::vector<Text>* list : {&said.include, &said.exclude, &said.make_static}) {
    *list = in_one_word(*list);
  }
  said.features.clear();
  std::vector<std::string> words = request_arguments(said, nullptr);
  Request features;
  features.features = request.features;
  std::vector<std::string> settings;
  for (const std::string& word : request_arguments(features, nullptr)) {
    if (word != "--feature") settings.push_back(word);
  }
  const auto add = [&words](const char* option, const std::string& value) {
    if (!value.empty()) words.insert(words.end(), {option, value});
  };
  add("--feature", join(settings, ","));
  add("--toolchain", context.results.selection.toolchain.empty()
                         ? context.job.toolchain_name.value
                         : context.results.selection.toolchain);
  add("--variant", context.results.selection.variant.empty() ? context.job.variant.value
                                                             : context.results.selection.variant);
  return words;
}

std::string part_text(const CiPart& part, const Context& context) {
  Table table;
  for (const ComponentId id : part.shard.items) {
    const Component& component = context.results.catalog.components[id];
    table.row({{component.name.value}, {std::string(kind_word(component.kind)), Style::Dim}});
  }
  return table.text(context.layout());
}

std::string part_names(const CiPart& part, const Context& context) {
  std::string out;
  for (const std::string& name : names_of(context.results.catalog, part.shard.items)) {
    append(out, name, "\n");
  }
  return out;
}

std::string part_json(const CiPart& part, const Context& context) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("schema", "modbuild.ci-shard/1");
  json.member("tree", context.results.catalog.tree.name.value).key("shard");
  write_part(json, part, context);
  json.end_object();
  return out + "\n";
}

std::string matrix_text(const CiParts& all, const Context& context) {
  Table table;
  for (const CiPart& part : all.parts) {
    table.row({{part_name(part), Style::Bold},
               {count_of(part.shard.items.size(), "component")},
               {seconds_text(part.shard.cost.seconds)},
               {shell_text(part.arguments)}});
  }
  return table.text(context.layout());
}

std::string matrix_json(const CiParts& all, const Context& context) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("schema", "modbuild.ci-matrix/1");
  json.member("tree", context.results.catalog.tree.name.value);
  json.member("cost", all.source).key("shards").begin_array();
  for (const CiPart& part : all.parts) write_part(json, part, context);
  json.end_array().end_object();
  return out + "\n";
}

std::string github_matrix(const std::vector<CiJob>& jobs) {
  std::string out;
  JsonWriter json(out);
  json.begin_object(true).key("include").begin_array(true);
  for (const CiJob& job : jobs) {
    json.begin_object(true).member("name", job.name).member("options", shell_text(job.arguments));
    if (!job.modules.empty()) json.member("modules", join(job.modules, " "));
    json.end_object();
  }
  json.end_array().end_object();
  return out + "\n";
}

std::string gitlab_matrix(const std::vector<CiJob>& jobs) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("parallel").begin_object().key("matrix").begin_array();
  for (const CiJob& job : jobs) {
    json.begin_object(true).member("MODBUILD_PART", job.name);
    json.member("MODBUILD_OPTIONS", shell_text(job.arguments));
    if (!job.modules.empty()) json.member("MODBUILD_MODULES", join(job.modules, " "));
    json.end_object();
  }
  json.end_array().end_object().end_object();
  return out + "\n";
}

std::string cover_text(const Cover& cover, const Context& context) {
  const Catalog& catalog = context.results.catalog;
  Table table;
  for (std::size_t i = 0; i < cover.requests.size(); ++i) {
    const CoverRequest& row = cover.requests[i];
    table.row({{std::to_string(i + 1), Style::Bold},
               {cat(count_of(row.modules_on, "module"), " on")},
               {cat("+", std::to_string(row.adds))},
               {shell_text(ci_arguments(row.request, context))}});
  }
  std::string out = table.text(context.layout());
  if (cover.failures.empty()) return out;
  Table failures;
  for (const CoverFailure& failure : cover.failures) {
    failures.row({{goal_text(catalog, failure.goal)}, {failure.reason}});
  }
  append(out, "\n", context.styled("cannot be had here", Style::Bold), "\n",
         failures.text(context.layout(2)));
  return out;
}

std::string cover_json(const Cover& cover, const Context& context) {
  const Catalog& catalog = context.results.catalog;
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("schema", "modbuild.ci-cover/1");
  json.member("tree", catalog.tree.name.value).member("goals", cover.goals);
  json.key("requests").begin_array();
  for (const CoverRequest& row : cover.requests) {
    json.begin_object().member("modules-on", row.modules_on).member("adds", row.adds);
    json.member("arguments", ci_arguments(row.request, context)).end_object();
  }
  json.end_array().key("unreached").begin_array();
  for (const CoverFailure& failure : cover.failures) {
    json.begin_object(true).member("goal", goal_text(catalog, failure.goal));
    json.member("because", failure.reason).end_object();
  }
  json.end_array().end_object();
  return out + "\n";
}

}  // namespace modbuild::tool
