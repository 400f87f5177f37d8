// Files for debhelper (compatibility level 13): debian/PACKAGE.install and what goes into
// debian/control.
#include <algorithm>
#include <array>

#include "base/path.h"
#include "base/str.h"
#include "package/formats.h"

namespace modbuild {
namespace {

constexpr std::string_view kMultiarch = "${DEB_HOST_MULTIARCH}";

// Debian Policy 5.6.1: at least two of a-z 0-9 + - . , the first a letter or digit.
bool is_deb_name(std::string_view name) {
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return name.size() >= 2 && plain(name.front()) &&
         std::all_of(name.begin(), name.end(),
                     [&](char c) { return plain(c) || c == '+' || c == '-' || c == '.'; });
}

std::string nearest_deb_name(std::string_view name) {
  std::string near = ascii_lower(name);
  std::replace(near.begin(), near.end(), '_', '-');
  return is_deb_name(near) ? near : cat("lib", near);
}

void check_name(const BinaryPackage& package, Diagnostics& diagnostics) {
  if (is_deb_name(package.name)) return;
  diagnostics.add(
      Code::BadPackageName,
      package.at.file.valid() || package.files.empty() ? package.at : package.files.front().at,
      cat("'", package.name,
          "' cannot be the name of a Debian package: it takes two or more of a-z 0-9 + - ."),
      cat("call it '", nearest_deb_name(package.name), "', in [packages] and where it is named"));
}

// One word of a debhelper file. dh_install takes blanks and '$' by name, and looks for the first
// word as a glob, where '\' takes a character as it is.
std::string deb_word(std::string_view path, bool is_glob) {
  std::string out;
  for (const char c : path) {
    if (c == ' ') {
      out += "${Space}";
    } else if (c == '$') {
      out += "${Dollar}";
    } else if (is_glob && std::string_view("*?[]{}\\").find(c) != std::string_view::npos) {
      append(out, "\\", std::string_view(&c, 1));
    } else {
      out += c;
    }
  }
  return out;
}

// The same with the directory that is named after the machine called by its variable, so that the
// file holds for every architecture.
std::string deb_path(const PackageSet& set, std::string_view path, bool is_glob) {
  std::string out;
  for (const std::string& part : split(path, "/")) {
    append(out, out.empty() ? "" : "/",
           part == set.triple ? std::string(kMultiarch) : deb_word(part, is_glob));
  }
  return out;
}

PackagingFile install_file(const PackageSet& set, const BinaryPackage& package) {
  PackagingFile file{cat(package.name, ".install"), packaging_mark("deb")};
  for (const PackagedFile& each : package.files) {
    const std::string& path = each.item.destination;
    append(file.text, kDebStage, "/", deb_path(set, path, true), " ",
           deb_path(set, directory_of(path), false), "\n");
  }
  return file;
}

// "switchyard (= ${binary:Version})". Packages for all architectures are not built anew with a
// binary upload that changes nothing in the source, so they are bound by the source's version.
std::string relation(const BinaryPackage& from, const BinaryPackage& to, bool alone) {
  if (!to.machine_dependent) return cat(to.name, " (= ${source:Version})");
  if (from.machine_dependent) return cat(to.name, " (= ${binary:Version})");
  const std::string at_least = cat(to.name, " (>= ${source:Version})");
  return alone ? cat(at_least, ",\n ", to.name, " (<< ${source:Version}.1~)") : at_least;
}

std::vector<std::string> relations(const PackageSet& set, const BinaryPackage& from,
                                   const std::vector<PackageNeed>& needs) {
  std::vector<std::string> lines;
  for (const PackageNeed& need : needs) {
    std::vector<std::string> ways;
    for (const std::string& name : need.any) {
      ways.push_back(relation(from, *find_package(set, name), need.any.size() == 1));
    }
    lines.push_back(join(ways, " | "));
  }
  return lines;
}

void add_field(std::string& out, std::string_view name, const std::vector<std::string>& lines) {
  if (!lines.empty()) append(out, name, ":\n ", join(lines, ",\n "), "\n");
}

void add_description(std::string& out, const BinaryPackage& package) {
  append(out, "Description: ", package.description, "\n");
  const std::vector<std::string> sentences = content_sentences(package);
  if (sentences.empty()) out += " It holds files that work on every architecture.\n";
  for (const std::string& sentence : sentences) out += wrapped(sentence, " ");
}

void add_stanza(std::string& out, const PackageSet& set, const BinaryPackage& package) {
  append(out, "\nPackage: ", package.name,
         "\nArchitecture: ", package.machine_dependent ? "any" : "all", "\n");
  std::vector<std::string> depends = relations(set, package, package.needs);
  if (!package.abi_needs.empty()) depends.emplace_back("${modbuild:Depends}");
  depends.emplace_back("${misc:Depends}");
  if (package.machine_dependent) depends.emplace_back("${shlibs:Depends}");
  add_field(out, "Depends", depends);
  add_field(out, "Recommends", relations(set, package, package.wishes));
  if (!package.abi.empty()) out += "Provides: ${modbuild:Provides}\n";
  add_description(out, package);
}

// What changes with every change of an ABI is no text of debian/control (deb-substvars(5)).
PackagingFile substvars_file(const BinaryPackage& package) {
  PackagingFile file{cat(package.name, ".substvars"), packaging_mark("deb")};
  std::vector<std::string> needs;
  for (const AbiNeed& need : package.abi_needs) {
    needs.push_back(join(abi_names(need, kDebAbi), " | "));
  }
  if (!needs.empty()) append(file.text, "modbuild:Depends=", join(needs, ", "), "\n");
  const std::vector<std::string> names = abi_names(package, kDebAbi);
  if (!names.empty()) append(file.text, "modbuild:Provides=", join(names, ", "), "\n");
  return file;
}

std::string build_depends(const PackageSet& set, std::string_view distribution) {
  std::vector<std::string> names = {"modbuild"};
  names.emplace_back(set.backend == "make" ? "make" : "ninja-build");
  if (set.uses_pkg_config) names.emplace_back("pkgconf");
  for (const std::string& name : library_packages(
           set, distribution, [](const BuildNeed&) { return std::vector<std::string>(); })) {
    names.push_back(name);
  }
  std::string out = packaging_mark("deb");
  for (const std::string& lib : libs_without_package(set, distribution)) {
    append(out, "# no package known for the library ", lib, ": see 'packages' of [libs.", lib,
           "]\n");
  }
  for (const std::string& name : names) append(out, " ", name, ",\n");
  return out;
}

}  // namespace

std::vector<PackagingFile> write_deb(const PackageSet& set, const PackagingOptions& options,
                                     Diagnostics& diagnostics) {
  const std::string distribution = options.distribution.empty() ? "debian" : options.distribution;
  std::vector<PackagingFile> files;
  std::string control = packaging_mark("deb");
  for (const BinaryPackage& package : set.packages) {
    if (package.files.empty()) continue;
    check_name(package, diagnostics);
    for (const PackagedFile& file : package.files) refuse_path(file, {}, "debhelper", diagnostics);
    files.push_back(install_file(set, package));
    if (!package.abi.empty() || !package.abi_needs.empty()) {
      files.push_back(substvars_file(package));
    }
    add_stanza(control, set, package);
  }
  files.push_back({"control.build-depends", build_depends(set, distribution)});
  files.push_back({"control.packages", std::move(control)});
  files.push_back({"not-installed", cat(packaging_mark("deb"), kDebStage, "/",
                                        deb_path(set, set.installed_manifest, true), "\n")});
  std::sort(files.begin(), files.end(),
            [](const PackagingFile& a, const PackagingFile& b) { return a.path < b.path; });
  return files;
}

}  // namespace modbuild
