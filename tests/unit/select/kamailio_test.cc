// What GNU make selects in a tree of 257 modules, case by case (tests/data/kamailio).
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "unit/select/select_support.h"

namespace modbuild::test {
namespace {

using Json = nlohmann::json;

Catalog reference_tree() {
  const Json facts = Json::parse(read_test_file("data/kamailio/groups.json"));
  CatalogBuilder builder;
  for (const Json& module : facts["modules"]) builder.module(module.get<std::string>());
  for (const auto& [name, members] : facts["groups"].items()) {
    builder.group(name, members.get<Names>());
  }
  builder.default_group("default");
  return builder.build();
}

std::vector<Text> words_of(const Json& list) {
  std::vector<Text> found;
  if (list.is_null()) return found;
  for (const Json& word : list) found.push_back({word.get<std::string>(), {}});
  return found;
}

std::set<std::string> names_in(const std::string& text) {
  std::set<std::string> names;
  for (const Text& word : words(text)) names.insert(word.value);
  return names;
}

std::set<std::string> names_built(const Catalog& catalog, const Selection& selection,
                                  Linkage linkage) {
  std::set<std::string> names;
  for (const ComponentId id : catalog.modules()) {
    const Verdict& verdict = selection.verdicts[id];
    if (verdict.on && verdict.linkage == linkage) names.insert(catalog.components[id].name.value);
  }
  return names;
}

TEST(SelectReferenceCases, AllAreSelectedAsDocumented) {
  const Catalog catalog = reference_tree();
  ASSERT_EQ(catalog.components.size(), 257U);
  const Json cases = Json::parse(read_test_file("data/kamailio/selection_cases.json"))["cases"];
  ASSERT_EQ(cases.size(), 225U);
  for (const Json& one : cases) {
    SCOPED_TRACE("case " + one["id"].dump() + ": " + one["what"].get<std::string>());
    Request request;
    request.include = words_of(one["include"]);
    request.exclude = words_of(one["exclude"]);
    request.exclude_given = !one["exclude"].is_null();
    request.groups = words_of(one["groups"]);
    request.make_static = words_of(one["static"]);
    const Outcome outcome = run_select(catalog, request);
    for (const Diagnostic& diagnostic : outcome.diagnostics) {
      EXPECT_EQ(diagnostic.code, Code::BothListed) << diagnostic.message;
    }
    EXPECT_EQ(names_built(catalog, outcome.selection, Linkage::Shared),
              names_in(one["shared"].get<std::string>()));
    EXPECT_EQ(names_built(catalog, outcome.selection, Linkage::Static),
              names_in(one["static_built"].get<std::string>()));
  }
}

}  // namespace
}  // namespace modbuild::test
