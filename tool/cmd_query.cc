#include <memory>

#include "base/json_writer.h"
#include "base/str.h"
#include "command.h"
#include "drawing/drawing.h"
#include "edge_kinds.h"
#include "question.h"
#include "words.h"

namespace modbuild::tool {
namespace {

struct Decision {
  std::string_view word;  // "on", "off" or "dropped"; "" where nothing was decided
  Style style = Style::Plain;
  std::string_view linkage;  // of a module that is on
};

Decision decision(const Component& component, const Answer& answer, ComponentId id) {
  if (answer.selection == nullptr) return {};
  const Verdict& verdict = answer.selection->verdicts[id];
  if (!verdict.on && verdict.wanted) return {"dropped", Style::Bad, ""};
  if (!verdict.on) return {"off", Style::Dim, ""};
  const bool is_module = component.kind == ComponentKind::Module;
  return {"on", Style::Good, is_module ? linkage_word(verdict.linkage) : ""};
}

void print_text(Context& context, const Answer& answer) {
  Table table;
  for (const ComponentId id : answer.components) {
    const Component& component = context.results.catalog.components[id];
    const Decision decided = decision(component, answer, id);
    const bool is_static = decided.linkage == linkage_word(Linkage::Static);
    table.row({{std::string(kind_word(component.kind)), Style::Dim},
               {component.name.value},
               {component.dir.empty() ? "." : component.dir},
               {std::string(is_static ? decided.linkage : decided.word), decided.style}});
  }
  context.out = table.text(context.layout());
}

void print_json(Context& context, const Question& question, const Answer& answer) {
  const Catalog& catalog = context.results.catalog;
  JsonWriter json(context.out);
  json.begin_object().member("schema", "modbuild.query/1");
  json.member("tree", catalog.tree.name.value).member("expression", question.expression);
  json.key("components").begin_array();
  for (const ComponentId id : answer.components) {
    const Component& component = catalog.components[id];
    const Decision decided = decision(component, answer, id);
    json.begin_object(true).member("name", component.name.value);
    json.member("kind", kind_word(component.kind)).member("directory", component.dir);
    if (!decided.word.empty()) json.member("verdict", decided.word);
    if (!decided.linkage.empty()) json.member("linkage", decided.linkage);
    json.end_object();
  }
  json.end_array().end_object();
  context.out += "\n";
}

ExitStatus query(const Question& question, Context& context) {
  if (question.expression.empty()) {
    return usage_error(context, "'query' needs an expression", "modbuild help query");
  }
  const bool draws = context.options.format == Format::Dot;
  const std::optional<Answer> answer = ask(question, all_edge_kinds(), draws, context);
  if (!answer) return ExitStatus::Done;
  const Catalog& catalog = context.results.catalog;
  switch (context.options.format) {
    case Format::Json:
      print_json(context, question, *answer);
      break;
    case Format::Names:
      for (const std::string& name : names_of(catalog, answer->components)) {
        append(context.out, name, "\n");
      }
      break;
    case Format::Dot:
      context.out = dot_text(draw(catalog, answer->graph, answer->components, answer->selection,
                                  {answer->kinds, false}));
      break;
    default:
      print_text(context, *answer);
  }
  if (answer->components.empty()) say(context, "nothing is in this set");
  return ExitStatus::Done;
}

}  // namespace

Run declare_query(CLI::App& app) {
  const auto question = std::make_shared<Question>();
  declare_question(app, *question);
  return [question](Context& context) { return query(*question, context); };
}

}  // namespace modbuild::tool
