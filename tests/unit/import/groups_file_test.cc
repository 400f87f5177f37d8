// The groups of a tree: the text of its groups file, and what make says its variables stand for.
#include "import/groups_file.h"

#include <gtest/gtest.h>

#include "base/str.h"

namespace modbuild {
namespace {

using Values = std::map<std::string, std::string>;

const std::set<std::string> kModules = {"db_pg", "ping", "pong", "tls"};

std::string groups(std::string_view text, const Values& values) {
  const ImportedGroups found = read_groups(text, values, kModules);
  std::string out;
  for (const ImportedGroup& group : found.groups) {
    append(out, group.name, " = ", join(group.modules, " "));
    if (!group.groups.empty()) append(out, " + groups ", join(group.groups, " "));
    append(out, "\n");
  }
  for (const std::string& unknown : found.unknown) append(out, "unknown ", unknown, "\n");
  return out;
}

TEST(GroupsFile, NamesItsListsAndGroups) {
  EXPECT_EQ((std::vector<std::string>{"mod_list_a", "module_group_b", "module_group_c"}),
            group_variables("mod_list_a=ping\n"
                            "module_group_b := $(mod_list_a)\n"
                            "ifeq ($(X),yes)\n"
                            "\tmodule_group_c ?= tls\n"
                            "endif\n"
                            "other=1\n"
                            "static_modules:=\n"));
}

TEST(GroupsFile, AListIsAGroupOfTheVariablesNameAndAGroupOfItsOwn) {
  EXPECT_EQ(
      "default = ping tls\n"
      "mod_list_basic = ping pong\n",
      groups("mod_list_basic=ping pong\n"
             "module_group_default=ping tls\n",
             {{"mod_list_basic", "ping pong"}, {"module_group_default", "ping tls"}}));
}

TEST(GroupsFile, AGroupKeepsTheListsItIsMadeOf) {
  EXPECT_EQ(
      "default = tls + groups mod_list_basic\n"
      "mod_list_basic = ping pong\n",
      groups("mod_list_basic=ping pong\n"
             "module_group_default=$(mod_list_basic) tls\n",
             {{"mod_list_basic", "ping pong"}, {"module_group_default", "ping pong tls"}}));
}

TEST(GroupsFile, AGroupOfGroupsNamesThemAsGroups) {
  EXPECT_EQ(
      "db =  + groups pg mod_list_basic\n"
      "mod_list_basic = ping\n"
      "pg = db_pg\n",
      groups("mod_list_basic=ping\n"
             "module_group_pg=db_pg\n"
             "module_group_db=$(module_group_pg) ${mod_list_basic}\n",
             {{"mod_list_basic", "ping"},
              {"module_group_pg", "db_pg"},
              {"module_group_db", "db_pg ping"}}));
}

TEST(GroupsFile, LinesMayGoOn) {
  EXPECT_EQ("mod_list_basic = ping pong\n",
            groups("mod_list_basic=ping \\\n\t\tpong\n", {{"mod_list_basic", "ping  pong"}}));
}

TEST(GroupsFile, AFunctionIsWhatItStandsFor) {
  EXPECT_EQ(
      "mod_list_a = ping\n"
      "mod_list_all = ping pong\n",
      groups("mod_list_a=ping\n"
             "mod_list_all=$(sort $(mod_list_a) pong)\n",
             {{"mod_list_a", "ping"}, {"mod_list_all", "ping pong"}}));
}

TEST(GroupsFile, AConditionTakesWhatMakeSays) {
  EXPECT_EQ("kmini = ping tls\n", groups("ifeq ($(X),no)\n"
                                         "module_group_kmini=ping tls\n"
                                         "else\n"
                                         "module_group_kmini=ping\n"
                                         "endif\n",
                                         {{"module_group_kmini", "ping tls"}}));
}

TEST(GroupsFile, AModuleThatIsNotThereIsLeftOutAndTold) {
  EXPECT_EQ(
      "db = db_pg + groups mod_list_a\n"
      "mod_list_a = ping\n"
      "unknown db_redis: mod_list_a, module_group_db\n",
      groups(
          "mod_list_a=ping db_redis\n"
          "module_group_db=db_pg db_redis $(mod_list_a)\n",
          {{"mod_list_a", "ping db_redis"}, {"module_group_db", "db_pg db_redis ping db_redis"}}));
}

TEST(GroupsFile, AGroupWithoutAnyModuleIsNoGroupAndNobodysMember) {
  EXPECT_EQ(
      "db = db_pg\n"
      "unknown db_redis: mod_list_redis\n",
      groups("mod_list_redis=db_redis\n"
             "mod_list_none=\n"
             "module_group_db=db_pg $(mod_list_redis) $(mod_list_none)\n",
             {{"mod_list_redis", "db_redis"},
              {"mod_list_none", ""},
              {"module_group_db", "db_pg db_redis"}}));
}

TEST(GroupsFile, AModuleThatIsNamedTwiceIsThereOnce) {
  EXPECT_EQ("default = ping pong\n", groups("module_group_default=ping pong ping\n",
                                            {{"module_group_default", "ping pong ping"}}));
}

}  // namespace
}  // namespace modbuild
