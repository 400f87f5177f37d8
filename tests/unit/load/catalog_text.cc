#include "unit/load/catalog_text.h"

#include "base/str.h"

namespace modbuild {
namespace {

class CatalogWriter {
 public:
  explicit CatalogWriter(const Catalog& catalog) : catalog_(catalog) {}

  std::string whole() {
    line(cat("tree ", catalog_.tree.name.value, " ", catalog_.tree.version.value));
    text("default-group", catalog_.tree.default_group);
    words("allow-flags", catalog_.tree.allow_flags);
    settings("defaults", catalog_.defaults.common);
    settings("defaults.module", catalog_.defaults.module);
    settings("defaults.program", catalog_.defaults.program);
    settings("defaults.library", catalog_.defaults.library);
    settings("defaults.static", catalog_.defaults.for_static);
    for (const ExternalLib& lib : catalog_.libs) add(lib);
    for (const Package& package : catalog_.packages) {
      line(cat("package ", package.name.value, ": ", package.description.value));
    }
    for (const Group& group : catalog_.groups) {
      std::vector<std::string> members;
      for (const ComponentId id : group.members) members.push_back(name(id));
      line(cat("group ", group.name.value, " = ", join(members, " ")));
    }
    for (const DeclaredToolchain& toolchain : catalog_.toolchains) add(toolchain);
    for (const Profile& profile : catalog_.profiles) add(profile);
    for (const auto& [capability, providers] : catalog_.capabilities) {
      line(cat("capability ", capability, " = ", names(providers)));
    }
    for (const Component& component : catalog_.components) add(component);
    return std::move(out_);
  }

  std::string toolchains() {
    for (const DeclaredToolchain& toolchain : catalog_.toolchains) add(toolchain);
    return std::move(out_);
  }

  std::string one(const Component& component) {
    add(component);
    return std::move(out_);
  }

 private:
  std::string name(ComponentId id) const {
    return id.valid() ? catalog_.components[id].name.value : std::string("?");
  }
  std::string names(const std::vector<ComponentId>& ids) const {
    std::vector<std::string> all;
    for (const ComponentId id : ids) all.push_back(name(id));
    return join(all, " ");
  }
  static std::string condition(const When& when) {
    return when.always() ? std::string() : cat(" when ", when.text());
  }

  void line(const std::string& text) { append(out_, indent_, text, "\n"); }
  void text(std::string_view key, const Text& value) {
    if (!value.empty()) line(cat(key, " ", value.value));
  }
  void words(std::string_view key, const std::vector<std::string>& values) {
    if (!values.empty()) line(cat(key, " ", join(values, " ")));
  }
  void texts(std::string_view key, const std::vector<Text>& values) {
    std::vector<std::string> all;
    for (const Text& value : values) all.push_back(value.value);
    words(key, all);
  }
  void list(std::string_view key, const TextList& entries) {
    for (const Conditional<Text>& entry : entries) {
      line(cat(key, " ", entry.value.value, condition(entry.when)));
    }
  }
  void settings(std::string_view key, const Settings& s) {
    list(cat(key, " includes"), s.includes);
    list(cat(key, " defines"), s.defines);
    list(cat(key, " cflags"), s.cflags);
    list(cat(key, " cxxflags"), s.cxxflags);
    list(cat(key, " ldflags"), s.ldflags);
  }
  void sources(const std::vector<SourceFile>& files) {
    constexpr std::string_view kLanguages[] = {"c", "c++", "asm"};
    for (const SourceFile& file : files) {
      line(cat("source ", file.path, " ", kLanguages[static_cast<std::size_t>(file.language)],
               condition(file.when)));
    }
  }
  void needs(std::string_view key, const std::vector<Dependency>& dependencies) {
    for (const Dependency& need : dependencies) {
      line(cat(key, " ", need.name.value, " -> ", names(need.providers), condition(need.when)));
      list(cat(key, " ", need.name.value, " defines"), need.defines);
    }
  }
  void libs(std::string_view key, const std::vector<LibUse>& uses) {
    for (const LibUse& use : uses) {
      line(cat(key, " ", use.name.value, use.lib.valid() ? "" : " ?", condition(use.when)));
    }
  }
  void uses(std::string_view key, const std::vector<ComponentUse>& components) {
    for (const ComponentUse& use : components) {
      line(cat(key, " ", use.name.value, " -> ", name(use.component), condition(use.when)));
    }
  }

