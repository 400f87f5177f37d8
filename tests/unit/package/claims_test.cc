#include <gtest/gtest.h>

#include "package_case.h"

namespace modbuild::test {
namespace {

PackageClaim claim_of(const std::string& word) {
  std::vector<PackageClaim> found = read_claims(word, {}, "pbx", ClaimWords::FilesAndDirectory);
  return found.empty() ? PackageClaim() : found.front();
}

bool stands_for(const std::string& word, const std::string& file) {
  return claims(claim_of(word), file);
}

// "PATTERN line:column", as read.
std::vector<std::string> read(const std::string& text, ClaimWords words) {
  std::vector<std::string> lines;
  for (const PackageClaim& claim : read_claims(text, {}, "pbx", words)) {
    lines.push_back(claim.pattern + " " + std::to_string(claim.at.line) + ":" +
                    std::to_string(claim.at.column));
  }
  return lines;
}

TEST(ReadClaims, TakesTheLastOfSeveralWordsForADirectory) {
  EXPECT_EQ(read("# a remark\n"
                 "usr/bin/a\n"
                 "\n"
                 "  debian/tmp/usr/bin/b usr/bin/c\tusr/sbin\n",
                 ClaimWords::FilesAndDirectory),
            (std::vector<std::string>{"usr/bin/a 2:1", "usr/bin/b 4:3", "usr/bin/c 4:24"}));
}

TEST(ReadClaims, TakesEveryWordForAFileWhereThereAreNoDirectories) {
  EXPECT_EQ(read("/usr/share/man/man8/a.8 b.8", ClaimWords::Files),
            (std::vector<std::string>{"usr/share/man/man8/a.8 1:1", "b.8 1:25"}));
}

TEST(ReadClaims, LeavesOutFilesOfThePackagerHimself) {
  EXPECT_EQ(read("debian/pbx.default etc/default\n", ClaimWords::FilesAndDirectory),
            std::vector<std::string>());
}

TEST(ReadClaims, KnowsWhetherTheStagingDirectoryIsMeant) {
  EXPECT_TRUE(claim_of("debian/tmp/usr/bin/a").in_stage);
  EXPECT_TRUE(claim_of("./debian/tmp/usr/bin/a").in_stage);
  EXPECT_FALSE(claim_of("usr/bin/a").in_stage);
}

TEST(Claims, StandForAFileOrForAllBelowADirectory) {
  EXPECT_TRUE(stands_for("usr/bin/a", "usr/bin/a"));
  EXPECT_TRUE(stands_for("usr/lib", "usr/lib/pbx/a.so"));
  EXPECT_TRUE(stands_for("usr/l*", "usr/lib/pbx/a.so"));
  EXPECT_TRUE(stands_for("debian/tmp/", "usr/lib/pbx/a.so"));
  EXPECT_FALSE(stands_for("usr/bin", "usr/binary"));
  EXPECT_FALSE(stands_for("usr/bin/a/b", "usr/bin/a"));
}

TEST(Claims, MatchAsTheGlobsOfDebhelperDo) {
  EXPECT_TRUE(stands_for("usr/lib/*/m?[a-c].so", "usr/lib/x/mxb.so"));
  EXPECT_FALSE(stands_for("usr/*.so", "usr/lib/a.so"));
  EXPECT_FALSE(stands_for("usr/**/a.so", "usr/lib/x/a.so"));
  EXPECT_FALSE(stands_for("usr/*", "usr/.hidden"));
  EXPECT_TRUE(stands_for("usr/{bin,s{b,a}in}/a", "usr/sain/a"));
  EXPECT_FALSE(stands_for("usr/{bin,sbin}/a", "usr/lib/a"));
  EXPECT_TRUE(stands_for("usr/{a", "usr/{a"));
}

TEST(Claims, TakeEscapedCharactersAsTheyAre) {
  EXPECT_TRUE(stands_for("usr/\\[a\\]\\*\\?\\{b,c\\}", "usr/[a]*?{b,c}"));
  EXPECT_FALSE(stands_for("usr/a\\*", "usr/ab"));
}

TEST(Claims, KnowTheVariablesOfDebhelper) {
  EXPECT_TRUE(stands_for("usr/lib/${DEB_HOST_MULTIARCH}/a.so", "usr/lib/m68k-linux-gnu/a.so"));
  EXPECT_TRUE(stands_for("usr/a${Space}b${Dollar}c", "usr/a b$c"));
}

TEST(Claims, ReadWhatTheWriterWrites) {
  PackageSet set = pbx();
  add_file(set, "pbx", InstallKind::Data, "/a b/$x/[y]{z,w}*?\\/d");
  for (const PackagedFile& file : set.packages[0].files) {
    const std::string path = file.item.destination.substr(1);
    std::size_t count = 0;
    for (const PackageClaim& claim : read_claims(written_file(set, "deb", "pbx.install"), {}, "pbx",
                                                 ClaimWords::FilesAndDirectory)) {
      count += claims(claim, path) ? 1U : 0U;
    }
    EXPECT_EQ(count, 1U) << path;
  }
}

// The claims of PACKAGE.install files: {PACKAGE, text}.
std::vector<PackageClaim> all_claims(
    const std::vector<std::pair<std::string, std::string>>& files) {
  std::vector<PackageClaim> all;
  for (const auto& [package, text] : files) {
    for (PackageClaim& claim : read_claims(text, {}, package, ClaimWords::FilesAndDirectory)) {
      all.push_back(std::move(claim));
    }
  }
  return all;
}

PackageSet two_files() {
  PackageSet set;
  add_file(set, "pbx", InstallKind::Program, "/usr/bin/pbxd");
  add_file(set, "pbx-sql", InstallKind::Module, "/usr/lib/pbx/sql.so");
  return set;
}

std::vector<std::string> faults(const ClaimsInput& input) {
  Diagnostics diagnostics;
  check_claims(input, diagnostics);
  return said(diagnostics);
}

TEST(CheckClaims, IsContentWhenEachFileGoesIntoOnePackage) {
  const PackageSet set = two_files();
  EXPECT_EQ(
      faults(
          {&set, all_claims({{"pbx", "usr/bin"}, {"pbx-sql", "usr/lib/*/*.so"}}), {}, {}, {}, {}}),
      std::vector<std::string>());
}

TEST(CheckClaims, FindsAllFaultsAtOnce) {
  const PackageSet set = two_files();
  const auto claimed = all_claims({{"pbx", "usr/bin/pbxd\nusr/bin/gone"}, {"pbx-sql", "usr/bin"}});
  EXPECT_EQ(
      faults({&set, claimed, {}, {}, {}, {}}),
      (std::vector<std::string>{
          "MB183 '/usr/lib/pbx/sql.so' is in no .install file; it belongs to package 'pbx-sql'",
          "MB182 '/usr/bin/pbxd' goes into package 'pbx' and into 'pbx-sql'",
          "MB184 'usr/bin/gone' stands for no file that is installed"}));
}

TEST(CheckClaims, TakesWhatIsLeftOutOnPurpose) {
  const PackageSet set = two_files();
  EXPECT_EQ(faults({&set,
                    all_claims({{"pbx", "usr/bin"}}),
                    read_claims("usr/lib", {}, "", ClaimWords::Files),
                    {},
                    {},
                    {}}),
            std::vector<std::string>());
}

TEST(CheckClaims, ForgivesPackagesWhoseListIsNotKnown) {
  const PackageSet set = two_files();
  EXPECT_EQ(faults({&set, all_claims({{"pbx", "usr/bin"}}), {}, {}, {"pbx-sql"}, {}}),
            std::vector<std::string>());
}

TEST(CheckClaims, OneFileNamedTwiceForOnePackageIsNoFault) {
  const PackageSet set = two_files();
  EXPECT_EQ(faults({&set, all_claims({{"pbx", "usr/bin\nusr/bin/pbxd\nusr/lib"}}), {}, {}, {}, {}}),
            std::vector<std::string>());
}

TEST(CheckClaims, ALineMayStandForFilesOfTheSourcesOrOfTheStageAlone) {
  const PackageSet set = two_files();
  ClaimsInput input{&set, all_claims({{"pbx", "usr\nNEWS usr/share/doc/pbx\netc/extra"}}),
                    {},   {"etc/extra/x"},
                    {},   {}};
  input.in_sources = [](const std::string& glob) { return glob == "NEWS"; };
  EXPECT_EQ(faults(input), std::vector<std::string>());
  input.in_sources = {};
  EXPECT_EQ(faults(input),
            std::vector<std::string>{"MB184 'NEWS' stands for no file that is installed"});
}

}  // namespace
}  // namespace modbuild::test
