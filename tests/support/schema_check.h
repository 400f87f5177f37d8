// Validates documents against the schemas of the repository.
#pragma once

#include <string>

namespace modbuild::test {

// What is wrong with `document` by schemas/NAME.schema.json, one line each; "" when nothing is.
std::string schema_faults(const std::string& name, const std::string& document);

}  // namespace modbuild::test
