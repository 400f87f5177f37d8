#include <algorithm>
#include <memory>

#include "base/edit_distance.h"
#include "base/json_writer.h"
#include "base/str.h"
#include "command.h"
#include "words.h"

namespace modbuild::tool {
namespace {

// Whether the module would be on if everything were asked for: losing a conflict does not count.
bool can_be_built(const Context& context, ComponentId id) {
  if (context.results.selection.verdicts[id].on) return true;
  const std::vector<ChainLink> chain = cause_chain(context.results.selection, id);
  return std::any_of(chain.begin(), chain.end(), [](const ChainLink& link) {
    return link.reason.kind == ReasonKind::Conflict;
  });
}

std::size_t buildable(const Context& context, const Group& group) {
  const auto count = std::count_if(group.members.begin(), group.members.end(),
                                   [&](ComponentId id) { return can_be_built(context, id); });
  return static_cast<std::size_t>(count);
}

void print_table(Context& context, const std::vector<GroupId>& ids) {
  const Catalog& catalog = context.results.catalog;
  Table table;
  for (const GroupId id : ids) {
    const Group& group = catalog.groups[id];
    const std::size_t here = buildable(context, group);
    const bool all = here == group.members.size();
    const bool is_default = group.name.value == catalog.tree.default_group.value;
    table.row(
        {{group.name.value},
         {std::to_string(group.members.size())},
         {std::to_string(here), all ? Style::Good : Style::Attention},
         {is_default ? cat("(default) ", group.description.value) : group.description.value}});
  }
  table.header({"group", "modules", "buildable here", "description"});
  context.out += table.text(context.layout());
}

void print_members(Context& context, const std::vector<GroupId>& ids) {
  const Catalog& catalog = context.results.catalog;
  for (const GroupId id : ids) {
    const Group& group = catalog.groups[id];
    if (!context.out.empty()) context.out += "\n";
    append(context.out, context.styled(shown(group.name.value), Style::Bold), ": ",
           count_of(group.members.size(), "module"),
           group.description.empty() ? "" : cat(", ", shown(group.description.value)), "\n");
    Table table;
    for (std::size_t i = 0; i < group.members.size(); ++i) {
      const ComponentId member = group.members[i];
      const bool on = can_be_built(context, member);
      const Verdict& verdict = context.results.selection.verdicts[member];
      table.row({{catalog.components[member].name.value},
                 {on ? "" : describe(catalog, verdict.because), Style::Attention},
                 {place_of(context, group.member_at[i]), Style::Dim}});
    }
    context.out += table.text(context.layout(2));
  }
}

void print_json(Context& context, const std::vector<GroupId>& ids) {
  const Catalog& catalog = context.results.catalog;
  JsonWriter json(context.out);
  json.begin_object().member("schema", "modbuild.groups/1");
  json.member("tree", catalog.tree.name.value);
  json.member("default", catalog.tree.default_group.value).key("groups").begin_array();
  for (const GroupId id : ids) {
    const Group& group = catalog.groups[id];
    json.begin_object().member("name", group.name.value);
    json.member("description", group.description.value);
    json.member("buildable", static_cast<std::uint64_t>(buildable(context, group)));
    json.member("modules", names_of(catalog, group.members)).end_object();
  }
  json.end_array().end_object();
  context.out += "\n";
}

std::vector<GroupId> chosen_groups(Context& context, const std::vector<std::string>& names) {
  const Catalog& catalog = context.results.catalog;
  std::vector<GroupId> ids;
  for (const GroupId id : catalog.groups.ids()) {
    if (names.empty()) ids.push_back(id);
  }
  for (const std::string& name : names) {
    const GroupId id = catalog.find_group(name);
    if (id.valid()) {
      ids.push_back(id);
      continue;
    }
    const Text word = context.command_line.positional(name, context.command_line_file);
    const std::string near = did_you_mean(name, catalog.group_names());
    context.diagnostics.add(Code::UnknownInRequest, word.at, cat("there is no group '", name, "'"),
                            near.empty() ? "`modbuild groups` lists the groups of the tree" : near);
  }
  return ids;
}

ExitStatus list_groups(const std::vector<std::string>& names, Context& context) {
  context.job.request.base = Base::All;
  if (!reach(context, Stage::Select)) return ExitStatus::Done;
  const std::vector<GroupId> ids = chosen_groups(context, names);
  if (context.diagnostics.has_errors()) return ExitStatus::Done;
  if (context.options.format == Format::Json) {
    print_json(context, ids);
  } else if (context.options.format == Format::Names) {
    for (const GroupId id : ids) {
      append(context.out, context.results.catalog.groups[id].name.value, "\n");
    }
  } else if (names.empty() && !context.options.verbose) {
    print_table(context, ids);
  } else {
    print_members(context, ids);
  }
  return ExitStatus::Done;
}

}  // namespace

Run declare_groups(CLI::App& app) {
  const auto names = std::make_shared<std::vector<std::string>>();
  add_arguments(app, "GROUP", "list the members of these groups; -v: of all", *names);
  return [names](Context& context) { return list_groups(*names, context); };
}

}  // namespace modbuild::tool
