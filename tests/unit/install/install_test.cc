#include "install/install.h"

#include <gtest/gtest.h>

#include <cerrno>

#include "unit/install/yard.h"

namespace modbuild {
namespace {

using test::files_of;
using test::item;
using test::Yard;

TEST(Install, PutsFilesInPlaceWithTheirModesAndWritesThemDown) {
  Yard yard;
  EXPECT_EQ(yard.install(),
            "installed /etc/yard/tm.conf\ninstalled /usr/lib/yard/rr.so\n"
            "installed /usr/lib/yard/tm.so\ninstalled /usr/share/yard/words\n");
  EXPECT_EQ(files_of(yard.system),
            "etc/yard/tm.conf\nusr/lib/yard/rr.so\nusr/lib/yard/tm.so\nusr/share/yard/words\n"
            "var/lib/modbuild/yard.json\n");
  EXPECT_EQ(yard.system.status("etc/yard/tm.conf")->mode, 0640U);
  EXPECT_EQ(yard.system.status("usr/lib/yard/tm.so")->mode, 0755U);
  EXPECT_EQ(yard.verify(), "");
}

TEST(Install, LeavesAloneWhatIsTheSame) {
  Yard yard;
  yard.install();
  const std::uint64_t inode = yard.system.status("usr/lib/yard/tm.so")->inode;
  yard.build.add_file("words", "newer words");
  EXPECT_EQ(yard.install(),
            "same /etc/yard/tm.conf\nsame /usr/lib/yard/rr.so\nsame /usr/lib/yard/tm.so\n"
            "updated /usr/share/yard/words\n");
  EXPECT_EQ(yard.system.status("usr/lib/yard/tm.so")->inode, inode);
}

TEST(Install, NeverWritesToAConfigFileThatExists) {
  Yard yard;
  yard.install();
  yard.system.add_file("etc/yard/tm.conf", "edited");
  yard.build.add_file("tm.conf", "newer");
  EXPECT_NE(yard.install().find("sample /etc/yard/tm.conf.sample\n"), std::string::npos);
  EXPECT_EQ(yard.content("/etc/yard/tm.conf"), "edited");
  EXPECT_EQ(yard.content("/etc/yard/tm.conf.sample"), "newer");
  // Once both are the same again, nobody needs the sample.
  yard.system.add_file("etc/yard/tm.conf", "newer");
  EXPECT_NE(yard.install().find("removed /etc/yard/tm.conf.sample\n"), std::string::npos);
  EXPECT_EQ(yard.content("/etc/yard/tm.conf.sample"), "(none)");
}

TEST(Install, RemovesWhatIsNoLongerPlannedUnlessItWasChanged) {
  Yard yard;
  yard.install();
  yard.system.add_file("usr/share/yard/words", "edited");
  yard.plan.items.pop_back();
  yard.plan.items.pop_back();
  EXPECT_EQ(yard.install(),
            "same /etc/yard/tm.conf\nsame /usr/lib/yard/rr.so\nremoved /usr/lib/yard/tm.so\n"
            "kept /usr/share/yard/words\n");
}

TEST(Install, OfOnePackageLeavesTheOthersAlone) {
  Yard yard;
  yard.options.packages = {"yard-rr"};
  EXPECT_EQ(yard.install(), "installed /usr/lib/yard/rr.so\n");
  yard.options.packages = {"yard"};
  yard.install();
  EXPECT_EQ(yard.verify(), "");
  UninstallOptions how;
  how.packages = {"yard"};
  EXPECT_EQ(yard.uninstall(how),
            "removed /etc/yard/tm.conf\nremoved /usr/lib/yard/tm.so\nremoved "
            "/usr/share/yard/words\n");
  EXPECT_EQ(files_of(yard.system), "usr/lib/yard/rr.so\nvar/lib/modbuild/yard.json\n");
}

TEST(Install, SaysAllThatIsNotBuiltAndChangesNothing) {
  Yard yard;
  yard.plan.items[1].source.text = "gone.so";
  yard.plan.items[2].source.text = "other.so";
  EXPECT_EQ(yard.install(), "gone.so is not built\nother.so is not built\n");
  EXPECT_EQ(files_of(yard.system), "");
}

TEST(Install, RefusesWhatStandsInTheWayBeforeAnythingIsChanged) {
  Yard yard;
  yard.system.add_file("usr/lib/yard/tm.so/inside", "");
  yard.system.add_file("usr/share/yard", "a file");
  EXPECT_EQ(yard.install(),
            "/usr/lib/yard/tm.so is a directory, and a file goes there\n"
            "/usr/share/yard is a file, and a directory is needed there\n");
  EXPECT_EQ(files_of(yard.system), "usr/lib/yard/tm.so/inside\nusr/share/yard\n");
}

TEST(Install, RefusesTwoItemsThatGoToOneFile) {
  Yard yard;
  yard.system.follow_links();
  yard.system.add_directory("usr/lib");
  yard.system.add_link("lib", "usr/lib");
  yard.system.add_file("etc/yard/tm.conf", "edited");
  yard.plan.items.insert(yard.plan.items.begin() + 1,
                         {item(InstallKind::Data, "words", "/etc/yard/tm.conf.sample"),
                          item(InstallKind::Module, "tm.so", "/lib/yard/tm.so")});
  EXPECT_EQ(yard.install(),
            "/etc/yard/tm.conf.sample is the sample of a config file, too\n"
            "/usr/lib/yard/tm.so is the same file as /lib/yard/tm.so\n");
  EXPECT_EQ(files_of(yard.system), "etc/yard/tm.conf\nlib\n");
}

TEST(Install, RefusesDirectoriesThatOthersCouldChange) {
  Yard yard;
  yard.system.follow_links();
  for (const char* path : {"etc", "opt/share", "usr/lib"}) yard.system.add_directory(path);
  yard.system.add_link("usr/share", "../opt/share");
  yard.system.give_to("etc", 0, 0755);
  yard.system.give_to("usr/share", 1002, 0777);
  yard.system.give_to("usr/lib", 1001, 0755);
  EXPECT_EQ(yard.install(),
            "/usr/lib belongs to the user with the id 1001, who could exchange what is installed\n"
            "/usr/share belongs to the user with the id 1002, who could exchange what is "
            "installed\n");
  EXPECT_EQ(files_of(yard.system), "usr/share\n");
  yard.system.give_to("usr/share", MemoryFileSystem::kUser, 0777);
  yard.system.give_to("usr/lib", 0, 0777);
  EXPECT_EQ(yard.install(), "/usr/lib can be written by everybody\n");
  yard.system.give_to("usr/lib", 0, 01777);
  EXPECT_TRUE(yard.install().starts_with("installed "));
}

TEST(Install, TakesBackDirectoriesThatLinksHavePutIntoOneAnother) {
  Yard yard;
  yard.system.follow_links();
  yard.system.add_link("etc", "var/lib");
  yard.system.add_directory("usr/share/yard/words");
  EXPECT_EQ(yard.install(), "/usr/share/yard/words is a directory, and a file goes there\n");
  EXPECT_FALSE(yard.system.status("var").has_value());
  yard.system.erase("usr/share");
  yard.install();
  EXPECT_TRUE(yard.system.status("var/lib/yard/tm.conf").has_value());
  yard.uninstall();
  EXPECT_FALSE(yard.system.status("var").has_value());
}

TEST(Install, KeepsAFileThatIsPlannedUnderAnotherPath) {
  Yard yard;
  yard.system.follow_links();
  yard.system.add_directory("usr/lib");
  yard.system.add_link("usr/old", "lib");
  for (InstallItem& each : yard.plan.items) {
    if (each.kind == InstallKind::Module) each.destination.replace(0, 8, "/usr/old");
  }
  yard.install();
  for (InstallItem& each : yard.plan.items) {
    if (each.kind == InstallKind::Module) each.destination.replace(0, 8, "/usr/lib");
  }
  EXPECT_EQ(yard.install(),
            "same /etc/yard/tm.conf\nsame /usr/lib/yard/rr.so\nsame /usr/lib/yard/tm.so\n"
            "same /usr/share/yard/words\n");
  EXPECT_EQ(yard.verify(), "");
}

TEST(Install, DryRunWritesNothing) {
  Yard yard;
  yard.options.dry_run = true;
  EXPECT_NE(yard.install().find("installed /usr/lib/yard/tm.so\n"), std::string::npos);
  EXPECT_EQ(files_of(yard.system), "");
}

TEST(Uninstall, LeavesWhatWasThereBeforeAndWhatWasEdited) {
  Yard yard;
  yard.system.add_file("usr/lib/other.so", "theirs");
  yard.install();
  yard.system.add_file("etc/yard/tm.conf", "edited");
  EXPECT_EQ(yard.uninstall(),
            "kept /etc/yard/tm.conf\nremoved /usr/lib/yard/rr.so\nremoved /usr/lib/yard/tm.so\n"
            "removed /usr/share/yard/words\n");
  EXPECT_EQ(files_of(yard.system), "etc/yard/tm.conf\nusr/lib/other.so\n");
  EXPECT_FALSE(yard.system.status("usr/share").has_value());
  EXPECT_FALSE(yard.system.status("var").has_value());
}

TEST(Uninstall, KeepsChangedFilesUnlessForced) {
  Yard yard;
  yard.install();
  yard.system.add_file("usr/lib/yard/tm.so", "edited");
  EXPECT_NE(yard.uninstall().find("was changed since it was installed"), std::string::npos);
  EXPECT_EQ(files_of(yard.system), "usr/lib/yard/tm.so\nvar/lib/modbuild/yard.json\n");
  UninstallOptions force;
  force.force = true;
  EXPECT_EQ(yard.uninstall(force), "removed /usr/lib/yard/tm.so\n");
  EXPECT_EQ(files_of(yard.system), "");
}

TEST(VerifyInstalled, KnowsItsFilesOnWhateverPath) {
  Yard yard;
  yard.system.follow_links();
  yard.system.add_link("usr/lib/yard", "../share/yard");
  yard.system.add_directory("usr/share/yard");
  yard.install();
  EXPECT_EQ(yard.verify(), "");
}

TEST(VerifyInstalled, FindsWhatIsMissingChangedAndForeign) {
  Yard yard;
  yard.install();
  ASSERT_TRUE(yard.system.remove("usr/lib/yard/rr.so"));
  yard.system.add_file("usr/lib/yard/tm.so", "NEW tm.so");
  yard.system.add_file("usr/lib/yard/foreign.so", "");
  yard.system.add_file("etc/yard/tm.conf", "edited");
  EXPECT_EQ(yard.verify(),
            "edited /etc/yard/tm.conf\nforeign /usr/lib/yard/foreign.so\n"
            "missing /usr/lib/yard/rr.so\ncontent /usr/lib/yard/tm.so\n");
}

TEST(VerifyInstalled, LeavesOthersTheirFilesInDirectoriesOfTheSystem) {
  Yard yard;
  yard.plan.dirs = {{"libdir", "/usr/lib"},
                    {"datadir", "/usr/share"},
                    {"sysconfdir", "/etc"},
                    {"moduledir", "/usr/lib/yard"},
                    {"confdir", "/etc/yard"}};
  yard.install();
  yard.system.add_file("usr/lib/other.so", "");
  yard.system.add_file("usr/share/other/words", "");
  yard.system.add_file("etc/other.conf", "");
  yard.system.add_file("var/lib/modbuild/other.json", "");
  EXPECT_EQ(yard.verify(), "");
  yard.system.add_file("etc/yard/other.conf", "");
  yard.system.add_file("usr/lib/yard/other.so", "");
  yard.system.add_file("usr/share/yard/other", "");
  EXPECT_EQ(yard.verify(),
            "foreign /etc/yard/other.conf\nforeign /usr/lib/yard/other.so\n"
            "foreign /usr/share/yard/other\n");
}

// The second version of every file is installed over the first; operation `k` fails, and with
// `persistent` each one after it. Every destination must be the old file or the new one.
void fail_at(std::uint64_t k, int number, bool persistent, bool& reached) {
  Yard yard;
  yard.install();
  for (const InstallItem& each : yard.plan.items) {
    if (each.kind != InstallKind::Config) yard.build.add_file(each.source.text, "newer");
  }
  yard.plan.items.push_back(item(InstallKind::Data, "more", "/usr/share/yard/z/more"));
  yard.build.add_file("more", "newer");
  yard.system.fail_at(k, number, persistent);
  const std::string said = yard.install();
  reached = said.find("cannot") != std::string::npos;
  yard.system.fail_at(0, 0, false);
  for (const char* path : {"/usr/lib/yard/rr.so", "/usr/lib/yard/tm.so", "/usr/share/yard/words"}) {
    const std::string content = yard.content(path);
    const std::string name = std::string(path).substr(std::string(path).rfind('/') + 1);
    EXPECT_TRUE(content == "newer" || content == "new " + name)
        << k << " " << path << " " << content;
  }
  yard.install();
  EXPECT_EQ(yard.verify(), "") << k << " " << said;
  EXPECT_EQ(yard.content("/usr/lib/yard/tm.so"), "newer") << k;
  EXPECT_EQ(files_of(yard.system),
            "etc/yard/tm.conf\nusr/lib/yard/rr.so\nusr/lib/yard/tm.so\nusr/share/yard/words\n"
            "usr/share/yard/z/more\nvar/lib/modbuild/yard.json\n")
      << k;
}

TEST(InstallFaults, LeaveEachDestinationWholeAndTheNextRunCompletes) {
  for (const int number : {ENOSPC, EIO, EACCES, EROFS}) {
    for (const bool persistent : {false, true}) {
      std::uint64_t failures = 0;
      for (std::uint64_t k = 1; k < 200; ++k) {
        bool reached = false;
        fail_at(k, number, persistent, reached);
        failures += reached ? 1U : 0U;
      }
      EXPECT_GT(failures, 30U);
    }
  }
}

}  // namespace
}  // namespace modbuild
