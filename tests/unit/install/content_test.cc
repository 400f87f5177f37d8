#include "install/content.h"

#include <gtest/gtest.h>

namespace modbuild {
namespace {

std::string installed(std::vector<InstallSubstitution> substs, const std::string& bytes) {
  InstallItem item;
  item.source = {Root::Source, "a.conf"};
  item.subst = std::move(substs);
  return installed_content(item, bytes).value_or("(failed)");
}

TEST(InstalledContent, IsTheFileAsItIsWhereNothingIsAsked) {
  const std::string bytes("a\0b\xFF", 4);
  EXPECT_EQ(installed({}, bytes), bytes);
}

TEST(InstalledContent, HasTheLongestTextReplacedAtEachPlaceOnce) {
  EXPECT_EQ(
      installed({{"/usr/", "", "/opt/"}, {"/usr/local/", "", "/usr/"}}, "/usr/local/x /usr/y"),
      "/usr/x /opt/y");
  EXPECT_EQ(installed({{"a", "", "aa"}}, "aba"), "aabaa");
  EXPECT_EQ(installed({{"{confdir}", "", "/etc/yard"}}, "in {confdir}/x, {confdi}"),
            "in /etc/yard/x, {confdi}");
}

TEST(InstalledContent, LeavesTheRunpathOfWhatWasNotBuilt) {
  InstallItem item;
  item.source = {Root::Source, "bin/prebuilt"};
  item.rpath = "$ORIGIN/../lib";
  EXPECT_EQ(installed_content(item,
                              "\x7F"
                              "ELF..")
                .value_or("(failed)"),
            "\x7F"
            "ELF..");
}

}  // namespace
}  // namespace modbuild
