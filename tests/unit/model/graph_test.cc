#include "model/graph.h"

#include <gtest/gtest.h>

#include "base/str.h"

namespace modbuild {
namespace {

// A catalog of modules named m00, m01, ..: ids are their numbers.
Catalog modules(std::size_t count) {
  Catalog catalog;
  for (std::size_t i = 0; i < count; ++i) {
    Component component;
    component.name.value = cat(i < 10 ? "m0" : "m", std::to_string(i));
    catalog.components.push_back(std::move(component));
  }
  return catalog;
}

ComponentId id(std::size_t number) {
  return {static_cast<std::uint32_t>(number)};
}

Dependency on(const Catalog& catalog, std::size_t number) {
  Dependency dependency;
  dependency.name.value = catalog.components[id(number)].name.value;
  dependency.providers = {id(number)};
  return dependency;
}

void depend(Catalog& catalog, std::size_t from, std::size_t to) {
  catalog.components[id(from)].depends.push_back(on(catalog, to));
}

using Numbers = std::vector<std::uint32_t>;

Numbers numbers(const std::vector<ComponentId>& ids) {
  Numbers result;
  for (const ComponentId item : ids) result.push_back(item.value);
  return result;
}

std::string edges(const std::vector<Edge>& list) {
  std::vector<std::string> texts;
  for (const Edge& edge : list)
    texts.push_back(cat(edge_word(edge.kind), " ", std::to_string(edge.to.value)));
  return join(texts, ", ");
}

TEST(Graph, HasEveryKindOfNeedInManifestOrder) {
  Catalog catalog = modules(7);
  Component& component = catalog.components[id(0)];
  component.depends = {on(catalog, 2), on(catalog, 1)};
  component.load = {on(catalog, 3)};
  component.optional = {on(catalog, 4)};
  component.libraries = {{{"m05", {}}, id(5), {}}};
  component.tools = {{{"m06", {}}, id(6), {}}};
  EXPECT_EQ(edges(build_graph(catalog).needs[id(0)]),
            "depends 2, depends 1, load 3, optional 4, library 5, tool 6");
}

TEST(Graph, CountsModulesOfFeaturesAsOptionalAndToolsOfStepsAsTools) {
  Catalog catalog = modules(3);
  Feature feature;
  feature.modules = {on(catalog, 1)};
  Generate step;
  step.tools = {{{"m02", {}}, id(2), {}}};
  catalog.components[id(0)].features = {feature};
  catalog.components[id(0)].generates = {step, step};
  EXPECT_EQ(edges(build_graph(catalog).needs[id(0)]), "optional 1, tool 2");
}

TEST(Graph, HasAnEdgeToEachProviderOfACapability) {
  Catalog catalog = modules(3);
  Dependency driver;
  driver.name.value = "db-driver";
  driver.providers = {id(1), id(2)};
  catalog.components[id(0)].load = {driver};
  EXPECT_EQ(edges(build_graph(catalog).needs[id(0)]), "load 1, load 2");
}

TEST(Graph, KnowsWhoNeedsAComponent) {
  Catalog catalog = modules(3);
  depend(catalog, 2, 0);
  catalog.components[id(1)].load = {on(catalog, 0)};
  const Graph graph = build_graph(catalog);
  EXPECT_EQ(edges(graph.needed_by[id(0)]), "load 1, depends 2");
  EXPECT_EQ(edges(graph.needed_by[id(1)]), "");
}

TEST(Graph, NamesANeedThatIsWrittenTwiceOnce) {
  Catalog catalog = modules(2);
  depend(catalog, 0, 1);
  depend(catalog, 0, 1);
  catalog.components[id(0)].depends[0].name.at.line = 7;
  const Graph graph = build_graph(catalog);
  EXPECT_EQ(edges(graph.needs[id(0)]), "depends 1");
  EXPECT_EQ(graph.needs[id(0)][0].at.line, 7U);
  EXPECT_EQ(edges(graph.needed_by[id(1)]), "depends 0");
}

TEST(ShortestPath, TakesTheFewestSteps) {
  Catalog catalog = modules(5);
  depend(catalog, 0, 1);
  depend(catalog, 1, 2);
  depend(catalog, 2, 3);
  depend(catalog, 0, 4);
  depend(catalog, 4, 3);
  EXPECT_EQ(numbers(shortest_path(build_graph(catalog), id(0), id(3))), (Numbers{0, 4, 3}));
}

TEST(ShortestPath, PrefersSmallerIdsAtEachStep) {
  Catalog catalog = modules(6);
  depend(catalog, 0, 3);
  depend(catalog, 0, 2);
  depend(catalog, 2, 4);
  depend(catalog, 2, 1);
  depend(catalog, 3, 1);
  depend(catalog, 1, 5);
  depend(catalog, 4, 5);
  EXPECT_EQ(numbers(shortest_path(build_graph(catalog), id(0), id(5))), (Numbers{0, 2, 1, 5}));
}

TEST(ShortestPath, ToItselfIsOneComponent) {
  EXPECT_EQ(numbers(shortest_path(build_graph(modules(1)), id(0), id(0))), Numbers{0});
}

TEST(ShortestPath, IsEmptyWhenThereIsNone) {
  Catalog catalog = modules(2);
  depend(catalog, 0, 1);
  EXPECT_EQ(numbers(shortest_path(build_graph(catalog), id(1), id(0))), Numbers{});
}

std::vector<Numbers> cycles(const Catalog& catalog) {
  std::vector<Numbers> result;
  for (const auto& cycle : hard_cycles(catalog)) result.push_back(numbers(cycle));
  return result;
}

using Cycles = std::vector<Numbers>;

TEST(HardCycles, AreNoneInAnOrderedGraph) {
  Catalog catalog = modules(4);
  depend(catalog, 0, 1);
  depend(catalog, 0, 2);
  depend(catalog, 1, 3);
  depend(catalog, 2, 3);
  EXPECT_EQ(cycles(catalog), Cycles{});
}

TEST(HardCycles, BeginAndEndAtTheirSmallestId) {
  Catalog catalog = modules(4);
  depend(catalog, 3, 1);
  depend(catalog, 1, 2);
  depend(catalog, 2, 3);
  depend(catalog, 0, 3);
  EXPECT_EQ(cycles(catalog), (Cycles{{1, 2, 3, 1}}));
}

TEST(HardCycles, HoldAModuleThatNeedsItself) {
  Catalog catalog = modules(2);
  depend(catalog, 1, 1);
  EXPECT_EQ(cycles(catalog), (Cycles{{1, 1}}));
}

TEST(HardCycles, ComeOnceForEachSetInIdOrder) {
  Catalog catalog = modules(6);
  depend(catalog, 5, 1);
  depend(catalog, 1, 5);
  depend(catalog, 0, 4);
  depend(catalog, 4, 0);
  depend(catalog, 4, 5);
  depend(catalog, 2, 3);
  EXPECT_EQ(cycles(catalog), (Cycles{{0, 4, 0}, {1, 5, 1}}));
}

TEST(HardCycles, AreTheShortestOfTheirSet) {
  Catalog catalog = modules(6);
  for (std::size_t i = 0; i < 6; ++i) depend(catalog, i, (i + 1) % 6);
  depend(catalog, 4, 2);
  EXPECT_EQ(cycles(catalog), (Cycles{{2, 3, 4, 2}}));
}

TEST(HardCycles, DoNotCountCapabilities) {
  Catalog catalog = modules(2);
  depend(catalog, 0, 1);
  Dependency capability;
  capability.name.value = "db-driver";
  capability.providers = {id(0)};
  catalog.components[id(1)].depends = {capability};
  EXPECT_EQ(cycles(catalog), Cycles{});
}

TEST(HardCycles, DoNotCountNeedsAtRunTime) {
  Catalog catalog = modules(2);
  depend(catalog, 0, 1);
  catalog.components[id(1)].load = {on(catalog, 0)};
  catalog.components[id(1)].optional = {on(catalog, 0)};
  EXPECT_EQ(cycles(catalog), Cycles{});
}

// Recursion would run out of stack.
TEST(HardCycles, AreFoundInARingOfTwoHundredThousand) {
  constexpr std::size_t kCount = 200'000;
  Catalog catalog = modules(kCount);
  for (std::size_t i = 0; i < kCount; ++i) depend(catalog, i, (i + 1) % kCount);
  const Cycles found = cycles(catalog);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].size(), kCount + 1);
}

}  // namespace
}  // namespace modbuild