  void add(const ExternalLib& lib) {
    line(cat("lib ", lib.name.value));
    indent_ = "  ";
    text("description", lib.description);
    for (const Alternative& a : lib.any) add(a);
    for (const auto& [distribution, package] : lib.packages) {
      line(cat("package ", distribution, " ", package.value));
    }
    indent_.clear();
  }

  void add(const Alternative& a) {
    std::string what;
    for (const VersionedName& name : a.pkg_config) {
      append(what, " pkg-config ", name.name.value, name.comparison, name.version);
    }
    if (!a.config_tool.empty()) append(what, " config-tool ", a.config_tool.value);
    for (const Text& word : a.cflags) append(what, " cflags ", word.value);
    for (const Text& word : a.libs) append(what, " libs ", word.value);
    for (const Text& word : a.add_cflags) append(what, " add-cflags ", word.value);
    for (const Text& word : a.add_libs) append(what, " add-libs ", word.value);
    for (const LibVariable& variable : a.variables) {
      append(what, " variable ", variable.name.value);
      for (const Text& word : variable.arguments) append(what, " ", word.value);
    }
    for (const Conditional<Text>& define : a.defines) {
      append(what, " define ", define.value.value, condition(define.when));
    }
    for (const Text& word : a.version) append(what, " version ", word.value);
    if (!a.header.empty()) append(what, " header ", a.header.value);
    for (const Text& word : a.link) append(what, " link ", word.value);
    if (!a.symbol.empty()) append(what, " symbol ", a.symbol.value);
    if (a.is_static) what += " static";
    if (a.language == ProbeLanguage::Cxx) what += " c++";
    if (!a.program.empty()) append(what, " program ", a.program.value);
    if (!a.framework.empty()) append(what, " framework ", a.framework.value);
    append(what, a.needs.comparison.empty() ? "" : " needs ", a.needs.comparison, a.needs.version);
    for (const Text& word : a.query) append(what, " query ", word.value);
    line(cat("any", what, condition(a.when)));
  }

  void add(const DeclaredToolchain& toolchain) {
    line(cat("toolchain ", toolchain.name.value));
    indent_ = "  ";
    text("description", toolchain.description);
    texts("cc", toolchain.cc);
    texts("cxx", toolchain.cxx);
    texts("ar", toolchain.ar);
    text("sysroot", toolchain.sysroot);
    text("pkg-config", toolchain.pkg_config);
    texts("pkg-config-path", toolchain.pkg_config_path);
    texts("pkg-config-libdir", toolchain.pkg_config_libdir);
    texts("cflags", toolchain.cflags);
    texts("cxxflags", toolchain.cxxflags);
    texts("ldflags", toolchain.ldflags);
    indent_.clear();
  }

  void add(const Profile& profile) {
    constexpr std::string_view kBases[] = {"unset", "none", "default", "all"};
    constexpr std::string_view kMissing[] = {"unset", "skip", "error"};
    const Request& r = profile.request;
    line(cat("profile ", profile.name.value));
    indent_ = "  ";
    text("description", profile.description);
    text("toolchain", profile.toolchain);
    texts("include", r.include);
    if (r.exclude_given) line("exclude given");
    texts("exclude", r.exclude);
    texts("static", r.make_static);
    texts("groups", r.groups);
    texts("require", r.require);
    for (const FeatureRequest& f : r.features) {
      line(cat("feature ", f.module.value, "/", f.feature.value, "=",
               std::to_string(static_cast<int>(f.setting))));
    }
    if (r.base != Base::Unset) line(cat("base ", kBases[static_cast<std::size_t>(r.base)]));
    if (r.missing != MissingPolicy::Unset) {
      line(cat("missing ", kMissing[static_cast<std::size_t>(r.missing)]));
    }
    if (r.static_policy != StaticPolicy::Unset) {
      line(cat("static-policy ", r.may_downgrade() ? "downgrade" : "error"));
    }
    if (r.with_deps) line("with-deps");
    for (const auto& [dir, path] : r.dirs) line(cat("dir ", dir, " ", path.value));
    indent_.clear();
  }

