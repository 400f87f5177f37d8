#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "base/path.h"
#include "base/str.h"
#include "model/language.h"
#include "plan/layout.h"
#include "plan/steps.h"

namespace modbuild {
namespace {

// A define behind its -D, or a flag, which must stay one that a manifest may use.
std::string text_of(const PlanContext& context, std::string_view prefix, const Text& text,
                    ComponentId id) {
  if (prefix.empty()) return context.expand_flag(text, id);
  return cat(prefix, context.expand(text, id));
}

// Makes the flag list of one component and language.
class FlagBuilder {
 public:
  FlagBuilder(const PlanContext& context, const CompileInput& input, Language language)
      : context_(context), input_(input), language_(language) {}

  std::vector<Flag> build() {
    const Component& component = context_.component(input_.id);
    if (component.kind != ComponentKind::Program) add({"-fPIC", std::nullopt}, component.name.at);
    for_each_settings(context_, input_.id,
                      [&](const Settings& s) { add_paths(s.includes, input_.id); });
    add_paths(component.public_includes, input_.id);
    add_generated(component);
    for_each_settings(context_, input_.id, [&](const Settings& s) { add_texts("-D", s.defines); });
    add_optional(component);
    for_each_settings(context_, input_.id, [&](const Settings& s) { add_texts("", s.cflags); });
    if (language_ == Language::Cxx) {
      for_each_settings(context_, input_.id, [&](const Settings& s) { add_texts("", s.cxxflags); });
    }
    add_libraries();
    flags_.shrink_to_fit();  // every component keeps such lists to the end
    return std::move(flags_);
  }

 private:
  void add(Arg arg, const SourceRange& from) { flags_.push_back({std::move(arg), from}); }

  // `owner`: the component that the list stands in; its conditions and placeholders are its own.
  void add_paths(const TextList& paths, ComponentId owner) {
    for (const Conditional<Text>& path : paths) {
      if (!context_.holds(path.when, owner)) continue;
      add({"-I", Path{Root::Source, context_.expand(path.value, owner)}}, path.value.at);
    }
  }

  void add_texts(std::string_view prefix, const TextList& texts) {
    for (const Conditional<Text>& text : texts) {
      if (!context_.holds(text.when, input_.id)) continue;
      add({text_of(context_, prefix, text.value, input_.id), std::nullopt}, text.value.at);
    }
  }

  // Generated headers are found, and generated sources find the headers beside their inputs.
  void add_generated(const Component& component) {
    if (!input_.generated->headers.empty()) {
      add({"-I", generated_directory(component)}, component.generates.front().at);
      for (const std::string& directory : directories_of(input_.generated->headers)) {
        if (directory == generated_directory(component).text) continue;
        // As if it lay beside the sources; never before a header of the system.
        add({"-iquote", Path{Root::Build, directory}}, component.generates.front().at);
      }
    }
    if (!component.generates.empty()) {
      add({"-I", Path{Root::Source, component.dir}}, component.generates.front().at);
    }
  }

  static std::set<std::string> directories_of(const std::vector<Path>& files) {
    std::set<std::string> directories;
    for (const Path& file : files) directories.emplace(directory_of(file.text));
    return directories;
  }

  // Optional dependencies that are on bring their defines.
  void add_optional(const Component& component) {
    for (const Dependency& dependency : component.optional) {
      if (!context_.holds(dependency.when, input_.id)) continue;
      const bool on = std::any_of(dependency.providers.begin(), dependency.providers.end(),
                                  [&](ComponentId provider) { return context_.is_on(provider); });
      if (on) add_texts("-D", dependency.defines);
    }
  }

  void add_libraries() {
    for (const ComponentId library : context_.libraries(input_.id).all) {
      add_paths(context_.component(library).public_includes, library);
    }
    for (const Path& directory : input_.include_directories) {
      add({"-I", directory}, context_.component(input_.id).name.at);
    }
    for (const LibId lib : context_.libs_on(input_.id)) {
      const LibAnswer& answer = context_.probes(input_.id).libs[lib];
      const ExternalLib& declared = context_.catalog().libs[lib];
      add_texts("-D", declared.any[answer.alternative].defines);
      for (const std::string& word : answer.cflags) {
        add({word, std::nullopt}, declared.name.at);
      }
    }
  }

  const PlanContext& context_;
  const CompileInput& input_;
  Language language_;
  std::vector<Flag> flags_;
};

std::string_view flags_prefix(Language language) {
  switch (language) {
    case Language::C:
      return "c";
    case Language::Cxx:
      return "cxx";
    case Language::Asm:
      return "asm";
  }
  return "c";
}

// One component's compile steps while they are made.
class CompilePlanner {
 public:
  CompilePlanner(const PlanContext& context, const CompileInput& input, Plan& plan)
      : context_(context), input_(input), plan_(plan) {}

