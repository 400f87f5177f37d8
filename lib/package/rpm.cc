// Files for a spec: lists for %files -f, and sections for %include.
#include <algorithm>

#include "base/glob.h"
#include "base/path.h"
#include "base/str.h"
#include "package/directories.h"
#include "package/formats.h"

namespace modbuild {
namespace {

// Text of the tree in a spec, where '%' begins a macro.
std::string rpm_text(std::string_view text) {
  std::string out;
  for (const char c : text) out.append(c == '%' ? 2 : 1, c);
  return out;
}

// What a list of files cannot carry: rpm reads each path as a glob, and its versions differ in
// whether a backslash takes a character as it is.
constexpr std::string_view kRefused = "*?[]{}\"\\";

// A path of a list of files, in quotes where it holds blanks.
std::string rpm_path(std::string_view path) {
  const std::string text = rpm_text(path);
  return path.find(' ') == std::string_view::npos ? text : cat("\"", text, "\"");
}

std::string file_line(const PackageSet& set, const PackagedFile& file) {
  const InstallItem& item = file.item;
  std::string line;
  if (item.kind == InstallKind::Config) line = "%config(noreplace) ";
  if (item.kind == InstallKind::Doc) line = "%doc ";
  append(line, "%attr(", mode_text(item.mode), ",root,root) ", rpm_path(item.destination));
  // rpm compresses the manual pages of the system's directory, and adds the suffix.
  const auto mandir = set.dirs.find("mandir");
  const bool is_page = item.kind == InstallKind::Man && mandir != set.dirs.end() &&
                       is_below(item.destination, mandir->second);
  return cat(line, is_page ? "*" : "", "\n");
}

PackagingFile files_list(const PackageSet& set, const BinaryPackage& package,
                         const std::vector<std::string>& directories) {
  PackagingFile list{cat(package.name, ".files"), packaging_mark("rpm")};
  for (const std::string& directory : directories) {
    append(list.text, "%dir %attr(0755,root,root) ", rpm_path(directory), "\n");
  }
  for (const PackagedFile& file : package.files) list.text += file_line(set, file);
  return list;
}

// "switchyard%{?_isa} = %{version}-%{release}"; packages of no architecture leave out which.
std::string relation(const BinaryPackage& from, const BinaryPackage& to) {
  const bool same_machine = from.machine_dependent && to.machine_dependent;
  return cat(to.name, same_machine ? "%{?_isa}" : "", " = %{version}-%{release}");
}

// Any of several packages will do.
std::string any_of(const std::vector<std::string>& ways) {
  const std::string all = join(ways, " or ");
  return ways.size() > 1 ? cat("(", all, ")") : all;
}

void add_relations(std::string& out, std::string_view tag, const PackageSet& set,
                   const BinaryPackage& from, const std::vector<PackageNeed>& needs) {
  for (const PackageNeed& need : needs) {
    std::vector<std::string> ways;
    for (const std::string& name : need.any) {
      ways.push_back(relation(from, *find_package(set, name)));
    }
    append(out, tag, ": ", any_of(ways), "\n");
  }
}

// "switchyard(abi) = 26bfff2ee2af7c3e".
void add_abi(std::string& out, const BinaryPackage& package) {
  for (const std::string& name : abi_names(package, kRpmAbi)) {
    append(out, "Provides: ", name, "\n");
  }
  for (const AbiNeed& need : package.abi_needs) {
    append(out, "Requires: ", any_of(abi_names(need, kRpmAbi)), "\n");
  }
}

void add_package(std::string& out, const PackageSet& set, const BinaryPackage& package) {
  append(out, "\n%package -n ", package.name, "\nSummary: ", rpm_text(package.description), "\n");
  if (!package.machine_dependent) out += "BuildArch: noarch\n";
  add_relations(out, "Requires", set, package, package.needs);
  add_relations(out, "Recommends", set, package, package.wishes);
  add_abi(out, package);
  append(out, "\n%description -n ", package.name, "\n", rpm_text(package.description), ".\n");
  for (const std::string& sentence : content_sentences(package)) {
    out += rpm_text(wrapped(sentence, ""));
  }
}

// What a spec needs of the package that is named like the tree, which the spec itself describes.
void add_own_package(std::string& out, const PackageSet& set, const BinaryPackage& package) {
  add_relations(out, "Requires", set, package, package.needs);
  add_relations(out, "Recommends", set, package, package.wishes);
  add_abi(out, package);
}

PackagingFile packages_file(const PackageSet& set) {
  PackagingFile file{"packages.inc", packaging_mark("rpm")};
  const BinaryPackage* own = find_package(set, set.tree);
  if (own != nullptr) add_own_package(file.text, set, *own);
  for (const BinaryPackage& package : set.packages) {
    if (!package.files.empty() && &package != own) add_package(file.text, set, package);
  }
  return file;
}

PackagingFile sections_file(const PackageSet& set) {
  PackagingFile file{"files.inc", packaging_mark("rpm")};
  std::string exclude = cat("%exclude ", rpm_path(set.installed_manifest), "\n");
  for (const BinaryPackage& package : set.packages) {
    if (package.files.empty()) continue;
    const std::string name = package.name == set.tree ? "" : cat("-n ", package.name, " ");
    append(file.text, "\n%files ", name, "-f ", package.name, ".files\n", exclude);
    exclude.clear();
  }
  return file;
}

// pkgconfig(libxxhash) >= 0.8: what a package of any distribution provides that brings the file.
std::vector<std::string> pkg_config_names(const BuildNeed& need) {
  std::vector<std::string> names;
  for (const std::string& each : need.pkg_config) {
    const std::string name = each.substr(0, each.find(' '));
    if (has_glob(name)) continue;
    const std::string version = each.substr(name.size());
    names.push_back(cat("pkgconfig(", name, ")", version.starts_with(" !=") ? "" : version));
  }
  return names;
}

PackagingFile build_requires(const PackageSet& set, std::string_view distribution) {
  PackagingFile file{"build-requires.inc", packaging_mark("rpm")};
  std::vector<std::string> names = {"modbuild", "gcc"};
  if (set.uses_cxx) names.emplace_back("gcc-c++");
  names.emplace_back(set.backend == "make" ? "make" : "ninja-build");
  if (set.uses_pkg_config) names.emplace_back("pkgconf-pkg-config");
  for (std::string& name : library_packages(set, distribution, pkg_config_names)) {
    names.push_back(std::move(name));
  }
  for (const BuildNeed& need : set.build_needs) {
    if (need.packages.count(std::string(distribution)) == 0 && pkg_config_names(need).empty()) {
      append(file.text, "# no package known for the library ", need.lib,
             ": see 'packages' of [libs.", need.lib, "]\n");
    }
  }
  for (const std::string& name : names) append(file.text, "BuildRequires: ", rpm_text(name), "\n");
  return file;
}

}  // namespace

std::vector<PackagingFile> write_rpm(const PackageSet& set, const PackagingOptions& options,
                                     Diagnostics& diagnostics) {
  const std::string distribution = options.distribution.empty() ? "fedora" : options.distribution;
  const auto directories = owned_directories(set);
  std::vector<PackagingFile> files;
  for (const BinaryPackage& package : set.packages) {
    if (package.files.empty()) continue;
    for (const PackagedFile& file : package.files) refuse_path(file, kRefused, "rpm", diagnostics);
    const auto own = directories.find(package.name);
    files.push_back(files_list(
        set, package, own == directories.end() ? std::vector<std::string>() : own->second));
  }
  files.push_back(build_requires(set, distribution));
  files.push_back(sections_file(set));
  files.push_back(packages_file(set));
  std::sort(files.begin(), files.end(),
            [](const PackagingFile& a, const PackagingFile& b) { return a.path < b.path; });
  return files;
}

}  // namespace modbuild