  void add(const Component& c) {
    constexpr std::string_view kKinds[] = {"module", "program", "library"};
    line(cat(kKinds[static_cast<std::size_t>(c.kind)], " ", c.name.value, " (", c.manifest, ")",
             condition(c.when)));
    indent_ = "  ";
    text("description", c.description);
    text("package", c.package);
    if (c.kind == ComponentKind::Module) {
      line(cat("hosts", c.any_host ? " any" : "", c.hosts.empty() ? "" : " ", names(c.hosts)));
      text("file", c.file_name);
    }
    texts("groups", c.groups);
    if (c.support != Support::Core)
      line(cat("support ", std::to_string(static_cast<int>(c.support))));
    if (!c.by_default) line("not by default");
    if (!c.static_allowed) line("never static");
    if (c.library_linkage == Linkage::Static) line(c.whole ? "static, whole" : "static");
    list("public includes", c.public_includes);
    add_build(c);
    add_needs(c);
    for (const Feature& feature : c.features) add(feature);
    for (const Generate& generate : c.generates) add(generate);
    for (const Install& install : c.installs) add(install);
    if (c.host) {
      line(cat("host", c.host->shim ? " shim" : ""));
      texts("entry-symbols", c.host->entry_symbols);
      texts("config-load", c.host->config_load);
      add(c.host->abi);
    }
    indent_.clear();
  }

  void add(const AbiInputs& abi) {
    texts("abi", abi.texts);
    if (!abi.files.empty()) line(cat("abi files ", join(abi.files, " ")));
    if (abi.defines) line("abi defines");
    if (abi.cflags) line("abi cflags");
    if (abi.compiler) line("abi compiler");
  }

  void add_build(const Component& c) {
    sources(c.sources);
    for (const Conditional<std::string>& path : c.excluded) {
      line(cat("excluded ", path.value, condition(path.when)));
    }
    settings("own", c.settings);
    for (const PerFile& rule : c.per_file) {
      line(cat("per-file ", join(rule.files, " "), condition(rule.when)));
      list("per-file cflags", rule.cflags);
      list("per-file defines", rule.defines);
    }
  }

  void add_needs(const Component& c) {
    needs("depends", c.depends);
    needs("load", c.load);
    needs("optional", c.optional);
    needs("conflicts", c.conflicts);
    texts("provides", c.provides);
    uses("library", c.libraries);
    uses("tool", c.tools);
    libs("lib", c.libs);
    any_lib(c.any_lib);
  }

  void any_lib(const std::vector<std::vector<LibUse>>& groups) {
    for (const std::vector<LibUse>& choices : groups) {
      line("any-lib");
      libs("  or", choices);
    }
  }

  void add(const Feature& feature) {
    constexpr std::string_view kDefaults[] = {"on", "off", "auto"};
    line(cat("feature ", feature.name.value, " ",
             kDefaults[static_cast<std::size_t>(feature.by_default)], condition(feature.when)));
    indent_ = "    ";
    text("description", feature.description);
    libs("lib", feature.libs);
    any_lib(feature.any_lib);
    needs("depends", feature.modules);
    sources(feature.sources);
    settings("own", feature.settings);
    indent_ = "  ";
  }

  void add(const Generate& generate) {
    line(cat("generate", condition(generate.when)));
    indent_ = "    ";
    words("inputs", generate.inputs);
    texts("outputs", generate.outputs);
    texts("command", generate.command);
    uses("tool", generate.tools);
    texts("collect", generate.collect);
    for (const Collected& found : generate.collected) {
      line(cat("collected from ", name(found.module), " ", join(found.files, " ")));
    }
    text("depfile", generate.depfile);
    if (generate.to_output) line("stdout");
    indent_ = "  ";
  }

  void add(const Install& install) {
    constexpr std::string_view kKinds[] = {"module", "program", "library", "header", "config",
                                           "data",   "doc",     "man",     "script"};
    line(cat("install ", kKinds[static_cast<std::size_t>(install.kind)], " ",
             join(install.from, " "), condition(install.when)));
    indent_ = "    ";
    text("to", install.to);
    words("below", install.below);
    for (const Substitution& subst : install.subst) {
      line(cat("subst ", subst.text, " -> ", subst.replacement.value));
    }
    text("rename", install.rename);
    text("mode", install.mode);
    text("package", install.package);
    indent_ = "  ";
  }

  const Catalog& catalog_;
  std::string out_;
  std::string indent_;
};

}  // namespace

std::string text_of(const Catalog& catalog) {
  return CatalogWriter(catalog).whole();
}

std::string text_of_toolchains(const Catalog& catalog) {
  return CatalogWriter(catalog).toolchains();
}

std::string text_of(const Catalog& catalog, const Component& component) {
  return CatalogWriter(catalog).one(component);
}

}  // namespace modbuild