  Objects build() {
    const Component& component = context_.component(input_.id);
    if (!input_.headers.empty()) order_only_ = plan_.order_only.push_back(input_.headers);
    for (const SourceFile* source : active_sources()) {
      add({Root::Source, source->path}, object_path(component, source->path), source->language);
    }
    const std::string below = generated_directory(component).text + "/";
    for (const Path& path : input_.generated->sources) {
      const std::string_view output = std::string_view(path.text).substr(below.size());
      add(path, generated_object_path(component, output), *language_of(output));
      add_input_directories(plan_.compiles.back().extra, output);
    }
    return std::move(objects_);
  }

 private:
  // The component's own sources and those of its features, less the excluded ones, by path.
  std::vector<const SourceFile*> active_sources() const {
    const Component& component = context_.component(input_.id);
    std::vector<std::string_view> excluded;
    for (const Conditional<std::string>& path : component.excluded) {
      if (context_.holds(path.when, input_.id)) excluded.push_back(path.value);
    }
    std::sort(excluded.begin(), excluded.end());
    std::vector<const SourceFile*> sources;
    const auto take = [&](const std::vector<SourceFile>& files) {
      for (const SourceFile& file : files) {
        if (std::binary_search(excluded.begin(), excluded.end(), file.path)) continue;
        if (context_.holds(file.when, input_.id)) sources.push_back(&file);
      }
    };
    take(component.sources);
    for (const Feature* feature : context_.features_on(input_.id)) take(feature->sources);
    const auto by_path = [](const SourceFile* a, const SourceFile* b) { return a->path < b->path; };
    const auto same = [](const SourceFile* a, const SourceFile* b) { return a->path == b->path; };
    std::sort(sources.begin(), sources.end(), by_path);
    sources.erase(std::unique(sources.begin(), sources.end(), same), sources.end());
    return sources;
  }

  void add(const Path& source, Path object, Language language) {
    CompileStep step;
    step.machine = context_.component(input_.id).machine;
    step.component = input_.id;
    step.source = source;
    step.object = std::move(object);
    step.language = language;
    step.flags = flags_for(language);
    step.order_only = order_only_;
    step.extra = extra_flags(source);
    objects_.paths.push_back(step.object);
    objects_.cxx |= language == Language::Cxx;
    plan_.compiles.push_back(std::move(step));
  }

  // A generated source includes what lies beside the files it was made of.
  void add_input_directories(std::vector<Flag>& flags, std::string_view output) const {
    const Component& component = context_.component(input_.id);
    for (const Generate& generate : component.generates) {
      const bool makes_it = std::any_of(generate.outputs.begin(), generate.outputs.end(),
                                        [&](const Text& one) { return one.value == output; });
      if (!makes_it) continue;
      std::set<std::string> directories;
      for (const std::string& input : generate.inputs) directories.emplace(directory_of(input));
      directories.erase(component.dir);
      for (const std::string& directory : directories) {
        flags.push_back({{"-iquote", Path{Root::Source, directory}}, generate.at});
      }
    }
  }

  FlagsId flags_for(Language language) {
    std::optional<FlagsId>& id = flags_[static_cast<std::size_t>(language)];
    if (!id) {
      FlagList list;
      list.name = flag_list_name(flags_prefix(language), context_.component(input_.id));
      list.flags = FlagBuilder(context_, input_, language).build();
      id = plan_.flags.push_back(std::move(list));
    }
    return *id;
  }

  std::vector<Flag> extra_flags(const Path& source) const {
    std::vector<Flag> flags;
    for (const PerFile& rule : context_.component(input_.id).per_file) {
      if (!names(rule, source) || !context_.holds(rule.when, input_.id)) continue;
      const auto take = [&](std::string_view prefix, const TextList& texts) {
        for (const Conditional<Text>& text : texts) {
          if (!context_.holds(text.when, input_.id)) continue;
          Arg arg{text_of(context_, prefix, text.value, input_.id), std::nullopt};
          flags.push_back({std::move(arg), text.value.at});
        }
      };
      take("-D", rule.defines);
      take("", rule.cflags);
    }
    return flags;
  }

  bool names(const PerFile& rule, const Path& source) const {
    if (source.root == Root::Source) {
      return std::find(rule.files.begin(), rule.files.end(), source.text) != rule.files.end();
    }
    const std::string below = generated_directory(context_.component(input_.id)).text;
    return std::any_of(rule.generated.begin(), rule.generated.end(), [&](const std::string& name) {
      return source.text == cat(below, "/", name);
    });
  }

  const PlanContext& context_;
  const CompileInput& input_;
  Plan& plan_;
  Objects objects_;
  OrderOnlyId order_only_;
  std::optional<FlagsId> flags_[3];
};

}  // namespace

Objects plan_compiles(const PlanContext& context, const CompileInput& input, Plan& plan) {
  Objects objects = CompilePlanner(context, input, plan).build();
  if (objects.paths.empty()) {
    const Component& component = context.component(input.id);
    context.diagnostics().add(Code::NoSources, component.name.at,
                              cat("'", component.name.value, "' has no sources"),
                              "add source files to its directory, or name them in [build] sources");
  }
  return objects;
}

}  // namespace modbuild
