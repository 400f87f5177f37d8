// The keys of module.toml. One row per key.
#include "load/component_manifest.h"
#include "load/setting_keys.h"

namespace modbuild {
namespace {

// --- [module], [library], [program] ---

constexpr std::array kCommonRows = {
    key<&KindSection::name>("name", "default: the directory's name").is(TextKind::ComponentName),
    key<&KindSection::description>("description", "what the component is, in a line"),
    key<&KindSection::package>("package", "the package that ships it").is(TextKind::Reference),
    key<&KindSection::when>("when", "it can be built only where this holds"),
};

constexpr std::array<std::string_view, 5> kSupportWords = {"core", "extended", "experimental",
                                                           "deprecated", "dev"};
constexpr auto kModuleRows = join_rows(
    kCommonRows,
    std::array{
        key<&KindSection::hosts>("hosts",
                                 "the programs that load it, or [\"*\"] for any; default: the "
                                 "tree's only host")
            .is(TextKind::HostReference),
        key<&KindSection::file>("file", "its file's name; default \"{name}.so\"")
            .is(TextKind::ModuleFile),
        key<&KindSection::groups>("groups", "groups it puts itself into").is(TextKind::Name),
        key<&KindSection::support>("support", "how well it is looked after").one_of(kSupportWords),
        key<&KindSection::by_default>("default", "whether a base may include it; default true"),
    });
constexpr KeyTable kModuleKeys{"[module]", "module", kModuleRows};

constexpr std::array<std::string_view, 2> kLinkageWords = {"shared", "static"};
constexpr auto kLibraryRows = join_rows(
    kCommonRows,
    std::array{
        key<&KindSection::linkage>("linkage", "a library of its own or an archive; default shared")
            .one_of(kLinkageWords),
        key<&KindSection::whole>("whole", "static: link every object, referenced or not"),
        key<&KindSection::includes>("includes", "what users of the library compile with")
            .is(TextKind::Path)
            .holds(kEntryKeys),
    });
constexpr KeyTable kLibraryKeys{"[library]", "library", kLibraryRows};
constexpr auto kProgramRows = join_rows(
    kCommonRows,
    std::array{
        key<&KindSection::to>("to", "the directory it is installed into; default \"{bindir}\"")
            .is(TextKind::Destination),
    });
constexpr KeyTable kProgramKeys{"[program]", "program", kProgramRows};

// --- [build] ---

constexpr std::array kPerFileRows = {
    key<&PerFileSection::files>("files", "source files, globs allowed; or outputs of its steps")
        .required()
        .is(TextKind::PathPattern),
    key<&PerFileSection::cflags>("cflags", "flags for these files")
        .is(TextKind::Flag)
        .holds(kEntryKeys),
    key<&PerFileSection::defines>("defines", "defines for these files")
        .is(TextKind::Define)
        .holds(kEntryKeys),
    key<&PerFileSection::when>("when", "the rule counts only where this holds"),
};
constexpr KeyTable kPerFileKeys{"per-file", "per-file", kPerFileRows};

constexpr std::array<std::string_view, 2> kStaticWords = {"allowed", "never"};
constexpr auto kBuildRows = join_rows(
    std::array{
        key<&BuildSection::sources>("sources",
                                    "source files, globs allowed; default: every source "
                                    "file of the directory")
            .is(TextKind::PathPattern)
            .holds(kEntryKeys),
        key<&BuildSection::exclude>("exclude", "files that `sources` is not to take")
            .is(TextKind::PathPattern)
            .holds(kEntryKeys),
        key<&BuildSection::per_file>("per-file", "flags of single files").holds(kPerFileKeys),
        key<&BuildSection::static_use>("static", "whether it may be linked into its host")
            .one_of(kStaticWords),
    },
    setting_rows<&BuildSection::settings>());
constexpr KeyTable kBuildKeys{"[build]", "build", kBuildRows};

// --- [depends] ---

constexpr std::array kDependencyRows = {
    key<&Dependency::name>("module", "a module, or a capability that modules provide")
        .required()
        .is(TextKind::Reference),
    key<&Dependency::when>("when", "the need counts only where this holds"),
};
constexpr KeyTable kDependencyKeys{"a dependency", "dependency", kDependencyRows};

constexpr auto kOptionalRows = join_rows(
    kDependencyRows, std::array{
                         key<&Dependency::defines>("defines", "added when that module is on")
                             .is(TextKind::Define)
                             .holds(kEntryKeys),
                     });
constexpr KeyTable kOptionalKeys{"an optional dependency", "optional", kOptionalRows};

constexpr std::array kLibUseRows = {
    key<&LibUse::name>("value", "the library's name").required().is(TextKind::Reference),
    key<&LibUse::when>("when", "it is needed only where this holds"),
};
constexpr KeyTable kLibUseKeys{"an entry", "lib-use", kLibUseRows};

constexpr std::array kComponentUseRows = {
    key<&ComponentUse::name>("value", "the component's name").required().is(TextKind::Reference),
    key<&ComponentUse::when>("when", "it is used only where this holds"),
};
constexpr KeyTable kComponentUseKeys{"an entry", "component-use", kComponentUseRows};

constexpr std::array kDependsRows = {
    key<&DependsSection::modules>("modules", "modules without which this one is not built")
        .is(TextKind::Reference)
        .holds(kDependencyKeys),
    key<&DependsSection::load>("load", "modules needed when it runs; never a reason to drop it")
        .is(TextKind::Reference)
        .holds(kDependencyKeys),
    key<&DependsSection::optional>("optional", "modules that it uses when they are on")
        .is(TextKind::Reference)
        .holds(kOptionalKeys),
    key<&DependsSection::conflicts>("conflicts", "modules that cannot be on together with it")
        .is(TextKind::Reference)
        .holds(kDependencyKeys),
    key<&DependsSection::provides>("provides", "capabilities others may depend on")
        .is(TextKind::Name),
    key<&DependsSection::libraries>("libraries", "libraries of this tree to link")
        .is(TextKind::Reference)
        .holds(kComponentUseKeys),
    key<&DependsSection::tools>("tools", "programs of this tree that run during the build")
        .is(TextKind::Reference)
        .holds(kComponentUseKeys),
    key<&DependsSection::libs>("libs", "external libraries; all must be found")
        .is(TextKind::Reference)
        .holds(kLibUseKeys),
    key<&DependsSection::any_lib>("any-lib", "lists of external libraries; of each the first found")
        .is(TextKind::Reference)
        .holds(kLibUseKeys),
};
constexpr KeyTable kDependsKeys{"[depends]", "depends", kDependsRows};

// --- [features.NAME] ---

constexpr std::array<std::string_view, 3> kFeatureWords = {"on", "off", "auto"};
constexpr auto kFeatureRows = join_rows(
    std::array{
        key<&FeatureSection::description>("description", "what the feature brings, in a line"),
        key<&FeatureSection::by_default>("default", "on, off, or auto: on where its needs are met")
            .one_of(kFeatureWords),
        key<&FeatureSection::libs>("libs", "external libraries it needs; all must be found")
            .is(TextKind::Reference)
            .holds(kLibUseKeys),
        key<&FeatureSection::any_lib>("any-lib",
                                      "lists of external libraries; of each the first found")
            .is(TextKind::Reference)
            .holds(kLibUseKeys),
        key<&FeatureSection::modules>("modules", "modules it needs")
            .is(TextKind::Reference)
            .holds(kDependencyKeys),
        key<&FeatureSection::sources>("sources", "source files compiled only with it")
            .is(TextKind::PathPattern)
            .holds(kEntryKeys),
        key<&FeatureSection::when>("when", "it can be on only where this holds"),
    },
    setting_rows<&FeatureSection::settings>());
constexpr KeyTable kFeatureKeys{"[features.*]", "feature", kFeatureRows};

// --- [[generate]], [[install]], [host] ---

constexpr std::array kGenerateRows = {
    key<&GenerateSection::inputs>("inputs", "files it reads, globs allowed")
        .is(TextKind::PathPattern),
    key<&GenerateSection::outputs>("outputs", "files it makes in the generated directory")
        .required()
        .is(TextKind::Path),
    key<&GenerateSection::command>("command",
                                   "the program and its arguments, {placeholders} allowed")
        .required()
        .is(TextKind::Argument),
    key<&GenerateSection::collect>("collect",
                                   "globs looked up in the directory of each module that is "
                                   "on; the files found are inputs too")
        .is(TextKind::PathPattern),
    key<&GenerateSection::depfile>("depfile", "a makefile rule with further inputs that it writes")
        .is(TextKind::Path),
    key<&GenerateSection::to_output>("stdout", "what the command prints becomes its only output"),
    key<&GenerateSection::when>("when", "the step exists only where this holds"),
};
constexpr KeyTable kGenerateKeys{"[[generate]]", "generate", kGenerateRows};

constexpr std::array<std::string_view, 9> kInstallWords = {
    "module", "program", "library", "header", "config", "data", "doc", "man", "script"};
constexpr std::array kInstallRows = {
    key<&InstallSection::kind>("kind", "what the files are").required().one_of(kInstallWords),
    key<&InstallSection::from>("from", "the files, globs allowed")
        .required()
        .is(TextKind::PathPattern),
    key<&InstallSection::to>("to", "the directory: \"{datadir}/{tree.name}\"; default by kind")
        .is(TextKind::Destination),
    key<&InstallSection::rename>("rename", "the name of the installed file").is(TextKind::FileName),
    key<&InstallSection::mode>(
        "mode",
        "\"0644\"; default by kind; a special one such as \"4755\" needs the tree's permission")
        .is(TextKind::Mode),
    key<&InstallSection::keep_tree>(
        "keep-tree", "files keep the directories in which a glob found them, below `to`"),
    key<&InstallSection::subst>(
        "subst",
        "text in the installed files = what replaces it, {confdir}-style directories allowed; or a "
        "list of such directories, each replaced where it stands: [\"{confdir}\"]")
        .is(TextKind::Substitution),
    key<&InstallSection::package>("package", "the package that ships it; default: the component's")
        .is(TextKind::Reference),
    key<&InstallSection::when>("when", "installed only where this holds"),
};
constexpr KeyTable kInstallKeys{"[[install]]", "install", kInstallRows};

constexpr std::array<std::string_view, 2> kLookupWords = {"registry", "shim"};
constexpr std::array kHostRows = {
    key<&HostSection::entry_symbols>("entry-symbols", "what the loader looks up in a module")
        .is(TextKind::EntrySymbol),
    key<&HostSection::static_lookup>("static", "how it finds modules that are linked in")
        .one_of(kLookupWords),
    key<&HostSection::abi>(
        "abi",
        "what its ABI depends on: globs of headers, {tree.version}, \"defines\", "
        "\"cflags\", \"compiler\"")
        .is(TextKind::Argument),
    key<&HostSection::config_load>(
        "config-load",
        "how its configuration loads modules: regular expressions (RE2) for one line, whose first "
        "group is the module's name or file"),
};
constexpr KeyTable kHostKeys{"[host]", "host", kHostRows};

constexpr std::array kComponentRows = {
    KeyRow{"schema", "the version of the manifest's form", Shape::Schema},
    key<&ComponentManifest::module>("module", "a loadable module").holds(kModuleKeys),
    key<&ComponentManifest::library>("library", "a library of this tree").holds(kLibraryKeys),
    key<&ComponentManifest::program>("program", "a program").holds(kProgramKeys),
    key<&ComponentManifest::build>("build", "how it is compiled and linked").holds(kBuildKeys),
    key<&ComponentManifest::depends>("depends", "what it needs").holds(kDependsKeys),
    key<&ComponentManifest::features>("features", "its optional parts").holds(kFeatureKeys),
    key<&ComponentManifest::generate>("generate", "steps that make sources").holds(kGenerateKeys),
    key<&ComponentManifest::install>("install", "files to install besides").holds(kInstallKeys),
    key<&ComponentManifest::host>("host", "this program loads modules").holds(kHostKeys),
    KeyRow{"metadata", "free data", Shape::Free},
};
constexpr std::array<std::string_view, 3> kKindWords = {"module", "library", "program"};

}  // namespace

constexpr KeyTable kComponentKeys{"the manifest", "root", kComponentRows, kKindWords,
                                  Code::NotOneKind};

}  // namespace modbuild
