// What the tests of the query language share: an expression in, names or messages out.
#pragma once

#include <string>

#include "query/query.h"

namespace modbuild::test {

struct QueryCase {
  Catalog catalog;
  Selection selection;
  ProbeReport probes;
  std::vector<EdgeKind> kinds = {EdgeKind::Hard, EdgeKind::Load, EdgeKind::Optional,
                                 EdgeKind::Library, EdgeKind::Tool};

  // The names with blanks between; or what is wrong, a line each: "1:6-9 message | help".
  std::string answer(const std::string& expression) const;
};

}  // namespace modbuild::test
