#include "report/tree_data.h"

#include <string>
#include <vector>

#include "base/str.h"
#include "model/words.h"

namespace modbuild {
namespace {

std::string_view operator_name(When::Op op) {
  switch (op) {
    case When::Op::Not:
      return "!";
    case When::Op::And:
      return "&";
    case When::Op::Or:
      return "|";
    default:
      return {};
  }
}

class TreeWriter {
 public:
  TreeWriter(JsonWriter& json, const ReportInput& input)
      : json_(json), input_(input), catalog_(*input.catalog) {}

  void write() {
    const Tree& tree = catalog_.tree;
    json_.member("tree", tree.name.value).member("version", tree.version.value);
    json_.member("default-group", tree.default_group.value);
    libs();
    groups();
    json_.key("components").begin_array();
    for (const ComponentId id : catalog_.components.ids()) component(id);
    json_.end_array();
  }

 private:
  void libs() {
    json_.key("libs").begin_array();
    for (const LibId id : catalog_.libs.ids()) {
      json_.begin_object(true).member("name", catalog_.libs[id].name.value);
      json_.key("found").begin_array(true);
      json_.value(is_found(Machine::Target, id)).value(is_found(Machine::Build, id)).end_array();
      if (id.value < input_.probes->libs.size())
        json_.member_unless_empty("version", input_.probes->libs[id].version);
      json_.member_unless_empty("package", input_.package(id));
      json_.end_object();
    }
    json_.end_array();
  }

  bool is_found(Machine machine, LibId id) const {
    const ProbeReport& probes = input_.probes->of(machine);
    return id.value < probes.libs.size() && probes.libs[id].found;
  }

  void groups() {
    json_.key("groups").begin_array();
    for (const Group& group : catalog_.groups) {
      json_.begin_object(true).member("name", group.name.value);
      json_.member_unless_empty("description", group.description.value);
      ids("members", group.members);
      json_.end_object();
    }
    json_.end_array();
  }

  void component(ComponentId id) {
    const Component& c = catalog_.components[id];
    facts_ = facts_of(catalog_, *input_.selection, *input_.probes, id);
    json_.begin_object(true).member("name", c.name.value).member("kind", kind_word(c.kind));
    json_.member_unless_empty("directory", c.dir);
    json_.member_unless_empty("description", c.description.value);
    json_.member_unless_empty(
        "package", (c.package.empty() ? catalog_.tree.default_package : c.package).value);
    if (c.machine == Machine::Build) json_.member("machine", "build");
    if (c.copy_of.valid()) json_.member("copy-of", std::uint64_t{c.copy_of.value});
    if (!c.by_default) json_.member("default", false);
    if (!c.static_allowed) json_.member("static", "never");
    if (c.kind == ComponentKind::Library) {
      json_.member("linkage", linkage_word(c.library_linkage));
    }
    hosts(c);
    when(c.when);
    lib_uses("libs", c.libs);
    any_libs(c.any_lib);
    component_uses("libraries", c.libraries);
    component_uses("tools", c.tools);
    generators(c);
    needs("depends", c.depends);
    needs("load", c.load);
    needs("optional", c.optional);
    needs("conflicts", c.conflicts);
    features(c);
    json_.end_object();
  }

  void hosts(const Component& c) {
    if (c.kind != ComponentKind::Module || !c.any_host) return ids("hosts", c.hosts);
    json_.member("hosts", "any");
  }

  void generators(const Component& c) {
    json_.key("generators").begin_array(true);
    for (const Generate& generate : c.generates) {
      if (generate.tools.empty()) continue;
      json_.begin_object(true);
      when(generate.when);
      component_uses("tools", generate.tools);
      json_.end_object();
    }
    json_.end_array();
  }

  void features(const Component& c) {
    json_.key("features").begin_array(true);
    for (const Feature& feature : c.features) {
      json_.begin_object(true).member("name", feature.name.value);
      json_.member_unless_empty("description", feature.description.value);
      json_.member("default", feature_default_word(feature.by_default));
      when(feature.when);
      lib_uses("libs", feature.libs);
      any_libs(feature.any_lib);
      needs("modules", feature.modules);
      json_.end_object();
    }
    json_.end_array();
  }

  void lib_list(const std::vector<LibUse>& uses) {
    json_.begin_array(true);
    for (const LibUse& use : uses) {
      if (!use.lib.valid()) continue;
      json_.begin_object(true).member("lib", std::uint64_t{use.lib.value});
      when(use.when);
      json_.end_object();
    }
    json_.end_array();
  }

  void lib_uses(std::string_view key, const std::vector<LibUse>& uses) {
    json_.key(key);
    lib_list(uses);
  }

  void any_libs(const std::vector<std::vector<LibUse>>& groups) {
    json_.key("any-lib").begin_array(true);
    for (const std::vector<LibUse>& group : groups) lib_list(group);
    json_.end_array();
  }

  void component_uses(std::string_view key, const std::vector<ComponentUse>& uses) {
    json_.key(key).begin_array(true);
    for (const ComponentUse& use : uses) {
      if (!use.component.valid()) continue;
      json_.begin_object(true).member("component", std::uint64_t{use.component.value});
      when(use.when);
      json_.end_object();
    }
    json_.end_array();
  }

  void needs(std::string_view key, const std::vector<Dependency>& dependencies) {
    json_.key(key).begin_array(true);
    for (const Dependency& dependency : dependencies) {
      json_.begin_object(true).member("name", dependency.name.value);
      ids("providers", dependency.providers);
      when(dependency.when);
      json_.end_object();
    }
    json_.end_array();
  }

  // In postfix order; what the machine decides is decided here.
  void when(const When& when) {
    if (when.always()) return;
    json_.key("when").begin_array(true);
    for (const When::Node& node : when.nodes()) {
      json_.begin_array(true);
      if (const std::string_view name = operator_name(node.op); !name.empty()) {
        json_.value(name);
      } else {
        leaf(node);
      }
      json_.end_array();
    }
    json_.end_array();
  }

  void leaf(const When::Node& node) {
    json_.value(leaf_text(node));
    if (node.op == When::Op::Feature) {
      json_.value("feature").value(node.name);
    } else if (node.op == When::Op::Word && (node.name == "static" || node.name == "shared")) {
      json_.value("linkage").value(node.name);
    } else {
      json_.value(leaf_holds(node, facts_));
    }
  }

  void ids(std::string_view key, const std::vector<ComponentId>& components) {
    json_.key(key).begin_array(true);
    for (const ComponentId id : components) json_.value(std::uint64_t{id.value});
    json_.end_array();
  }

  JsonWriter& json_;
  const ReportInput& input_;
  const Catalog& catalog_;
  Facts facts_;  // of the component that is written
};

}  // namespace

void write_tree(JsonWriter& json, const ReportInput& input) {
  TreeWriter(json, input).write();
}

}  // namespace modbuild
