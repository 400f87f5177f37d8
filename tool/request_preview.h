// What one request comes to beyond its verdicts: what is installed, and what building it costs.
#pragma once

#include <string>

#include "context.h"

namespace modbuild {
class JsonWriter;
}

namespace modbuild::tool {

struct PreviewParts {
  bool artifacts = false;  // installed files with their sizes, packages, libraries to install
  bool cost = false;       // steps, and processor time

  bool any() const { return artifacts || cost; }
};

// Sections of text, each behind a blank line. `context` must be planned.
std::string request_preview_text(const Context& context, const PreviewParts& parts);

// Members "artifacts" and "cost" of the document modbuild.selection/1.
void write_request_preview(const Context& context, const PreviewParts& parts, JsonWriter& json);

}  // namespace modbuild::tool
