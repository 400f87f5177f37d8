#include <algorithm>
#include <memory>
#include <unordered_map>

#include "base/json_writer.h"
#include "base/str.h"
#include "build_targets.h"
#include "command.h"
#include "generation.h"
#include "installation.h"
#include "verify/verify.h"
#include "words.h"

namespace modbuild::tool {
namespace {

struct StaticCheckOptions {
  GenOptions gen;
  bool build = false;
};

// What the plan says of each component, as the linker will see it.
class LinkGatherer {
 public:
  LinkGatherer(const Results& results, std::string build)
      : results_(results), build_(std::move(build)), objects_(results.catalog.components.size()) {
    for (const CompileStep& step : results.plan.compiles) {
      objects_[step.component].push_back(path(step.object));
    }
    for (const LinkStep& step : results.plan.links) {
      if (step.kind == LinkKind::Archive || step.kind == LinkKind::SharedLibrary) {
        libraries_[step.output.text] = step.component;
      }
    }
  }

  std::vector<StaticLink> links() const {
    std::vector<StaticLink> links;
    for (const LinkStep& step : results_.plan.links) {
      if (step.kind != LinkKind::Program) continue;
      StaticLink link = link_of(step);
      if (!link.modules.empty()) links.push_back(std::move(link));
    }
    return links;
  }

 private:
  std::string path(const Path& output) const { return cat(build_, "/", output.text); }

  LinkPart part(ComponentId id, std::vector<std::string> objects) const {
    const Component& component = results_.catalog.components[id];
    return {component.name.value, component.name.at, std::move(objects)};
  }

  StaticLink link_of(const LinkStep& step) const {
    StaticLink link;
    std::vector<std::string> own;
    for (const Path& object : step.objects) own.push_back(path(object));
    for (const StaticModule& planned : results_.plan.static_modules) {
      const std::string object =
          path(static_object_path(results_.catalog.components[planned.module]));
      const auto at = std::find(own.begin(), own.end(), object);
      if (at == own.end()) continue;
      own.erase(at);
      link.modules.push_back(module(planned));
    }
    link.host = part(step.component, std::move(own));
    for (const Path& library : step.libraries) {
      const auto maker = libraries_.find(library.text);
      if (maker == libraries_.end()) continue;
      link.libraries.push_back(part(maker->second, objects_[maker->second]));
    }
    for (const Flag& flag : results_.plan.flags[step.flags].flags) {
      if (!flag.arg.path) link.words.push_back(flag.arg.text);
    }
    return link;
  }

  StaticModulePart module(const StaticModule& planned) const {
    StaticModulePart module;
    module.part = part(planned.module, objects_[planned.module]);
    module.entries = planned.entries;
    for (const ComponentId user : planned.users) {
      module.users.insert(module.users.end(), objects_[user].begin(), objects_[user].end());
    }
    for (const LibId lib :
         libs_in_use(results_.catalog, results_.selection, results_.probes, planned.module)) {
      const std::vector<std::string>& words = results_.probes.libs[lib].libs;
      module.words.insert(module.words.end(), words.begin(), words.end());
    }
    return module;
  }

  const Results& results_;
  std::string build_;
  IdVector<ComponentId, std::vector<std::string>> objects_;
  std::unordered_map<std::string, ComponentId> libraries_;  // by output
};

void print_document(const StaticCheck& check, Context& context) {
  JsonWriter json(context.out);
  json.begin_object().member("schema", "modbuild.static-check/1");
  json.key("hosts").begin_array();
  for (const StaticLinkFacts& link : check.links) {
    json.begin_object().member("host", link.host).member("modules", link.modules);
    json.member("kept-symbols", link.kept).member("libraries", link.libraries);
    json.member("unknown-libraries", link.unknown);
    json.member("not-compiled", link.not_compiled.size()).end_object();
  }
  json.end_array().member("errors", check.errors).member("warnings", check.warnings).end_object();
  context.out += "\n";
}

void print_text(const StaticCheck& check, Context& context) {
  Table table;
  for (const StaticLinkFacts& link : check.links) {
    table.row({{link.host},
               {std::to_string(link.modules.size())},
               {std::to_string(link.kept.size())},
               {std::to_string(link.libraries)},
               {join(link.unknown, " "), Style::Attention}});
  }
  table.header({"host", "static modules", "kept symbols", "libraries", "not looked into"});
  context.out += table.text(context.layout());
}

std::vector<std::string> objects_to_build(const Results& results) {
  std::vector<std::string> objects;
  for (const CompileStep& step : results.plan.compiles) objects.push_back(step.object.text);
  return objects;
}

ExitStatus static_check(const StaticCheckOptions& options, Context& context) {
  BuildDirectory build;
  const bool planned = options.build ? generate(options.gen, context, build)
                                     : plan_as_gen(options.gen, context, build);
  if (!planned) return ExitStatus::Done;
  if (options.build) {
    const ExitStatus built =
        build_targets(objects_to_build(context.results), context.job.backend, context, build);
    if (built != ExitStatus::Done) return built;
  }
  const auto system = open_machine(context);
  if (!system) return ExitStatus::Done;
  const StageTimer timer(context.results.stats, "static-check");
  StaticCheckInput input;
  input.links = LinkGatherer(context.results, build.path).links();
  input.system.system = system.get();
  input.threads = context.job.threads;
  const StaticCheck check = check_static_links(input, context.diagnostics);
  if (context.options.format == Format::Json) {
    print_document(check, context);
  } else {
    print_text(check, context);
  }
  say(context, check.links.empty()
                   ? std::string("no module is static in this request")
                   : cat(count_of(check.links.size(), "host"),
                         " rehearsed: ", findings_text(check.errors, check.warnings)));
  return ExitStatus::Done;
}

}  // namespace

Run declare_static_check(CLI::App& app) {
  const auto options = std::make_shared<StaticCheckOptions>();
  add_switch(app, {"--build", "", "compile first what is not compiled yet; link nothing"},
             options->build);
  declare_planning_options(app, options->gen);
  return [options](Context& context) { return static_check(*options, context); };
}

}  // namespace modbuild::tool
