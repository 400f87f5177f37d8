// What holds for every tree and expression.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "base/str.h"
#include "unit/query/expression.h"
#include "unit/select/random_case.h"

namespace modbuild::test {
namespace {

std::vector<std::uint8_t> any_bytes(std::size_t count) {
  // At its full size from the first case on: small bytes would only make dull trees.
  const auto byte = rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<std::uint8_t>());
  return *rc::gen::container<std::vector<std::uint8_t>>(count, byte);
}

QueryCase any_case() {
  RandomCase one = make_case(any_bytes(500), CaseKind::Any);
  QueryCase made;
  made.selection = run_select(one.catalog, one.request, one.probes).selection;
  made.catalog = std::move(one.catalog);
  made.probes = std::move(one.probes);
  return made;
}

RC_GTEST_PROP(QueryProperty, AgreesWithTheNaiveEvaluator, ()) {
  QueryCase one = any_case();
  Dice dice(any_bytes(120));
  if (dice.one_in(4)) one.kinds = {EdgeKind::Hard, EdgeKind::Library};
  const Expression expression = random_expression(one, dice);
  RC_LOG() << expression.text << "\n";
  const std::vector<std::string> names(expression.value.begin(), expression.value.end());
  RC_ASSERT(one.answer(expression.text) == join(names, " "));
}

RC_GTEST_PROP(QueryProperty, OfAnyTextIsParsedOrRefused, (const std::string& text)) {
  Diagnostics diagnostics;
  const std::optional<Query> query = parse_query(text, FileId{0}, diagnostics);
  RC_ASSERT(query.has_value() == !diagnostics.has_errors());
}

}  // namespace
}  // namespace modbuild::test
