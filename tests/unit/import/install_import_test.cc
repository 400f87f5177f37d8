// What installing does: recipes as they ran, "DIRECTORY$ words < in > out", below a copy in /copy
// of a tree with a few files; what is installed goes below /root.
#include "import/install_import.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "base/path.h"
#include "base/str.h"

namespace modbuild {
namespace {

using Files = std::map<std::string, std::string>;

const Files kTree = {
    {"etc/sip.cfg", "mpath=/usr/local/lib/sip/modules/\n"},
    {"src/modules/m/tls.cfg", "/usr/local/etc/sip/cert.pem\n"},
    {"src/modules/m/README", ""},
    {"src/modules/m/data/a.xml", ""},
    {"src/modules/m/data/b.xml", ""},
    {"utils/ctl", "/usr/sbin/sip\n/usr/lib64/sip/modules /usr/lib/sip/modules\n"},
};

// Commands, one a line; a word may stand in single quotes. All lines are of one shell, unless a
// line begins with "shell N:".
std::vector<Command> commands_of(const std::string& text) {
  std::vector<Command> commands;
  for (std::string line : split(text, "\n")) {
    std::string shell = cat("line ", std::to_string(commands.size()));
    if (line.starts_with("shell ")) {
      const std::size_t colon = line.find(": ");
      shell = line.substr(0, colon);
      line.erase(0, colon + 2);
    }
    const std::vector<Command> read = recipe_commands(line, "/copy/src/modules/m");
    for (Command command : read) {
      command.shell = shell;
      if (!command.input.empty()) command.input = join_path("/copy/src/modules/m", command.input);
      commands.push_back(std::move(command));
    }
  }
  return commands;
}

std::vector<RecipeFile> files_of(const std::string& recipe) {
  RecipePlaces places;
  places.root = "/root";
  places.in_tree = [](const std::string& path) {
    return path.starts_with("/copy/") ? path.substr(6) : path;
  };
  places.is_directory = [](const std::string& path) { return path == "/root/usr/local/sbin"; };
  places.read = [](const std::string& path) -> std::optional<std::string> {
    const auto found = kTree.find(path);
    if (found == kTree.end()) return std::nullopt;
    return found->second;
  };
  places.names = {{"/usr/local/lib64/sip/modules", "moduledir"},
                  {"/usr/local/etc/sip", "confdir"},
                  {"/usr/local/share/doc/sip", "docdir"},
                  {"/usr/local/share/man", "mandir"},
                  {"/usr/local/sbin", "sbindir"},
                  {"/usr/local/share", "datadir"},
                  {"/usr/local", "prefix"}};
  return installed_files(commands_of(recipe), places);
}

// One file a line: "from -> destination/name", and what else is said of it.
std::string installed(const std::string& recipe) {
  std::string text;
  for (const RecipeFile& file : files_of(recipe)) {
    append(text, file.from, " -> ", file.destination, "/", file.name);
    if (!file.mode.empty()) append(text, " ", file.mode);
    if (file.is_sample) append(text, " sample");
    for (const auto& [from, to] : file.subst) append(text, " {", from, " = ", to, "}");
    if (!file.fault.empty()) append(text, " fault: ", file.fault);
    append(text, "\n");
  }
  return text;
}

TEST(InstalledFiles, HaveAModeADirectoryAndAName) {
  EXPECT_EQ("src/modules/m/README -> {docdir}/modules/README.m 0644\n",
            installed("install -m 644 README /root/usr/local/share/doc/sip/modules/README.m"));
}

TEST(InstalledFiles, MayKeepTheirNamesInADirectory) {
  EXPECT_EQ(
      "src/modules/m/data/a.xml -> {datadir}/sip/a.xml 0644\n"
      "src/modules/m/data/b.xml -> {datadir}/sip/b.xml 0644\n",
      installed("install -m 0644 data/a.xml data/b.xml /root/usr/local/share/sip"));
}

TEST(InstalledFiles, GoIntoADirectoryThatIsThereOrIsCalledOne) {
  EXPECT_EQ(
      "utils/ctl -> {confdir}/ctl 0755\n"
      "utils/ctl -> {sbindir}/ctl 0755\n",
      installed("install -m 755 ../../../utils/ctl /root/usr/local/sbin\n"
                "install -m 755 ../../../utils/ctl /root/usr/local/etc/sip/"));
}

TEST(InstalledFiles, WithoutAModeArePrograms) {
  EXPECT_EQ("utils/ctl -> {sbindir}/sipctl 0755\n",
            installed("install ../../../utils/ctl /root/usr/local/sbin/sipctl"));
}

TEST(InstalledFiles, AreNoDirectories) {
  EXPECT_EQ("", installed("install -m 755 -d /root/usr/local/sbin /root/usr/local/etc"));
}

TEST(InstalledFiles, MayBeCopiedAndThenGetAMode) {
  EXPECT_EQ("src/modules/m/README -> {datadir}/README 0600\n",
            installed("cp -f README /root/usr/local/share/README\n"
                      "chmod 600 /root/usr/local/share/README"));
}

TEST(InstalledFiles, OutsideThePrefixKeepTheirPlace) {
  EXPECT_EQ("utils/ctl -> /etc/init.d/sip 0755\n",
            installed("install -m 755 ../../../utils/ctl /root/etc/init.d/sip"));
}

TEST(InstalledFiles, AreNotWhatIsMadeElsewhere) {
  EXPECT_EQ("", installed("install -m 644 README /copy/elsewhere"));
}

TEST(InstalledFiles, AreNotWhatIsRemovedAgain) {
  EXPECT_EQ("", installed("install -m 644 README /root/usr/local/share/README\n"
                          "rm -f /root/usr/local/share/README"));
}

TEST(InstalledFiles, ThatOnlyReplaceASampleWhereThereIsNoneAreSamples) {
  EXPECT_EQ("src/modules/m/tls.cfg -> {confdir}/tls.cfg 0644 sample\n",
            installed("install -m 644 tls.cfg /root/usr/local/etc/sip/tls.cfg.sample\n"
                      "mv -f /root/usr/local/etc/sip/tls.cfg.sample "
                      "/root/usr/local/etc/sip/tls.cfg"));
}

TEST(InstalledFiles, MayHavePathsReplaced) {
  EXPECT_EQ(
      "src/modules/m/tls.cfg -> {confdir}/tls.cfg 0644 sample {/usr/local/etc/sip/ = {confdir}/}\n",
      installed("sed s#/usr/local/etc/sip/#/usr/local/etc/sip/#g "
                "< tls.cfg > /root/usr/local/etc/sip/tls.cfg.sample\n"
                "chmod 644 /root/usr/local/etc/sip/tls.cfg.sample\n"
                "mv -f /root/usr/local/etc/sip/tls.cfg.sample "
                "/root/usr/local/etc/sip/tls.cfg"));
}

TEST(InstalledFiles, HaveNothingReplacedThatStaysTheSameInEveryDirectory) {
  EXPECT_EQ("src/modules/m/tls.cfg -> {confdir}/tls.cfg\n",
            installed("sed s#cert#cert#g tls.cfg > /root/usr/local/etc/sip/tls.cfg"));
}

TEST(InstalledFiles, HaveNothingReplacedThatIsNotInThem) {
  EXPECT_EQ("etc/sip.cfg -> {confdir}/sip.cfg {/usr/local/lib/sip/modules/ = {moduledir}/}\n",
            installed("sed -e s#/usr/lib/nothing#/x#g "
                      "-e s#/usr/local/lib/sip/modules/#/usr/local/lib64/sip/modules/#g "
                      "/copy/etc/sip.cfg > /root/usr/local/etc/sip/sip.cfg"));
}

TEST(InstalledFiles, MayGoThroughAPipeline) {
  EXPECT_EQ("etc/sip.cfg -> {confdir}/sip.cfg {/usr/local/lib/sip = {moduledir}/} {mpath = path}\n",
            installed("shell 1: cat /copy/etc/sip.cfg\n"
                      "shell 1: sed -e s#mpath#path#\n"
                      "shell 1: sed -e s#/usr/local/lib/sip#/usr/local/lib64/sip/modules/# "
                      "> /root/usr/local/etc/sip/sip.cfg"));
}

TEST(InstalledFiles, OfAPipelineMayBeSeenInAnyOrder) {
  EXPECT_EQ("etc/sip.cfg -> {confdir}/sip.cfg {mpath = path}\n",
            installed("shell 1: sed -e s#nothing#path# > /root/usr/local/etc/sip/sip.cfg\n"
                      "shell 1: sed -e s#mpath#path#\n"
                      "shell 1: cat /copy/etc/sip.cfg"));
}

TEST(InstalledFiles, HaveTheTextsThatAnExpressionFindsReplaced) {
  EXPECT_EQ(
      "utils/ctl -> {sbindir}/ctl {/usr/lib64/sip/modules = {moduledir}/} "
      "{/usr/lib/sip/modules = {moduledir}/}\n",
      installed(R"(sed -e 's#/usr/lib[0-9]*/sip/modules#/usr/local/lib64/sip/modules/#g')"
                " /copy/utils/ctl > /root/usr/local/sbin/ctl"));
}

TEST(InstalledFiles, HaveEscapedTextReplacedLiterally) {
  EXPECT_EQ("src/modules/m/tls.cfg -> {confdir}/tls.cfg {cert.pem = own.pem}\n",
            installed(R"(sed -e 's/cert\.pem/own.pem/' tls.cfg)"
                      " > /root/usr/local/etc/sip/tls.cfg"));
}

TEST(InstalledFiles, ThatAScriptChangesInAnotherWayAreToldOf) {
  EXPECT_EQ("src/modules/m/tls.cfg -> {confdir}/tls.cfg fault: sed 1d\n",
            installed("sed -e 1d tls.cfg > /root/usr/local/etc/sip/tls.cfg"));
}

std::string entries(const std::string& recipe) {
  const auto list = [](const std::string& directory) {
    std::vector<std::string> names;
    for (const auto& [path, text] : kTree) {
      if (directory_of(path) == directory) names.emplace_back(base_name(path));
    }
    return names;
  };
  std::string text;
  for (const ImportedInstall& entry : install_entries(files_of(recipe), "src/modules/m", list)) {
    append(text, entry.kind, " ", join(entry.from, " "), " -> ", entry.to);
    if (!entry.rename.empty()) append(text, " as ", entry.rename);
    if (!entry.mode.empty()) append(text, " mode ", entry.mode);
    append(text, "\n");
  }
  return text;
}

TEST(InstallEntries, AreOfTheKindThatTheirDirectoryOrModeSays) {
  EXPECT_EQ(
      "config tls.cfg -> {confdir}\n"
      "data README -> {datadir}/sip\n"
      "doc README -> {docdir}\n"
      "man README -> {mandir}/man7\n"
      "script README -> {sbindir}\n",
      entries("install -m 644 tls.cfg /root/usr/local/etc/sip/\n"
              "install -m 644 README /root/usr/local/share/sip/\n"
              "install -m 644 README /root/usr/local/share/doc/sip/\n"
              "install -m 644 README /root/usr/local/share/man/man7/\n"
              "install -m 755 README /root/usr/local/sbin/"));
}

TEST(InstallEntries, NameAModeThatIsNotTheirKinds) {
  EXPECT_EQ("config tls.cfg -> {confdir} mode 0600\n",
            entries("install -m 600 tls.cfg /root/usr/local/etc/sip/"));
}

TEST(InstallEntries, NameAFileOutsideTheDirectoryFromTheTree) {
  EXPECT_EQ("script //utils/ctl -> {sbindir}\n",
            entries("install -m 755 ../../../utils/ctl /root/usr/local/sbin/"));
}

TEST(InstallEntries, RenameAFileThatDoesNotKeepItsName) {
  EXPECT_EQ("doc README -> {docdir}/modules as README.m\n",
            entries("install -m 644 README /root/usr/local/share/doc/sip/modules/README.m"));
}

TEST(InstallEntries, OfFilesThatGoTogetherAreOne) {
  EXPECT_EQ("data data/a.xml data/b.xml -> {datadir}/sip\n",
            entries("install -m 644 data/a.xml data/b.xml /root/usr/local/share/sip/"));
}

TEST(InstallEntries, OfAWholeDirectoryWithManyFilesAreAPattern) {
  std::vector<RecipeFile> files;
  std::vector<std::string> names = {"a.sql", "b.sql", "c.sql", "d.sql"};
  for (const std::string& name : names) {
    files.push_back({cat("utils/sql/", name), "{datadir}", name, "0644", false, {}, "", ""});
  }
  const auto list = [&](const std::string&) { return names; };
  EXPECT_EQ((std::vector<std::string>{"//utils/sql/*"}),
            install_entries(files, "src/modules/m", list).front().from);
  names.emplace_back("e.sql");
  EXPECT_EQ((std::vector<std::string>{"//utils/sql/a.sql", "//utils/sql/b.sql", "//utils/sql/c.sql",
                                      "//utils/sql/d.sql"}),
            install_entries(files, "src/modules/m", list).front().from);
}

}  // namespace
}  // namespace modbuild
