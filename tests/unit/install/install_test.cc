#include "install/install.h"

#include <gtest/gtest.h>

#include <cerrno>

#include "os/memory_file_system.h"

namespace modbuild {
namespace {

InstallItem item(InstallKind kind, const std::string& source, const std::string& destination,
                 const std::string& package = "yard") {
  InstallItem result;
  result.kind = kind;
  result.source = {Root::Build, source};
  result.destination = destination;
  result.mode = kind == InstallKind::Config ? 0640 : 0755;
  result.package = package;
  result.owner = "tm";
  return result;
}

// A build directory with four files, the plan that installs them, and a system.
struct Yard {
  MemoryFileSystem tree, build, system;
  InstallPlan plan;
  InstallOptions options;
  std::string said;

  Yard() {
    plan.tree = "yard";
    plan.installed_manifest = "/var/lib/modbuild/yard.json";
    plan.items = {item(InstallKind::Config, "tm.conf", "/etc/yard/tm.conf"),
                  item(InstallKind::Module, "rr.so", "/usr/lib/yard/rr.so", "yard-rr"),
                  item(InstallKind::Module, "tm.so", "/usr/lib/yard/tm.so"),
                  item(InstallKind::Data, "words", "/usr/share/yard/words")};
    for (const InstallItem& each : plan.items)
      build.add_file(each.source.text, "new " + each.source.text);
  }

  // "installed /etc/yard/tm.conf\n", ..; what was said instead after an error.
  std::string install() {
    Diagnostics diagnostics;
    const auto outcomes = modbuild::install(plan, {&tree, &build, &system}, options, diagnostics);
    return told(outcomes, diagnostics);
  }
  std::string uninstall(const UninstallOptions& how = {}) {
    Diagnostics diagnostics;
    return told(modbuild::uninstall(plan.installed_manifest, system, how, diagnostics),
                diagnostics);
  }
  std::string verify() {
    Diagnostics diagnostics;
    const auto manifest = read_installed_manifest(plan.installed_manifest, system, diagnostics);
    std::string text;
    if (!manifest) return "no manifest";
    for (const InstalledFault& fault :
         verify_installed(*manifest, plan.installed_manifest, system, diagnostics)) {
      text += std::string(fault_word(fault.kind)) + " " + fault.path + "\n";
    }
    return text;
  }
  std::string told(const std::optional<std::vector<FileOutcome>>& outcomes,
                   Diagnostics& diagnostics) {
    std::string text;
    for (const Diagnostic& diagnostic : diagnostics.take_sorted())
      text += diagnostic.message + "\n";
    if (!outcomes) return text;
    for (const FileOutcome& outcome : *outcomes) {
      text += std::string(file_action_word(outcome.action)) + " " + outcome.path + "\n";
    }
    return text;
  }
  std::string content(const std::string& path) {
    return system.read(path.substr(1), 1U << 20U).value_or("(none)");
  }
};

// Every file below `directory`, one a line.
void list_files(FileSystem& files, const std::string& directory, std::string& out) {
  for (const DirEntry& entry : files.list(directory).value_or(std::vector<DirEntry>())) {
    const std::string path = directory.empty() ? entry.name : directory + "/" + entry.name;
    if (entry.type == FileType::Directory) {
      list_files(files, path, out);
    } else {
      out += path + "\n";
    }
  }
}

std::string files_of(FileSystem& files) {
  std::string out;
  list_files(files, "", out);
  return out;
}

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
