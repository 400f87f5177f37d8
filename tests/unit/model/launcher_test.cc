// How launchers are chained, and how many jobs distcc's hosts take.
#include "model/launcher.h"

#include <gtest/gtest.h>

#include "base/str.h"

namespace modbuild {
namespace {

TEST(LauncherArgv, OneProgramStandsAsItIs) {
  EXPECT_EQ(join(launcher_argv({"ccache"}), " "), "ccache");
  EXPECT_EQ(join(launcher_argv({"rewrapper", "--cfg=x.cfg"}), " "), "rewrapper --cfg=x.cfg");
}

TEST(LauncherArgv, NoneIsNothing) {
  EXPECT_TRUE(launcher_argv({"none"}).empty());
  EXPECT_TRUE(launcher_argv({}).empty());
}

TEST(LauncherArgv, CcacheIsToldWhatStandsBehindIt) {
  EXPECT_EQ(join(launcher_argv({"ccache", "distcc"}), "|"), "env|CCACHE_PREFIX=distcc|ccache");
  EXPECT_EQ(join(launcher_argv({"/opt/bin/ccache", "a", "b"}), "|"),
            "env|CCACHE_PREFIX=a b|/opt/bin/ccache");
}

TEST(LauncherPrograms, AreAllBehindCcacheElseTheFirst) {
  EXPECT_EQ(join(launcher_programs({"ccache", "icecc"}), " "), "ccache icecc");
  EXPECT_EQ(join(launcher_programs({"rewrapper", "--cfg=x"}), " "), "rewrapper");
  EXPECT_TRUE(launcher_programs({"none"}).empty());
}

TEST(RefusedPrefix, IsAnArgumentBehindCcache) {
  EXPECT_EQ(refused_prefix({"ccache", "rewrapper", "--cfg=x"}), "--cfg=x");
  EXPECT_EQ(refused_prefix({"ccache", "a b"}), "a b");
  EXPECT_EQ(refused_prefix({"ccache", "distcc"}), "");
  EXPECT_EQ(refused_prefix({"rewrapper", "--cfg=x"}), "");
}

TEST(LaunchesWith, SeesThroughThePrefixOfCcache) {
  EXPECT_TRUE(launches_with({"env", "CCACHE_PREFIX=a distcc", "ccache"}, "distcc"));
  EXPECT_TRUE(launches_with({"/usr/bin/icecc"}, "icecc"));
  EXPECT_FALSE(launches_with({"ccache"}, "distcc"));
}

// Each number is what `distcc -j` prints for the same list.
TEST(DistccSlots, AreFourForAHostAndTwoForThisOne) {
  EXPECT_EQ(distcc_slots("localhost red green"), 10U);
  EXPECT_EQ(distcc_slots("localhost localhost/3"), 5U);
  EXPECT_EQ(distcc_slots("me@x"), 4U);
}

TEST(DistccSlots, AreWhatTheLimitsSay) {
  EXPECT_EQ(distcc_slots("localhost/7 a/3 b:4200/1 c/2:99"), 13U);
  EXPECT_EQ(distcc_slots("@bigman/16:/opt/bin/distccd me@x:/opt/bin/distccd"), 20U);
  EXPECT_EQ(distcc_slots("a,lzo b/6,lzo,cpp [::1]/3"), 13U);
}

TEST(DistccSlots, LeaveOutOptionsAndComments) {
  EXPECT_EQ(distcc_slots("--randomize --localslots=5 --localslots_cpp=9 a"), 4U);
  EXPECT_EQ(distcc_slots("a/2 # cartman/9 is down\nb/3\n"), 5U);
  EXPECT_EQ(distcc_slots("+zeroconf"), 0U);
  EXPECT_EQ(distcc_slots(" \n"), 0U);
}

}  // namespace
}  // namespace modbuild
