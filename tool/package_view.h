// How packages are shown: as text and in the document modbuild.package/1.
#pragma once

#include <string>
#include <vector>

#include "base/json_writer.h"
#include "context.h"
#include "package/package.h"

namespace modbuild::tool {

// A line for each package: how many files, what it needs and why.
std::string packages_text(const Context& context, const PackageSet& set);

// "3 packages, 37 files".
std::string package_counts(const PackageSet& set);

// Opens the document and writes what every form of it has; the caller closes the object.
void begin_package_json(const PackageSet& set, JsonWriter& json);

}  // namespace modbuild::tool
