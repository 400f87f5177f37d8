// What GNU make selects in a tree of 257 modules, case by case (tests/data/kamailio).
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "select/modules_list.h"
#include "unit/select/select_support.h"

namespace modbuild::test {
namespace {

using Json = nlohmann::json;

Catalog reference_tree() {
  const Json facts = Json::parse(read_test_file("data/kamailio/groups.json"));
  CatalogBuilder builder;
  for (const Json& module : facts["modules"]) {
    const std::string name = module.get<std::string>();
    builder.module(name).raw().dir = "modules/" + name;
  }
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

std::string joined(const Json& list) {
  std::string text;
  for (const Json& word : list.is_null() ? Json::array() : list) {
    text += " " + word.get<std::string>();
  }
  std::replace(text.begin(), text.end(), '*', '%');
  return text;
}

// What `make cfg` writes into modules.lst for a case.
std::string modules_lst(const Json& one, const Json& facts) {
  const bool by_groups = !one["groups"].is_null() && !one["groups"].empty();
  std::string include = joined(one["include"]);
  for (const Json& group : by_groups ? one["groups"] : Json::array()) {
    include += joined(facts["groups"].value(group.get<std::string>(), Json::array()));
  }
  std::string exclude = joined(one["exclude"]);
  if (!by_groups && one["exclude"].is_null()) {
    const auto in_default = facts["groups"]["default"].get<std::set<std::string>>();
    for (const Json& name : facts["modules"]) {
      if (in_default.count(name.get<std::string>()) == 0) exclude += " " + name.get<std::string>();
    }
  }
  const std::string omitted =
      "$(filter-out $(addprefix modules/, $(exclude_modules) "
      "$(static_modules)), ";
  const std::string included = "$(addprefix modules/, $(include_modules) )";
  std::string text = "modules_dirs:=modules\ncfg_group_include=" +
                     (by_groups ? joined(one["groups"]) : std::string()) +
                     "\ninclude_modules=" + include + "\nstatic_modules=" + joined(one["static"]) +
                     "\nskip_modules=\nexclude_modules=" + exclude + " $(skip_modules)\n";
  if (by_groups) return text + "modules= " + omitted + included + ")\n";
  return text + "modules_noinc= " + omitted + "$(modules_all))\nmodules= $(filter-out " +
         "$(modules_noinc), " + included + ") $(modules_noinc)\n";
}

// The same from the file that make keeps after `make cfg`, and from the one written for that.
TEST(SelectReferenceCases, AllAreSelectedAsDocumentedFromModulesLst) {
  const Catalog catalog = reference_tree();
  const Json facts = Json::parse(read_test_file("data/kamailio/groups.json"));
  const Json cases = Json::parse(read_test_file("data/kamailio/selection_cases.json"))["cases"];
  const auto select_from = [&](const std::string& text) {
    Diagnostics diagnostics;
    const auto list = read_modules_list(text, {}, diagnostics);
    EXPECT_TRUE(list) << text;
    const Request request = list ? request_of(*list, catalog, {}, diagnostics) : Request{};
    for (const Diagnostic& diagnostic : diagnostics.take_sorted()) {
      EXPECT_EQ(diagnostic.code, Code::UnknownInModulesList) << diagnostic.message;
    }
    return run_select(catalog, request).selection;
  };
  for (const Json& one : cases) {
    SCOPED_TRACE("case " + one["id"].dump() + ": " + one["what"].get<std::string>());
    const std::set<std::string> shared = names_in(one["shared"].get<std::string>());
    const std::set<std::string> linked = names_in(one["static_built"].get<std::string>());
    const Selection selection = select_from(modules_lst(one, facts));
    EXPECT_EQ(names_built(catalog, selection, Linkage::Shared), shared);
    EXPECT_EQ(names_built(catalog, selection, Linkage::Static), linked);
    Diagnostics diagnostics;
    const auto text = modules_list_text(catalog, selection, diagnostics);
    ASSERT_TRUE(text);
    const Selection again = select_from(*text);
    EXPECT_EQ(names_built(catalog, again, Linkage::Shared), shared);
    EXPECT_EQ(names_built(catalog, again, Linkage::Static), linked);
  }
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
