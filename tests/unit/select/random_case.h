// Random trees, requests and probe answers, all decided by a string of bytes that rapidcheck makes
// and shrinks.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "support/dice.h"
#include "unit/select/select_support.h"

namespace modbuild::test {

// Plain: without conflicts, features, pulled dependencies and negation, where more libs can only
// mean more modules.
enum class CaseKind : std::uint8_t { Any, Plain };

struct RandomCase {
  Catalog catalog;
  Request request;
  ProbeReport probes;
};

RandomCase make_case(std::vector<std::uint8_t> bytes, CaseKind kind);

}  // namespace modbuild::test
