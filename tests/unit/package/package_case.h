// Sets of packages made by hand for the tests of their writers, and what was written or said.
#pragma once

#include <string>
#include <vector>

#include "package/package.h"

namespace modbuild::test {

// pbx: a host, a library and a driver of its own package, a package of text.
PackageSet pbx();

// pbx whose host has an ABI, for which the driver of pbx-sql is built.
PackageSet pbx_with_abi();

// Adds a file to a package, and the package where it is new.
PackagedFile& add_file(PackageSet& set, const std::string& package, InstallKind kind,
                       const std::string& destination);

// All files of a format as one text: "==> NAME" and what is in it.
std::string written(const PackageSet& set, std::string_view format,
                    const std::string& distribution = "");

// The text of one file.
std::string written_file(const PackageSet& set, std::string_view format, const std::string& name);

// "MB180 message", a line each.
std::vector<std::string> said(Diagnostics& diagnostics);

}  // namespace modbuild::test
