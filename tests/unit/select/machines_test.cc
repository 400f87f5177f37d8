// Which components are built for which machine, and that each is judged by its own machine.
#include "model/machines.h"

#include <gtest/gtest.h>

#include "base/str.h"
#include "unit/select/select_support.h"

namespace modbuild::test {
namespace {

// "tabgen build" for each component, in id order, copies with a '+'.
std::string machines_of(const Catalog& catalog) {
  std::vector<std::string> lines;
  for (const Component& component : catalog.components) {
    lines.push_back(cat(component.copy_of.valid() ? "+" : "", component.name.value,
                        component.machine == Machine::Build ? " build" : ""));
  }
  return join(lines, ", ");
}

std::string machines_of(const CatalogBuilder& builder) {
  return machines_of(split_machines(builder.build()));
}

// Where the uses of a component lead: "outfile build".
std::string uses(const Catalog& catalog, const std::vector<ComponentUse>& list) {
  std::vector<std::string> lines;
  for (const ComponentUse& use : list) {
    const Component& used = catalog.components[use.component];
    lines.push_back(cat(used.name.value, used.machine == Machine::Build ? " build" : ""));
  }
  return join(lines, ", ");
}

TEST(Machines, AreOneWhereNothingRunsDuringTheBuild) {
  CatalogBuilder builder;
  builder.host("h").links("lib");
  builder.library("lib");
  builder.module("m").links("lib");
  EXPECT_EQ(machines_of(builder), "h, lib, m");
  EXPECT_FALSE(has_build_machine(split_machines(builder.build())));
}

TEST(Machines, ToolsAndWhatOnlyTheyLinkMoveToTheBuildMachine) {
  CatalogBuilder builder;
  builder.host("h");
  builder.program("tabgen").links("outfile");
  builder.library("outfile").links("text");
  builder.library("text");
  builder.module("m").tool("tabgen");
  EXPECT_EQ(machines_of(builder), "h, m, outfile build, tabgen build, text build");
}

TEST(Machines, WhatBothNeedIsThereTwice) {
  CatalogBuilder builder;
  builder.host("h").links("text");
  builder.program("tabgen").links("outfile");
  builder.library("outfile").links("text");
  builder.library("text");
  builder.module("m").generator("tabgen");
  const Catalog catalog = split_machines(builder.build());
  EXPECT_EQ(machines_of(catalog), "h, m, outfile build, tabgen build, text, +text build");
  const auto component = [&](const char* name) -> const Component& {
    return catalog.components[catalog.find_component(name)];
  };
  EXPECT_EQ(uses(catalog, component("h").libraries), "text");
  EXPECT_EQ(uses(catalog, component("outfile").libraries), "text build");
  EXPECT_EQ(catalog.components[catalog.find_component("text")].machine, Machine::Target);
  EXPECT_EQ(catalog.find_copy(catalog.find_component("text")).value, 5U);
}

TEST(Machines, AHostThatIsAToolIsThereTwice) {
  CatalogBuilder builder;
  builder.host("h").links("text");
  builder.library("text");
  builder.module("m").tool("h");
  const Catalog catalog = split_machines(builder.build());
  EXPECT_EQ(machines_of(catalog), "h, m, text, +h build, +text build");
  EXPECT_EQ(uses(catalog, catalog.components[catalog.find_component("m")].tools), "h build");
  EXPECT_EQ(catalog.hosts().size(), 1U);
  EXPECT_EQ(catalog.programs().size(), 1U);
}

TEST(Machines, ToolsOfToolsRunOnTheBuildMachineToo) {
  CatalogBuilder builder;
  builder.host("h");
  builder.program("boot");
  builder.program("gen").generator("boot");
  builder.module("m").generator("gen");
  EXPECT_EQ(machines_of(builder), "boot build, gen build, h, m");
}

// A tree for two machines: the tool's library `text` is on both sides and has a feature that needs
// `zip`.
struct TwoMachines {
  explicit TwoMachines(const std::string& tool_when = "") {
    builder.lib("zip", {{"debian", "libzip-dev"}});
    builder.host("h").links("text");
    builder.program("tabgen").links("text").when(tool_when);
    builder.library("text").feature("packed", FeatureDefault::Auto, {{"zip"}, {}, ""});
    builder.module("m").generator("tabgen");
    catalog = split_machines(builder.build());
  }
  // Found: libs that the target and the build machine have.
  Selection select(const Names& target, const Names& build) {
    probes = probes_finding(catalog, target);
    probes.platform.arch = "aarch64";
    probes.for_build = {probes_finding(catalog, build)};
    Selection selection = run_select(catalog, {}, probes).selection;
    selection.toolchain = "arm64";
    return selection;
  }
  // "on, off": the feature on the target and on the build machine.
  std::string features(const Selection& selection) const {
    const ComponentId text = catalog.find_component("text");
    const auto state = [&](ComponentId id) {
      return selection.verdicts[id].features.front().on ? "on" : "off";
    };
    return cat(state(text), ", ", state(catalog.find_copy(text)));
  }

