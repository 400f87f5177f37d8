// The part of the page's data that no request changes: components, groups, libs, and what each
// needs.
#pragma once

#include "base/json_writer.h"
#include "report/report.h"

namespace modbuild {

// Members of the object that is open in `json`.
void write_tree(JsonWriter& json, const ReportInput& input);

}  // namespace modbuild
