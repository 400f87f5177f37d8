#include <algorithm>
#include <set>

#include "base/str.h"
#include "package/package.h"

namespace modbuild {
namespace {

std::string below_root(const PackagedFile& file) {
  return file.item.destination.substr(1);
}

std::string empty_package_message(const BinaryPackage& package) {
  return package.named ? cat("package '", package.name,
                             "' would be empty: nothing that belongs to it is built or installed")
                       : cat("package '", package.name, "' would be empty: no component names it");
}

bool is_claimed(const std::vector<PackageClaim>& claimed, std::string_view file) {
  return std::any_of(claimed.begin(), claimed.end(),
                     [&](const PackageClaim& claim) { return claims(claim, file); });
}

void report_missing(const PackagedFile& file, const std::set<std::string>& there,
                    Diagnostics& diagnostics) {
  if (there.count(below_root(file)) != 0) return;
  diagnostics.add(Code::NotStaged, file.at,
                  cat("'", file.item.destination, "' is planned and not in the staging directory"),
                  "build, then: modbuild install --destdir");
}

}  // namespace

void check_packages(const PackageSet& set, Diagnostics& diagnostics) {
  for (const PackagedFile& file : set.in_none) {
    diagnostics.add(
        Code::InNoPackage, file.at,
        cat("'", file.item.destination, "' of '", file.item.owner, "' belongs to no package"),
        cat("name one with `package` in the manifest of '", file.item.owner,
            "', or one for all that name none: default-package in [tree]"));
  }
  for (const BinaryPackage& package : set.packages) {
    if (!package.files.empty()) continue;
    diagnostics.add(Code::EmptyPackage, package.at, empty_package_message(package),
                    package.named ? "ask for more with the request, or remove the package"
                                  : "remove it, or name it with `package` in a manifest");
  }
}

void check_staged(const PackageSet& set, const std::vector<std::string>& staged,
                  const std::vector<PackageClaim>& claimed, Diagnostics& diagnostics) {
  std::set<std::string> planned = {set.installed_manifest.substr(1)};
  const std::set<std::string> there(staged.begin(), staged.end());
  for (const BinaryPackage& package : set.packages) {
    for (const PackagedFile& file : package.files) {
      planned.insert(below_root(file));
      report_missing(file, there, diagnostics);
    }
  }
  for (const PackagedFile& file : set.in_none) {
    planned.insert(below_root(file));
    report_missing(file, there, diagnostics);
  }
  for (const std::string& path : staged) {
    if (planned.count(path) != 0 || is_claimed(claimed, path)) continue;
    diagnostics.add(Code::ClaimedByNobody, {},
                    cat("'/", path, "' lies in the staging directory and is not planned"),
                    "stage into an empty directory, or install it with [[install]] of a manifest");
  }
}

}  // namespace modbuild
