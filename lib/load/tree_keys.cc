// The keys of modbuild.toml. One row per key.
#include "load/placeholders.h"
#include "load/setting_keys.h"
#include "load/tree_manifest.h"
#include "model/install_dirs.h"

namespace modbuild {
namespace {

constexpr std::array kTreeSectionRows = {
    key<&TreeSection::name>("name", "the tree's name").required().is(TextKind::Name),
    key<&TreeSection::version>("version", "its version, {tree.version} in manifests"),
    key<&TreeSection::description>("description", "what the tree is, in a line"),
    key<&TreeSection::sources>("sources", "the directory of the sources, laid out as this tree")
        .is(TextKind::SourcesDirectory),
    key<&TreeSection::modules>("modules", "globs of the directories that hold modules")
        .is(TextKind::PathPattern),
    key<&TreeSection::programs>("programs", "globs of the directories that hold programs")
        .is(TextKind::PathPattern),
    key<&TreeSection::libraries>("libraries", "globs of the directories that hold libraries")
        .is(TextKind::PathPattern),
    key<&TreeSection::default_group>("default-group", "the group that is built when nobody asks")
        .is(TextKind::Reference),
    key<&TreeSection::default_package>(
        "default-package",
        "the package of components that name none; default without [packages]: "
        "one with the tree's name")
        .is(TextKind::Reference),
    key<&TreeSection::allow_flags>("allow-flags", "flags permitted beyond the built-in allowlist"),
    key<&TreeSection::special_modes>(
        "allow-special-modes",
        "components whose files may be setuid, setgid, sticky or writable by everybody")
        .is(TextKind::Reference),
};
constexpr KeyTable kTreeSectionKeys{"[tree]", "tree", kTreeSectionRows};

constexpr auto kSettingsRows = setting_rows();
constexpr KeyTable kSettingsKeys{"[defaults.*]", "settings", kSettingsRows};

constexpr auto kDefaultsRows = join_rows(
    setting_rows<&DefaultsSection::common>(),
    std::array{
        key<&DefaultsSection::module>("module", "for modules only").holds(kSettingsKeys),
        key<&DefaultsSection::program>("program", "for programs only").holds(kSettingsKeys),
        key<&DefaultsSection::library>("library", "for libraries only").holds(kSettingsKeys),
        key<&DefaultsSection::for_static>("static", "for modules that are linked into their host")
            .holds(kSettingsKeys),
    });
constexpr KeyTable kDefaultsKeys{"[defaults]", "defaults", kDefaultsRows};

constexpr std::array<std::string_view, 2> kLanguageWords = {"c", "c++"};

constexpr std::array kAlternativeRows = {
    key<&AlternativeSection::pkg_config>(
        "pkg-config",
        "\"NAME\" or \"NAME >= VERSION\", one or all of a list; of \"ruby-*\" the newest")
        .is(TextKind::PkgConfig),
    key<&AlternativeSection::is_static>("static", "pkg-config: what linking archives takes"),
    key<&AlternativeSection::config_tool>("config-tool",
                                          "a program that prints flags: mysql_config")
        .is(TextKind::ProgramName),
    key<&AlternativeSection::cflags>(
        "cflags",
        "what makes the config tool or query print compiler flags; with a header, flags to use")
        .is(TextKind::Argument),
    key<&AlternativeSection::libs>(
        "libs",
        "what makes the config tool or query print linker flags; with a header, flags to use")
        .is(TextKind::Argument),
    key<&AlternativeSection::add_cflags>("add-cflags",
                                         "compiler flags that stand behind those that were printed")
        .is(TextKind::Argument),
    key<&AlternativeSection::add_libs>("add-libs",
                                       "linker flags that stand behind those that were printed")
        .is(TextKind::Argument),
    key<&AlternativeSection::variables>(
        "variables",
        "NAME = arguments that make the program print one value; of pkg-config, the variable's "
        "name")
        .is(TextKind::Argument),
    key<&AlternativeSection::defines>(
        "defines", "for everybody who uses the library when it was found this way")
        .is(TextKind::Define)
        .holds(kEntryKeys),
    key<&AlternativeSection::version>(
        "version", "what makes the config tool or program print its version: \"--version\"")
        .is(TextKind::Argument),
    key<&AlternativeSection::needs>("needs",
                                    "the version a config tool or program must have: \">= 3.1\"")
        .is(TextKind::VersionPredicate),
    key<&AlternativeSection::header>("header", "a header that must compile: \"openssl/ssl.h\"")
        .is(TextKind::HeaderName),
    key<&AlternativeSection::link>(
        "link", "libraries that must link: \"ssl\", or a file of that name: \":libssl.a\"")
        .is(TextKind::LinkName),
    key<&AlternativeSection::symbol>("symbol", "a function that must link").is(TextKind::Symbol),
    key<&AlternativeSection::language>("language", "of the header: c, the default, or c++")
        .one_of(kLanguageWords),
    key<&AlternativeSection::program>("program", "a program that must be on PATH")
        .is(TextKind::ProgramName),
    key<&AlternativeSection::query>("query", "a command whose output is flags")
        .is(TextKind::Argument),
    key<&AlternativeSection::framework>("framework", "a framework of macOS: \"CoreFoundation\"")
        .is(TextKind::Symbol),
    key<&AlternativeSection::when>("when", "the alternative counts only where this holds"),
};
constexpr std::array<std::string_view, 6> kAlternativeKinds = {
    "pkg-config", "config-tool", "header link", "program", "query", "framework"};
// What is asked for flags: a header and libraries beside it are the proof that they work.
constexpr std::array<std::string_view, 3> kProvableKinds = {"pkg-config", "config-tool", "query"};
constexpr KeyTable kAlternativeKeys{"an alternative",  "alternative",  kAlternativeRows,
                                    kAlternativeKinds, Code::BadValue, "header link",
                                    kProvableKinds};

constexpr std::array kLibRows = {
    key<&LibSection::description>("description", "what the library is, in a line"),
    key<&LibSection::any>("any", "ways to find it, tried in order")
        .required()
        .holds(kAlternativeKeys),
    key<&LibSection::packages>("packages", "distribution = \"package that brings it\""),
};
constexpr KeyTable kLibKeys{"[libs.*]", "lib", kLibRows};

constexpr std::array kGroupRows = {
    key<&GroupSection::modules>("modules", "modules and globs of modules")
        .is(TextKind::ModulePattern),
    key<&GroupSection::groups>("groups", "groups whose members belong to this one too")
        .is(TextKind::Reference),
    key<&GroupSection::description>("description", "what the group is for, in a line"),
};
constexpr KeyTable kGroupKeys{"[groups]", "group", kGroupRows};

constexpr std::array<std::string_view, 3> kBaseWords = {"none", "default", "all"};
constexpr std::array<std::string_view, 2> kMissingWords = {"skip", "error"};
constexpr std::array<std::string_view, 2> kStaticPolicyWords = {"error", "downgrade"};

constexpr std::array kProfileRows = {
    key<&ProfileSection::description>("description", "what the profile is for, in a line"),
    key<&ProfileSection::include>("include", "modules, globs and @groups to build")
        .is(TextKind::RequestWord),
    key<&ProfileSection::exclude>("exclude", "modules, globs and @groups not to build")
        .is(TextKind::RequestWord),
    key<&ProfileSection::make_static>("static", "modules, globs and @groups to link in")
        .is(TextKind::RequestWord),
    key<&ProfileSection::groups>("groups", "groups to build, globs allowed")
        .is(TextKind::RequestWord),
    key<&ProfileSection::require>("require", "modules that must be on, or it is an error")
        .is(TextKind::Reference),
    key<&ProfileSection::features>("features",
                                   "\"module/feature=on|off|auto\"; globs and @groups allowed")
        .is(TextKind::FeatureSetting),
    key<&ProfileSection::base>("base", "what is built besides").one_of(kBaseWords),
    key<&ProfileSection::missing>("missing", "what happens to modules that cannot be built")
        .one_of(kMissingWords),
    key<&ProfileSection::static_policy>("static-policy",
                                        "what happens to static modules that cannot be linked in")
        .one_of(kStaticPolicyWords),
    key<&ProfileSection::with_deps>("with-deps", "build what the modules depend on, too"),
    key<&ProfileSection::with_load>("with-load", "build what the modules need when they run, too"),
    key<&ProfileSection::dirs>("dirs", "install directories: prefix = \"/usr\"")
        .one_of(kInstallDirectories),
    key<&ProfileSection::toolchain>("toolchain", "the toolchain it is built with")
        .is(TextKind::Reference),
    key<&ProfileSection::variant>("variant", "the variant that is built").is(TextKind::Reference),
};
constexpr KeyTable kProfileKeys{"[profiles.*]", "profile", kProfileRows};

// `Prefix` is the member that holds the launcher; none when the owner is the launcher itself.
template <auto... Prefix>
constexpr std::array<KeyRow, 3> launcher_rows() {
  return {
      key<Prefix..., &LauncherSection::common>(
          "launcher", "programs before the compiler: ccache, distcc, ..; \"none\" for nothing")
          .is(TextKind::ProgramName),
      key<Prefix..., &LauncherSection::c>("launcher-c", "likewise, for C and assembler only")
          .is(TextKind::ProgramName),
      key<Prefix..., &LauncherSection::cxx>("launcher-cxx", "likewise, for C++ only")
          .is(TextKind::ProgramName),
  };
}

constexpr auto kLauncherRows = launcher_rows();
constexpr KeyTable kLauncherKeys{"[toolchain]", "launcher", kLauncherRows};

constexpr std::array kOwnToolchainRows = {
    key<&ToolchainSection::description>("description", "what it builds for, in a line"),
    key<&ToolchainSection::cc>("cc", "the C compiler: a program, or a list with words behind it")
        .required()
        .is(TextKind::ToolWord),
    key<&ToolchainSection::cxx>("cxx", "the C++ compiler; default: the one that goes with cc")
        .is(TextKind::ToolWord),
    key<&ToolchainSection::ar>("ar", "the archiver; default: the one that goes with cc")
        .is(TextKind::ToolWord),
    key<&ToolchainSection::sysroot>("sysroot", "where the target's headers and libraries are")
        .is(TextKind::MachineDirectory),
    key<&ToolchainSection::pkg_config>("pkg-config", "the pkg-config of the target")
        .is(TextKind::ProgramName),
    key<&ToolchainSection::pkg_config_path>("pkg-config-path",
                                            "directories searched before pkg-config's own")
        .is(TextKind::MachineDirectory),
    key<&ToolchainSection::pkg_config_libdir>("pkg-config-libdir",
                                              "directories searched instead of pkg-config's own")
        .is(TextKind::MachineDirectory),
    key<&ToolchainSection::cflags>("cflags", "flags for every compiler, behind the tree's own")
        .is(TextKind::ToolchainFlag),
    key<&ToolchainSection::cxxflags>("cxxflags", "flags for the C++ compiler")
        .is(TextKind::ToolchainFlag),
    key<&ToolchainSection::ldflags>("ldflags", "flags for linking").is(TextKind::ToolchainFlag),
};
constexpr auto kToolchainRows =
    join_rows(kOwnToolchainRows, launcher_rows<&ToolchainSection::launcher>());
constexpr KeyTable kToolchainKeys{"[toolchains.*]", "toolchain", kToolchainRows};

constexpr std::array kVariantRows = {
    key<&VariantSection::description>("description", "what it is good for, in a line"),
    key<&VariantSection::defines>("defines", "NAME or NAME=VALUE, given to the preprocessor")
        .is(TextKind::Define),
    key<&VariantSection::cflags>("cflags", "flags for every compiler, behind the tree's own")
        .is(TextKind::ToolchainFlag),
    key<&VariantSection::cxxflags>("cxxflags", "flags for the C++ compiler")
        .is(TextKind::ToolchainFlag),
    key<&VariantSection::ldflags>("ldflags", "flags for linking").is(TextKind::ToolchainFlag),
};
constexpr KeyTable kVariantKeys{"[variants.*]", "variant", kVariantRows};

constexpr std::array kPackageRows = {
    key<&Package::description>("description", "what the package holds, in a line"),
};
constexpr KeyTable kPackageKeys{"[packages.*]", "package", kPackageRows};

constexpr std::array<std::string_view, 3> kAffectsWords = {"none", "all", "error"};
constexpr std::array kAffectedFilesRows = {
    key<&AffectedFiles::match>("match", "files by their paths, globs allowed")
        .required()
        .is(TextKind::PathPattern),
    key<&AffectedFiles::affects>("affects", "what a change of such a file touches")
        .required()
        .one_of(kAffectsWords),
};
constexpr KeyTable kAffectedFilesKeys{"a rule", "affected-files", kAffectedFilesRows};
constexpr std::array kAffectedRows = {
    key<&AffectedRules::unknown>("unknown", "what a changed file touches that belongs to nothing")
        .one_of(kAffectsWords),
    key<&AffectedRules::files>("files", "likewise for some files; the first rule that matches")
        .holds(kAffectedFilesKeys),
};
constexpr KeyTable kAffectedKeys{"[affected]", "affected", kAffectedRows};

constexpr std::array kTreeRows = {
    KeyRow{"schema", "the version of the manifest's form", Shape::Schema},
    key<&TreeManifest::tree>("tree", "the tree itself").required().holds(kTreeSectionKeys),
    key<&TreeManifest::defaults>("defaults", "settings in front of every component's own")
        .holds(kDefaultsKeys),
    key<&TreeManifest::libs>("libs", "external libraries, each declared once").holds(kLibKeys),
    key<&TreeManifest::groups>("groups", "named sets of modules")
        .is(TextKind::ModulePattern)
        .holds(kGroupKeys),
    key<&TreeManifest::profiles>("profiles", "named requests").holds(kProfileKeys),
    key<&TreeManifest::toolchain>("toolchain", "what holds for every toolchain")
        .holds(kLauncherKeys),
    key<&TreeManifest::toolchains>("toolchains", "compilers for other machines")
        .holds(kToolchainKeys),
    key<&TreeManifest::variants>("variants", "ways to build the tree: debug, release, asan")
        .holds(kVariantKeys),
    key<&TreeManifest::packages>("packages", "package components").holds(kPackageKeys),
    key<&TreeManifest::affected>("affected", "what `modbuild affected` does with unknown files")
        .holds(kAffectedKeys),
    KeyRow{"metadata", "free data", Shape::Free},
};

}  // namespace

constexpr KeyTable kTreeKeys{"modbuild.toml", "root", kTreeRows};

}  // namespace modbuild
