// An audit as a table or as the document modbuild.verify/1.
#pragma once

#include <string>
#include <vector>

#include "verify/verify.h"

namespace modbuild::tool {

struct Context;

// `not_built`: files that should be there and are not.
void print_audit(const AuditInput& input, const Audit& audit,
                 const std::vector<std::string>& not_built, Context& context);

}  // namespace modbuild::tool
