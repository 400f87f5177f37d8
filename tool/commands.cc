#include <algorithm>
#include <array>

#include "command.h"

namespace modbuild::tool {
namespace {

using enum Format;

constexpr auto kText = std::to_array({Text});
constexpr auto kTextJson = std::to_array({Text, Json});
constexpr auto kTextNamesJson = std::to_array({Text, Names, Json});
constexpr auto kPlanFormats = std::to_array({Text, Names, Json, Deb, Rpm, Cpack});
constexpr auto kBillFormats = std::to_array({Text, Spdx, CycloneDx});
constexpr auto kCiFormats = std::to_array({Text, Names, Json, Github, Gitlab});
constexpr auto kDiffFormats = std::to_array({Text, Markdown, Json});
constexpr auto kQueryFormats = std::to_array({Text, Names, Json, Dot});
constexpr auto kGraphFormats = std::to_array({Dot, Mermaid, Svg});
constexpr auto kAll = std::to_array({Text, Names, Json, Csv, Markdown});

constexpr auto kScan = std::to_array<Example>({
    {"scan", "every module, program and library, with its groups and hosts"},
    {"scan --format names", "only their names"},
});
constexpr auto kSelect = std::to_array<Example>({
    {"select", "what the default group would build, and what is dropped for which reason"},
    {"select -g basic -g operator -x beacon", "two groups without one module"},
    {"select --base all --summary", "the whole tree, only counts and surprises"},
    {"select --base all --format json", "the selection as a document"},
    {"select -g basic --cost --artifacts", "what it would cost, and what it would install"},
    {"select --from-config hosts/edged/edged.conf", "what a configuration loads, and its needs"},
});
constexpr auto kWhy = std::to_array<Example>({
    {"why codec_opal", "why it is off, what was tried, and what to install"},
    {"why mixer -g codec", "why it would be on with this request"},
    {"why --all", "the causes of every verdict, as a document"},
});
constexpr auto kGroups = std::to_array<Example>({
    {"groups", "every group, how many modules it has and how many can be built here"},
    {"groups operator", "its members, and the line that put each there"},
});
constexpr auto kLibs = std::to_array<Example>({
    {"libs", "every external library, whether it is here, and the package that brings it"},
    {"libs opal", "what was asked for one, and what was answered"},
});
constexpr auto kProbe = std::to_array<Example>({
    {"probe", "ask the machine for every library, and keep the answers in the build directory"},
    {"probe --log opal", "what was run for one, and what it said"},
    {"probe --refresh", "ask anew, whatever is kept"},
});
constexpr auto kUnlock = std::to_array<Example>({
    {"unlock", "which modules and features each missing library would add"},
    {"unlock opal", "one library, and what was tried for it"},
    {"unlock --base all --packages", "the fewest packages that bring everything of the tree"},
    {"unlock --minimal-request", "the options of a request that can be built here as it is"},
});
constexpr auto kHosts = std::to_array<Example>({
    {"hosts", "the programs that load modules, and how many belong to each"},
});
constexpr auto kDeps = std::to_array<Example>({
    {"deps mixer", "modules, libraries and tools, each with the manifest line"},
    {"deps -t mixer --format names", "what it needs through others too"},
});
constexpr auto kRdeps = std::to_array<Example>({
    {"rdeps yardcore", "what links this library"},
    {"rdeps codec_common --type depends", "what goes with this module when it is off"},
});
constexpr auto kPath = std::to_array<Example>({
    {"path edged yardcore", "how the one comes to need the other"},
});
constexpr auto kQuery = std::to_array<Example>({
    {"query 'deps(mixer) - mixer'", "what it needs, also through others"},
    {"query 'rdeps(file(lib/meter/meter.c))'", "what a change of this file may break"},
    {"query '(@codec + @operator) & dropped()'",
     "what of two groups is wanted and cannot be built"},
    {"query 'let c = @codec in $c - deps(mixer, 1)' --format names", "a set with a name"},
});
constexpr auto kGraph = std::to_array<Example>({
    {"graph --collapse", "the whole tree for Graphviz, what looks alike drawn as one"},
    {"graph 'deps(mixer)' --type depends,library --format mermaid", "a part, for a web page"},
    {"graph --verdicts -g basic", "coloured by what a request builds"},
});
constexpr auto kShow = std::to_array<Example>({
    {"show feed", "its sources, every flag with the line it came from, what is installed"},
});
constexpr auto kPlan = std::to_array<Example>({
    {"plan", "what is installed where, with which mode and in which package"},
    {"plan --dir prefix=/usr --format names", "only where the files go, with another prefix"},
    {"plan --component switchyard-monitor", "the files of one package"},
    {"plan --format deb", "what debhelper would read"},
});
constexpr auto kDiff = std::to_array<Example>({
    {"diff '-g basic' '-g basic -x journal'", "what leaving out one module changes"},
    {"diff '-g basic' debian --only modules,libs", "a request beside a profile"},
    {"diff '' '-g codec' --format markdown", "for a comment on a pull request"},
});
constexpr auto kAffected = std::to_array<Example>({
    {"affected --base HEAD~1", "what must be built and tested since the last commit"},
    {"affected --base HEAD~2 --head HEAD~1 --why", "between two, and how each is reached"},
    {"affected --files changed.txt --format names", "by a list of files, for `modbuild build`"},
});
constexpr auto kCi = std::to_array<Example>({
    {"ci shard 2/5", "the modules of the second of five machines, with what they share"},
    {"ci matrix --shards 3 --format github", "a job for each part, as GitHub Actions takes them"},
    {"ci cover", "requests that build every module and feature on and off"},
});
constexpr auto kReport = std::to_array<Example>({
    {"report", "every verdict of the default group, in report.html"},
    {"report -g basic --against rev:HEAD~1 -o page.html",
     "of another request, and what changed since the commit before"},
});
constexpr auto kLock = std::to_array<Example>({
    {"lock", "keep what the default group comes to here in modbuild.lock, to be committed"},
    {"lock --profile debian -o debian.lock", "of another request, in a file of its own"},
    {"lock --check", "what differs from it on this machine; exit status 1 if anything does"},
    {"gen --locked", "the build files of just that, or an error that says what is no longer so"},
});
constexpr auto kCheckConfig = std::to_array<Example>({
    {"check-config hosts/edged/edged.conf", "what it loads, and what of that is not built"},
});
constexpr auto kGen = std::to_array<Example>({
    {"gen -n", "which files would be written, without writing any"},
    {"gen", "write the build files of the default group into 'build'"},
    {"gen -g basic -x journal", "of another request; the build directory remembers it"},
    {"gen --toolchain arm64 -B build-arm64", "for another machine, in a directory of its own"},
    {"gen --variant asan", "with other flags, in a directory of its own: build-asan"},
    {"gen --launcher 'ccache distcc'", "through a cache, and what is not in it on other machines"},
});
constexpr auto kBuild = std::to_array<Example>({
    {"build bridge", "generate what is missing, then build one module"},
    {"build --keep-going", "go on past failures, then list what failed and what it kept back"},
});
constexpr auto kClean = std::to_array<Example>({
    {"clean -n", "which files would be removed"},
});
constexpr auto kInstall = std::to_array<Example>({
    {"install --destdir stage", "all that was built, below a directory"},
    {"install -n --component switchyard-monitor", "what one package would install on this system"},
});
constexpr auto kUninstall = std::to_array<Example>({
    {"uninstall --destdir stage -n", "what would be removed"},
    {"uninstall stage/usr/local/var/lib/modbuild/switchyard.json --destdir stage",
     "from the installed manifest alone, without the tree"},
});
constexpr auto kVerify = std::to_array<Example>({
    {"verify", "whether every module that was built fits its hosts and its manifest"},
    {"verify --destdir stage", "the same of what was installed there"},
    {"verify build --entry yard_module_entry", "of all ELF files in a directory, without the tree"},
    {"verify --installed --destdir stage", "whether everything is still as it was installed"},
});
constexpr auto kStaticCheck = std::to_array<Example>({
    {"static-check", "what linking the static modules of the build directory would say"},
    {"static-check -s tally,cli --build", "of other ones; compiles them first, links nothing"},
});
constexpr auto kCheck = std::to_array<Example>({
    {"check", "mistakes in manifests, and what is declared but never used"},
});
constexpr auto kPackage = std::to_array<Example>({
    {"package deb --profile debian --out debian -n", "the files for debian/, without writing any"},
    {"package rpm --profile debian --out build/rpm", "lists of files and sections for a spec"},
    {"package tar --out build/switchyard.tar.gz", "an archive of what was built"},
    {"package check --profile debian", "files in no package, packages without files"},
});
constexpr auto kSbom = std::to_array<Example>({
    {"sbom", "every part that is delivered, its version and what it needs"},
    {"sbom --format spdx-2.3", "the bill of materials as an SPDX document"},
    {"sbom --format cyclonedx-1.5 --strip", "for CycloneDX, of what install --strip installs"},
});
constexpr auto kImport = std::to_array<Example>({
    {"import kamailio ../kamailio --out ../kamailio-mb", "an overlay tree beside the sources"},
});
constexpr auto kSchema = std::to_array<Example>({
    {"schema", "the names of all schemas"},
    {"schema module", "the JSON Schema of module.toml"},
});
constexpr auto kExplain = std::to_array<Example>({
    {"explain MB071", "the long story behind a message"},
    {"explain", "all codes"},
});
constexpr auto kHelp = std::to_array<Example>({
    {"help select", "everything about one command"},
});

constexpr auto kCommands = std::to_array<Command>({
    {"scan", "list every component of the tree", kScan, kTextNamesJson, declare_scan},
    {"select", "what would be built, what not, and why", kSelect, kAll, declare_select, false,
     true},
    {"why", "why a module is on or off, down to the root cause", kWhy, kTextJson, declare_why},
    {"groups", "list groups and their modules", kGroups, kTextNamesJson, declare_groups},
    {"libs", "list external libraries and their status here", kLibs, kTextNamesJson, declare_libs},
    {"probe", "ask the machine for libraries, and show what it says", kProbe, kTextJson,
     declare_probe},
    {"unlock", "what each missing library would add, and what to install", kUnlock, kTextNamesJson,
     declare_unlock},
    {"hosts", "list the programs that load modules", kHosts, kTextNamesJson, declare_hosts},
    {"deps", "what a component needs", kDeps, kTextNamesJson, declare_deps},
    {"rdeps", "what needs a component", kRdeps, kTextNamesJson, declare_rdeps},
    {"path", "the shortest way from one component to another", kPath, kTextNamesJson, declare_path},
    {"query", "the components that an expression stands for", kQuery, kQueryFormats, declare_query},
    {"graph", "the module graph, or a part of it, as a picture", kGraph, kGraphFormats,
     declare_graph},
    {"show", "one component in full: sources, flags, libraries, files", kShow, kTextJson,
     declare_show},
    {"plan", "every file that would be installed, before anything is built", kPlan, kPlanFormats,
     declare_plan},
    {"diff", "what one request or build has and another has not", kDiff, kDiffFormats, declare_diff,
     true},
    {"affected", "what changed files touch, since a revision of git or by a list", kAffected,
     kTextNamesJson, declare_affected},
    {"check-config", "whether a request builds what a configuration loads", kCheckConfig,
     kTextNamesJson, declare_check_config},
    {"ci", "divide a build among machines; requests that cover every module and feature", kCi,
     kCiFormats, declare_ci},
    {"lock", "keep what a request comes to, to be compared on other machines", kLock, kTextJson,
     declare_lock},
    {"report", "a page for the browser: verdicts, pictures, and other requests tried", kReport,
     kText, declare_report, true},
    {"gen", "write the build files", kGen, kTextJson, declare_gen, false, true},
    {"build", "generate if needed, then build", kBuild, kText, declare_build, false, true},
    {"clean", "remove what the build made", kClean, kTextNamesJson, declare_clean},
    {"install", "install what was built", kInstall, kTextNamesJson, declare_install},
    {"verify", "audit what was built or installed: symbols, libraries, hosts", kVerify, kTextJson,
     declare_verify},
    {"static-check", "rehearse the link of static modules, before any link", kStaticCheck,
     kTextJson, declare_static_check},
    {"uninstall", "remove what was installed", kUninstall, kTextNamesJson, declare_uninstall},
    {"check", "check manifests and tree", kCheck, kText, declare_check},
    {"package", "files for distribution packages: deb, rpm, cpack; archives; and their check",
     kPackage, kTextJson, declare_package},
    {"sbom", "the software bill of materials of what was built", kSbom, kBillFormats, declare_sbom},
    {"import", "bring a tree of makefiles in", kImport, kTextJson, declare_import},
    {"schema", "print the JSON Schema of a manifest or document", kSchema, kText, declare_schema},
    {"explain", "explain a diagnostic code", kExplain, kText, declare_explain},
    {"help", "show help for a command", kHelp, kText, declare_help},
});

}  // namespace

std::span<const Command> commands() {
  return kCommands;
}

const Command* find_command(std::string_view name) {
  const auto* found = std::find_if(kCommands.begin(), kCommands.end(),
                                   [&](const Command& command) { return command.name == name; });
  return found == kCommands.end() ? nullptr : found;
}

}  // namespace modbuild::tool
