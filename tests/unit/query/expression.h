// Random expressions, and a naive evaluator: sets of names, relations walked edge by edge.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "support/dice.h"
#include "unit/query/query_case.h"

namespace modbuild::test {

using NameSet = std::set<std::string>;

struct Expression {
  std::string text;
  NameSet value;
};

// An expression over what `subject` has, and its value.
Expression random_expression(const QueryCase& subject, Dice& dice);

}  // namespace modbuild::test
