// The writers behind the table of formats, and what they share: marks, wrapped lists, refusals.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "package/package.h"

namespace modbuild {

std::vector<PackagingFile> write_deb(const PackageSet& set, const PackagingOptions& options,
                                     Diagnostics& diagnostics);
std::vector<PackagingFile> write_rpm(const PackageSet& set, const PackagingOptions& options,
                                     Diagnostics& diagnostics);
std::vector<PackagingFile> write_cpack(const PackageSet& set, const PackagingOptions& options,
                                       Diagnostics& diagnostics);

// Where debhelper has the package installed before it is taken apart.
inline constexpr std::string_view kDebStage = "debian/tmp";

// The first line of every file: "# made by modbuild package deb; ...".
std::string packaging_mark(std::string_view format);

// `text` in lines of at most 79 bytes (a longer word has one of its own), each behind `indent`.
std::string wrapped(std::string_view text, std::string_view indent);

// What a package holds, in sentences for its description: "Modules: codec_alaw, mixer."
std::vector<std::string> content_sentences(const BinaryPackage& package);

// Between a package and an ABI of its programs, in the name that stands for both:
// "switchyard-abi-26bfff2ee2af7c3e", "switchyard(abi) = 26bfff2ee2af7c3e".
inline constexpr std::string_view kDebAbi = "-abi-";
inline constexpr std::string_view kRpmAbi = "(abi) = ";

// The names of the ABIs that a package provides, and those any of which meets a need.
std::vector<std::string> abi_names(const BinaryPackage& package, std::string_view between);
std::vector<std::string> abi_names(const AbiNeed& need, std::string_view between);

// The package of that name, or null.
const BinaryPackage* find_package(const PackageSet& set, std::string_view name);

// Names of packages that bring the libraries in use, sorted, each once. A name of the tree may be
// several, with blanks between. Libraries without one are left to `otherwise`.
std::vector<std::string> library_packages(const PackageSet& set, std::string_view distribution,
                                          std::vector<std::string> (*otherwise)(const BuildNeed&));

// Refuses a destination with a byte of `bytes` or a control character (MB187); true if it did.
bool refuse_path(const PackagedFile& file, std::string_view bytes, std::string_view format,
                 Diagnostics& diagnostics);

}  // namespace modbuild
