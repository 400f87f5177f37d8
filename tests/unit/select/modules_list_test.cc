// modules.lst of makefile trees: read, settled in a tree, written.
#include "select/modules_list.h"

#include <gtest/gtest.h>

#include "diag/render.h"
#include "diag/sources.h"
#include "unit/select/select_support.h"

namespace modbuild::test {
namespace {

constexpr const char* kFromAll =
    "modules_noinc= $(filter-out $(addprefix modules/, $(exclude_modules) $(static_modules)), "
    "$(modules_all))\n"
    "modules= $(filter-out $(modules_noinc), $(addprefix modules/, $(include_modules) )) "
    "$(modules_noinc) \n";
constexpr const char* kByGroups =
    "modules_noinc= \n"
    "modules= $(filter-out $(addprefix modules/, $(exclude_modules) $(static_modules)), "
    "$(addprefix modules/, $(include_modules) )) \n";

Catalog listed_tree() {
  CatalogBuilder builder;
  for (const char* name : {"acc", "db_mysql", "db_redis", "rr", "tls", "tm"}) {
    builder.module(name).raw().dir = std::string("modules/") + name;
  }
  builder.group("basic", {"rr", "tm"});
  builder.group("mysql", {"acc", "db_mysql"});
  builder.default_group("basic");
  return builder.build();
}

struct Read {
  std::string on;
  std::string messages;
  Selection selection;
};

// The request of a file, asked in the small tree together with `others`.
Read select_with(const std::string& text, const Request& others = {}) {
  Read read;
  Sources sources;
  const FileId file = sources.add("modules.lst", text);
  Diagnostics diagnostics;
  const Catalog catalog = listed_tree();
  if (const auto list = read_modules_list(text, file, diagnostics)) {
    Request request = request_of(*list, catalog, others, diagnostics);
    request.add(others);
    Outcome outcome = run_select(catalog, request);
    read.on = names_on(catalog, outcome.selection);
    read.selection = outcome.selection;
    for (Diagnostic& diagnostic : outcome.diagnostics) diagnostics.add(std::move(diagnostic));
  }
  read.messages = render(diagnostics.take_sorted(), sources, DiagnosticFormat::Text, false);
  return read;
}

Request including(std::string_view names) {
  Request request;
  request.include = words(names);
  return request;
}

TEST(ModulesList, WithoutGroupsIsEverythingButWhatIsExcluded) {
  const Read read =
      select_with(std::string("include_modules= tls\nstatic_modules= \nskip_modules= rr\n"
                              "exclude_modules= tls db_redis $(skip_modules)\n") +
                  kFromAll);
  EXPECT_EQ(read.on, "acc db_mysql tls tm");
  EXPECT_EQ(read.messages, "");
}

TEST(ModulesList, WithGroupsIsWhatIsIncludedButForWhatIsExcluded) {
  const Read read =
      select_with(std::string("cfg_group_include=mysql\ninclude_modules= tls tm acc db_mysql\n"
                              "skip_modules= acc\nexclude_modules= tm $(skip_modules)\n") +
                  kByGroups);
  EXPECT_EQ(read.on, "db_mysql tls");
  EXPECT_EQ(read.messages, "");
  const Catalog catalog = listed_tree();
  EXPECT_FALSE(read.selection.verdicts[catalog.find_component("db_mysql")].requested);
  EXPECT_TRUE(read.selection.verdicts[catalog.find_component("tls")].requested);
}

TEST(ModulesList, WhatJoinedAGroupLaterIsNotBuilt) {
  const Read read = select_with(std::string("cfg_group_include=mysql\ninclude_modules= db_mysql\n"
                                            "exclude_modules= \n") +
                                kByGroups);
  EXPECT_EQ(read.on, "db_mysql");
}

TEST(ModulesList, WithoutAnExcludeListTheDefaultIsBuilt) {
  EXPECT_EQ(select_with("skip_modules = rr\n").on, "tm");
}

TEST(ModulesList, StaticModulesAreLinkedIn) {
  const Read read = select_with(std::string("static_modules= tm\nexclude_modules=\n") + kFromAll);
  const Catalog catalog = listed_tree();
  EXPECT_EQ(read.selection.verdicts[catalog.find_component("tm")].linkage, Linkage::Static);
  EXPECT_EQ(read.selection.counts.made_static, 1U);
}

TEST(ModulesList, PatternsFollowMake) {
  EXPECT_EQ(select_with("exclude_modules= db_% t%\n").on, "acc rr");
  EXPECT_EQ(select_with("exclude_modules= %\ninclude_modules= tm/ rr\n").on, "rr tm");
}

TEST(ModulesList, LinesAreJoinedAddedAndCommented) {
  const Read read = select_with(
      "exclude_modules := db_% \\\n  tls # not yet\nexclude_modules += tm\n"
      "exclude_modules ?= rr\n");
  EXPECT_EQ(read.on, "acc rr");
}

TEST(ModulesList, UnknownNamesAreToldByLineAndLeftOut) {
  const Read read = select_with("cfg_group_include= ksql\nexclude_modules= db_cassandra tm x_%\n");
  EXPECT_EQ(read.on, "acc db_mysql db_redis rr tls");
  EXPECT_EQ(read.messages,
            "modules.lst:1:20: warning[MB077]: this tree has no group 'ksql'\n"
            "  1 | cfg_group_include= ksql\n"
            "    |                    ^^^^\n"
            "help: what is not there is not built; configure anew to have this silent\n"
            "modules.lst:2:18: warning[MB077]: this tree has no module 'db_cassandra', 'x_%'\n"
            "  2 | exclude_modules= db_cassandra tm x_%\n"
            "    |                  ^^^^^^^^^^^^\n"
            "help: what is not there is not built; configure anew to have this silent\n");
}

TEST(ModulesList, WhatIsTypedWeighsMore) {
  const std::string frozen = std::string("exclude_modules= acc db_mysql db_redis tls\n") + kFromAll;
  const Read included = select_with(frozen, including("db_*"));
  EXPECT_EQ(included.on, "db_mysql db_redis rr tm");
  EXPECT_EQ(included.messages, "");
  Request group;
  group.groups = words("mysql");
  EXPECT_EQ(select_with(frozen, group).on, "acc db_mysql");
}

TEST(ModulesList, OtherDirectoriesOfModulesAreLeftAlone) {
  const Read read = select_with("modules_dirs:=modx\nexclude_modules= tm\n");
  EXPECT_EQ(read.on, "acc db_mysql db_redis rr tls");
  EXPECT_NE(read.messages.find("this tree has no directory 'modx'"), std::string::npos);
}

TEST(ModulesList, WhatCannotBeUnderstoodIsAnErrorAtItsPlace) {
  const auto refused = [](const std::string& text) {
    const std::string messages = select_with(text).messages;
    return messages.substr(0, messages.find('\n'));
  };
  EXPECT_EQ(refused("ifeq ($(X),1)\n"),
            "modules.lst:1:1: error[MB078]: expected an assignment such as 'include_modules= tm "
            "rr', or a comment");
  EXPECT_EQ(refused("\n\trm -rf x\n"),
            "modules.lst:2:2: error[MB078]: expected an assignment such as 'include_modules= tm "
            "rr', or a comment");
  EXPECT_EQ(refused("include_modules= tm $(shell id)\n"),
            "modules.lst:1:21: error[MB078]: '$(shell' is neither a name nor a variable of this "
            "file");
  EXPECT_EQ(refused("include_modules= $(other)\n"),
            "modules.lst:1:18: error[MB078]: this file has no variable 'other'");
  EXPECT_EQ(refused("skip_modules= $(skip_modules)\n"),
            "modules.lst:1:15: error[MB078]: the variable 'skip_modules' refers to itself");
  EXPECT_EQ(refused("include_modules= tm\nmodules= modules/tm\n"),
            "modules.lst:2:10: error[MB078]: the value of 'modules' is not the formula that `make "
            "cfg` writes");
  EXPECT_EQ(refused("CC= gcc\n"),
            "modules.lst: error[MB078]: none of the variables of a modules.lst is set");
}

// What is written stands for the selection it was written from.
TEST(ModulesList, WhatIsWrittenIsReadBack) {
  struct Case {
    std::string groups, include, exclude, make_static;
  };
  const Catalog catalog = listed_tree();
  for (const Case& one : {Case{}, Case{"mysql", "tls", "acc", ""}, Case{"", "tls", "", "tm"},
                          Case{"", "", "tm db_redis", ""}, Case{"", "tm", "tm rr", ""}}) {
    Request request = including(one.include);
    request.groups = words(one.groups);
    request.exclude = words(one.exclude);
    request.make_static = words(one.make_static);
    const Outcome outcome = run_select(catalog, request);
    Diagnostics diagnostics;
    const auto text = modules_list_text(catalog, outcome.selection, diagnostics);
    ASSERT_TRUE(text);
    const Read read = select_with(*text);
    EXPECT_EQ(read.messages, "") << *text;
    EXPECT_EQ(read.on, names_on(catalog, outcome.selection)) << *text;
    EXPECT_EQ(read.selection.counts.made_static, outcome.selection.counts.made_static);
  }
}

TEST(ModulesList, IsWrittenAsMakeKeepsIt) {
  const Catalog catalog = listed_tree();
  Request request = including("tls");
  request.groups = words("mysql");
  Diagnostics diagnostics;
  const auto text = modules_list_text(catalog, run_select(catalog, request).selection, diagnostics);
  ASSERT_TRUE(text);
  EXPECT_EQ(*text,
            "# written by modbuild select --save-modules-lst\n\n"
            "# the list of sub-directories with modules\nmodules_dirs:=modules\n\n"
            "# the list of module groups to compile\ncfg_group_include= mysql\n\n"
            "# the list of extra modules to compile\ninclude_modules= acc db_mysql tls\n\n"
            "# the list of static modules\nstatic_modules=\n\n"
            "# the list of modules to skip from compile list\nskip_modules=\n\n"
            "# the list of modules to exclude from compile list\nexclude_modules=\n\n"
            "modules_all= $(filter-out modules/CMakeLists.txt, $(wildcard modules/*))\n"
            "modules_noinc=\n"
            "modules= $(filter-out $(addprefix modules/, $(exclude_modules) $(static_modules)), "
            "$(addprefix modules/, $(include_modules) ))\n"
            "modules_configured:=1\n");
}

TEST(ModulesList, ModulesOfTwoDirectoriesCannotBeWritten) {
  Catalog catalog = listed_tree();
  catalog.components[catalog.find_component("tm")].dir = "extra/tm";
  Diagnostics diagnostics;
  EXPECT_FALSE(modules_list_text(catalog, run_select(catalog, {}).selection, diagnostics));
  EXPECT_EQ(diagnostic_text(diagnostics.take_sorted()),
            "MB079 a modules.lst can name modules of one directory; there are 'tm' in 'extra', "
            "'rr' in 'modules' | save the selection with --save\n");
}

}  // namespace
}  // namespace modbuild::test
