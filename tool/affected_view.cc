#include "affected_view.h"

#include <algorithm>

#include "base/json_writer.h"
#include "base/str.h"
#include "words.h"

namespace modbuild::tool {
namespace {

constexpr std::size_t kMostNames = 5;

std::string link_text(const AffectedLink& link) {
  switch (link.edge) {
    case AffectedEdge::Setting:
      return link.to;
    case AffectedEdge::Computes:
      return cat("computes the name of what it includes, perhaps ", link.to);
    case AffectedEdge::Policy:
      return cat(link.to, " touches everything, as [affected] has it");
    default:
      return cat(edge_word(link.edge), " ", link.to);
  }
}

// The first link and the last: what is in between, --why tells.
std::string short_why(const std::vector<AffectedLink>& why) {
  if (why.size() == 1) return link_text(why.front());
  const std::string between = why.size() > 2 ? ", .. " : ", ";
  return cat(link_text(why.front()), between, link_text(why.back()));
}

const std::string& name_of(const AffectedComponent& affected, const Context& context) {
  return context.results.catalog.components[affected.component].name.value;
}

std::string first_few(const std::vector<std::string>& names) {
  std::vector<std::string> some(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(std::min(
                                                                   names.size(), kMostNames)));
  if (names.size() > kMostNames) {
    some.push_back(cat("and ", std::to_string(names.size() - kMostNames), " more"));
  }
  return join(some, ", ");
}

std::size_t count_on(const Context& context) {
  const Results& results = context.results;
  std::size_t count = 0;
  for (const ComponentId id : results.catalog.components.ids()) {
    const bool copy = results.catalog.components[id].copy_of.valid();
    if (results.selection.verdicts[id].on && !copy) ++count;
  }
  return count;
}

void write_names(JsonWriter& json, std::string_view key, const std::vector<std::string>& names) {
  json.key(key).begin_array();
  for (const std::string& name : names) json.value(name);
  json.end_array();
}

}  // namespace

std::string affected_text(const Affected& affected, bool why, const Context& context) {
  Table table;
  for (const AffectedComponent& each : affected.components) {
    const std::string& name = name_of(each, context);
    if (!why) {
      table.row({{name}, {std::string(touch_word(each.touch)), Style::Dim}, {short_why(each.why)}});
      continue;
    }
    for (std::size_t i = 0; i < each.why.size(); ++i) {
      table.row({{i == 0 ? name : std::string()},
                 {i == 0 ? std::string(touch_word(each.touch)) : std::string(), Style::Dim},
                 {link_text(each.why[i])}});
    }
  }
  for (const std::string& name : affected.lost) {
    table.row({{name}, {"gone", Style::Bad}, {"no longer built"}});
  }
  return table.text(context.layout());
}

std::string affected_names(const Affected& affected, const Context& context) {
  std::string names;
  for (const AffectedComponent& each : affected.components) {
    append(names, name_of(each, context), "\n");
  }
  return names;
}

std::string affected_json(const Affected& affected, const Context& context) {
  const Catalog& catalog = context.results.catalog;
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("schema", "modbuild.affected/1");
  json.member("tree", catalog.tree.name.value).member("on", count_on(context));
  json.key("components").begin_array();
  for (const AffectedComponent& each : affected.components) {
    const Component& component = catalog.components[each.component];
    json.begin_object().member("name", component.name.value);
    json.member("kind", kind_word(component.kind)).member("touch", touch_word(each.touch));
    json.key("why").begin_array();
    for (const AffectedLink& link : each.why) {
      json.begin_object(true).member("edge", edge_word(link.edge)).member("to", link.to);
      json.end_object();
    }
    json.end_array().end_object();
  }
  json.end_array();
  write_names(json, "lost", affected.lost);
  write_names(json, "unknown", affected.unknown);
  json.end_object();
  out += "\n";
  return out;
}

std::string affected_summary(const Affected& affected, const Context& context) {
  const std::size_t count = affected.components.size();
  std::string text = cat(std::to_string(count), " of ", std::to_string(count_on(context)),
                         count == 1 ? " is affected" : " are affected");
  if (affected.unknown.empty()) return text;
  const bool one = affected.unknown.size() == 1;
  append(text, "; ", count_of(affected.unknown.size(), "changed file"),
         one ? " belongs to nothing: " : " belong to nothing: ", first_few(affected.unknown));
  return text;
}

}  // namespace modbuild::tool
