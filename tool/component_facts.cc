#include "component_facts.h"

#include <map>

#include "base/path.h"
#include "base/str.h"
#include "preview/preview.h"
#include "words.h"

namespace modbuild::tool {
namespace {

std::vector<std::string> path_texts(const std::vector<Path>& paths) {
  std::vector<std::string> texts;
  for (const Path& path : paths) texts.push_back(shown_path(path));
  return texts;
}

class Gatherer {
 public:
  Gatherer(const Context& context, ComponentId id)
      : context_(context), plan_(context.results.plan), id_(id) {}

  ComponentFacts gather() {
    for (const LinkStep& link : plan_.links) {
      if (link.component == id_) add_link(link);
    }
    add_generates();
    for (const InstallEntry& entry : plan_.install) {
      if (entry.component == id_) add_install(entry);
    }
    return std::move(facts_);
  }

 private:
  std::vector<ShownFlag> shown_flags(const std::vector<Flag>& flags) const {
    std::vector<ShownFlag> out;
    for (const Flag& flag : flags) {
      out.push_back({shown_argument(flag.arg), place_of(context_, flag.from)});
    }
    return out;
  }

  void add_flags(const std::string& title, FlagsId id) {
    if (!id.valid() || plan_.flags[id].flags.empty()) return;
    for (const ShownFlags& known : facts_.flags) {
      if (known.title == title) return;
    }
    facts_.flags.push_back({title, shown_flags(plan_.flags[id].flags)});
  }

  // The line of the manifest that named a source file; "" for a generated one.
  std::string source_place(const Path& source) const {
    const Component& component = context_.results.catalog.components[id_];
    for (const SourceFile& file : component.sources) {
      if (source.root == Root::Source && file.path == source.text) {
        return place_of(context_, file.at);
      }
    }
    for (const Feature& feature : component.features) {
      for (const SourceFile& file : feature.sources) {
        if (source.root == Root::Source && file.path == source.text) {
          return place_of(context_, file.at);
        }
      }
    }
    return {};
  }

  void add_link(const LinkStep& link) {
    facts_.output = shown_path(link.output);
    std::map<std::string, const CompileStep*> by_object;
    for (const CompileStep& step : plan_.compiles) by_object[step.object.text] = &step;
    for (const Path& object : link.objects) {
      const auto found = by_object.find(object.text);
      if (found == by_object.end()) continue;
      const CompileStep& step = *found->second;
      const std::string language(language_word(step.language));
      facts_.sources.push_back(
          {shown_path(step.source), language, source_place(step.source), shown_flags(step.extra)});
      add_flags(cat("compile ", language), step.flags);
    }
    add_flags("link", link.flags);
    for (const std::string& library : path_texts(link.libraries)) {
      facts_.libraries.push_back(library);
    }
  }

  void add_generates() {
    for (const GenerateStep& step : plan_.generates) {
      if (step.component != id_) continue;
      ShownGenerate generate{path_texts(step.inputs), path_texts(step.outputs), {}, step.to_output};
      for (const Arg& arg : step.command) generate.command.push_back(shown_argument(arg));
      facts_.generates.push_back(std::move(generate));
    }
  }

  void add_install(const InstallEntry& entry) {
    facts_.installs.push_back({std::string(install_kind_word(entry.kind)), shown_path(entry.source),
                               entry.to, entry.destination, entry.mode, entry.package,
                               place_of(context_, entry.at), entry.subst});
  }

  const Context& context_;
  const Plan& plan_;
  ComponentId id_;
  ComponentFacts facts_;
};

}  // namespace

ComponentFacts gather_facts(const Context& context, ComponentId id) {
  return Gatherer(context, id).gather();
}

}  // namespace modbuild::tool
