#include "query/files.h"

#include <gtest/gtest.h>

#include "base/str.h"
#include "support/catalog_builder.h"

namespace modbuild::test {
namespace {

// tm and rr in directories of their own; edged and corerd share one; list.c of core is compiled by
// rr, too.
Catalog with_files() {
  CatalogBuilder builder;
  const auto place = [](ComponentBuilder& component, const std::string& dir,
                        const Names& sources) -> Component& {
    component.raw().dir = dir;
    component.raw().manifest = cat(dir, "/module.toml");
    for (const std::string& source : sources) component.source(source, "");
    return component.raw();
  };
  place(builder.module("tm"), "modules/tm", {"modules/tm/tm.c"});
  place(builder.module("rr"), "modules/rr", {"modules/rr/rr.c", "core/list.c"});
  place(builder.library("core"), "core", {"core/list.c", "core/mem.c"});
  place(builder.program("edged"), "hosts", {"hosts/edged.c"});
  Component& corerd = place(builder.program("corerd"), "hosts", {"hosts/corerd.c"});
  corerd.manifest = "hosts/corerd.module.toml";
  corerd.generates.emplace_back().inputs = {"hosts/table.txt"};
  corerd.installs.emplace_back().from = {"hosts/corerd.conf"};
  return builder.build();
}

// Of several paths with blanks between.
std::string owners(const std::string& path) {
  const Catalog catalog = with_files();
  ComponentSet found(catalog.components.size());
  const std::vector<std::string> paths = split(path, " ");
  add_owners(catalog, {paths.begin(), paths.end()}, found);
  std::vector<std::string> names;
  for (const ComponentId id : found.ids()) names.push_back(catalog.components[id].name.value);
  return join(names, " ");
}

TEST(FileOwners, AreThoseThatNameTheFile) {
  EXPECT_EQ(owners("modules/tm/tm.c"), "tm");
  EXPECT_EQ(owners("core/list.c"), "core rr");
  EXPECT_EQ(owners("hosts/corerd.c"), "corerd");
  EXPECT_EQ(owners("hosts/table.txt"), "corerd");
  EXPECT_EQ(owners("hosts/corerd.conf"), "corerd");
  EXPECT_EQ(owners("hosts/corerd.module.toml"), "corerd");
}

TEST(FileOwners, AreElseThoseOfTheDirectory) {
  EXPECT_EQ(owners("modules/tm/tm.h"), "tm");
  EXPECT_EQ(owners("modules/tm/deep/in/tm.h"), "tm");
  EXPECT_EQ(owners("hosts/both.h"), "corerd edged");
  EXPECT_EQ(owners("modules/README"), "");
  EXPECT_EQ(owners("README"), "");
  EXPECT_EQ(owners(""), "");
}

TEST(FileOwners, OfSeveralFilesAreThoseOfEach) {
  EXPECT_EQ(owners("modules/tm/tm.h modules/tm/tm.c core/mem.c"), "core tm");
  EXPECT_EQ(owners("modules/rr/a.h modules/tm/a.h core/x/y.h core/x/z.h README"), "core rr tm");
}

TEST(FileOwners, PassOverTheRootInFront) {
  EXPECT_EQ(owners("//core/mem.c"), "core");
  EXPECT_EQ(owners("./core/mem.c"), "core");
}

TEST(FileOwners, OfAGlobAreThoseOfTheFilesThatAreNamed) {
  EXPECT_EQ(owners("core/*.c"), "core rr");
  EXPECT_EQ(owners("**/t*.c"), "tm");
  EXPECT_EQ(owners("core/*.h"), "");
}

}  // namespace
}  // namespace modbuild::test
