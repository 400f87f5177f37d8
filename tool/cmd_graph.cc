#include <memory>

#include "command.h"
#include "drawing/drawing.h"
#include "graphviz.h"
#include "question.h"

namespace modbuild::tool {
namespace {

struct GraphOptions {
  Question question;
  bool collapse = false;
};

ExitStatus draw_graph(const GraphOptions& options, Context& context) {
  Question question = options.question;
  if (question.expression.empty()) question.expression.assign(1, '*');
  const std::optional<Answer> answer = ask(question, {EdgeKind::Hard}, true, context);
  if (!answer) return ExitStatus::Done;
  const Drawing drawing = draw(context.results.catalog, answer->graph, answer->components,
                               answer->selection, {answer->kinds, options.collapse});
  if (context.options.format == Format::Mermaid) {
    context.out = mermaid_text(drawing);
    return ExitStatus::Done;
  }
  context.out = dot_text(drawing);
  if (context.options.format != Format::Svg) return ExitStatus::Done;
  context.out = svg_of(context.out, context).value_or("");
  return ExitStatus::Done;
}

}  // namespace

Run declare_graph(CLI::App& app) {
  const auto options = std::make_shared<GraphOptions>();
  declare_question(app, options->question);
  add_switch(app, {"--verdicts", "", "colour what the request builds, drops and leaves out"},
             options->question.verdicts);
  add_switch(app,
             {"--collapse", "", "draw as one what nobody needs and what needs the same one thing"},
             options->collapse);
  return [options](Context& context) { return draw_graph(*options, context); };
}

}  // namespace modbuild::tool
