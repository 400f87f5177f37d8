// The JSON Schemas of the documents modbuild writes, compiled in from schemas/*.schema.json.
#pragma once

#include <span>
#include <string_view>

namespace modbuild::tool {

struct DocumentSchema {
  std::string_view name;  // "selection"
  std::string_view text;
};

// By name.
std::span<const DocumentSchema> document_schemas();

}  // namespace modbuild::tool