  CatalogBuilder builder;
  Catalog catalog;
  ProbeReport probes;
};

TEST(Machines, EachSideHasItsOwnLibraries) {
  TwoMachines two;
  EXPECT_EQ(two.features(two.select({"zip"}, {})), "on, off");
  EXPECT_EQ(two.features(two.select({}, {"zip"})), "off, on");
}

TEST(Machines, ConditionsOfAToolAskTheBuildMachine) {
  TwoMachines on("x86_64");
  EXPECT_TRUE(on.select({}, {}).verdicts[on.catalog.find_component("m")].on);
  TwoMachines off("aarch64");
  const Selection selection = off.select({}, {});
  EXPECT_EQ(chain_of(off.catalog, selection, "m"),
            "m off: needs tool tabgen, which is off <- tabgen off: when aarch64 is false");
}

TEST(Machines, FeaturesAreAskedOfBothSides) {
  TwoMachines two;
  Request request;
  request.features = {feature_request("text", "packed", FeatureSetting::Off)};
  two.probes = probes_finding(two.catalog, {"zip"});
  two.probes.for_build = {two.probes};
  EXPECT_EQ(two.features(run_select(two.catalog, request, two.probes).selection), "off, off");
}

TEST(Machines, AnExcludedToolIsOffOnBothSides) {
  CatalogBuilder builder;
  builder.host("h");
  builder.module("m").tool("h");
  const Catalog catalog = split_machines(builder.build());
  Request request;
  request.exclude = words("h");
  const Selection selection = run_select(catalog, request).selection;
  EXPECT_FALSE(selection.verdicts[catalog.find_component("h")].on);
  EXPECT_FALSE(selection.verdicts[catalog.find_copy(catalog.find_component("h"))].on);
}

TEST(Machines, TheFixSaysForWhichMachine) {
  CatalogBuilder builder;
  builder.lib("zip", {{"debian", "libzip-dev"}});
  builder.program("tabgen").lib("zip");
  builder.module("m").tool("tabgen");
  builder.module("n").lib("zip");
  const Catalog catalog = split_machines(builder.build());
  ProbeReport probes = probes_finding(catalog);
  probes.for_build = {probes_finding(catalog)};
  Selection selection = run_select(catalog, {}, probes).selection;
  selection.toolchain = "arm64";
  EXPECT_EQ(fixes_of(catalog, selection, probes, "m"), "install libzip-dev");
  EXPECT_EQ(fixes_of(catalog, selection, probes, "n"), "install libzip-dev for arm64");
}

TEST(Machines, OnlyTheLibsOfItsComponentsAreNeededOnEach) {
  CatalogBuilder builder;
  for (const char* lib : {"both", "build", "target"}) builder.lib(lib);
  builder.host("h").lib("target").links("text");
  builder.library("text").lib("both");
  builder.program("tabgen").lib("build").links("text");
  builder.module("m").tool("tabgen");
  const Catalog catalog = split_machines(builder.build());
  Diagnostics diagnostics;
  const Wanted wanted = find_wanted(catalog, {}, diagnostics);
  const auto names = [&](Machine machine) {
    std::vector<std::string> list;
    for (const LibId id : needed_libs(catalog, wanted, machine)) {
      list.push_back(catalog.libs[id].name.value);
    }
    return join(list, " ");
  };
  EXPECT_EQ(names(Machine::Target), "both target");
  EXPECT_EQ(names(Machine::Build), "both build");
}

}  // namespace
}  // namespace modbuild::test
