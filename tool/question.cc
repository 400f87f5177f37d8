#include "question.h"

#include "context.h"
#include "edge_kinds.h"
#include "options.h"
#include "query/query.h"

namespace modbuild::tool {

void declare_question(CLI::App& app, Question& question) {
  add_argument(app, "EXPR", "a set of components, as in 'deps(tm) & on() - @basic'",
               question.expression);
  add_list(app, {"--type", "KIND", "follow only depends, load, optional, library or tool"},
           question.types);
  declare_request_options(app, question.request);
}

std::optional<Answer> ask(const Question& question, const std::vector<EdgeKind>& kinds,
                          bool want_graph, Context& context) {
  Results& results = context.results;
  Answer answer;
  answer.kinds = wanted_kinds(question.types, kinds, context);
  if (answer.kinds.empty()) return std::nullopt;
  const FileId file = results.sources.add("expression", question.expression);
  const std::optional<Query> query = parse_query(question.expression, file, context.diagnostics);
  if (!query) return std::nullopt;
  const bool selects = question.verdicts || question.request.given() ||
                       !context.options.profile.empty() || query->needs(QueryNeed::Selection);
  context.job.probe_all = query->needs(QueryNeed::AllLibs);
  if (selects && (!open_tree(context) || !apply_request(question.request, context))) {
    return std::nullopt;
  }
  if (!reach(context, selects ? Stage::Select : Stage::Load)) return std::nullopt;
  if (want_graph || query->needs(QueryNeed::Graph)) {
    answer.graph = without_copies(results.catalog, build_graph(results.catalog));
  }
  if (selects) answer.selection = &results.selection;
  const QuerySubject subject{results.catalog, answer.graph, answer.kinds, answer.selection,
                             &results.probes};
  std::optional<std::vector<ComponentId>> found = evaluate(*query, subject, context.diagnostics);
  if (!found) return std::nullopt;
  answer.components = std::move(*found);
  return answer;
}

}  // namespace modbuild::tool
