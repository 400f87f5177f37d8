// One file for CMake: install() rules with a component for each package, and what CPack makes of
// components. It takes the files from a staging directory, because only `modbuild install` knows
// how a file looks once it is installed.
#include <algorithm>
#include <array>

#include "base/path.h"
#include "base/str.h"
#include "package/formats.h"

namespace modbuild {
namespace {

constexpr std::string_view kVersion = "${MODBUILD_PACKAGE_VERSION}";

// A quoted argument.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\' || c == '$') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string permissions(std::uint32_t mode) {
  struct Bit {
    std::uint32_t bit;
    std::string_view word;
  };
  constexpr auto kBits = std::to_array<Bit>({{0400, "OWNER_READ"},
                                             {0200, "OWNER_WRITE"},
                                             {0100, "OWNER_EXECUTE"},
                                             {0040, "GROUP_READ"},
                                             {0020, "GROUP_WRITE"},
                                             {0010, "GROUP_EXECUTE"},
                                             {0004, "WORLD_READ"},
                                             {0002, "WORLD_WRITE"},
                                             {0001, "WORLD_EXECUTE"},
                                             {04000, "SETUID"},
                                             {02000, "SETGID"}});
  std::string out = "PERMISSIONS";
  for (const Bit& each : kBits) {
    if ((mode & each.bit) != 0) append(out, " ", each.word);
  }
  return out;
}

// "/etc/x.conf" -> "etc/x.conf".
std::string_view below_root(std::string_view path) {
  return path.substr(std::min<std::size_t>(1, path.size()));
}

void add_rule(std::string& out, const BinaryPackage& package, const PackagedFile& file) {
  const std::string_view path = below_root(file.item.destination);
  const std::string source = quoted(path);
  append(out, "install(FILES \"${MODBUILD_STAGE}/", source.substr(1), "\n  DESTINATION ",
         quoted(directory_of(path)), "\n  ", permissions(file.item.mode), "\n  COMPONENT ",
         package.name, ")\n");
}

std::string ascii_upper(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

// How a kind of package says what it needs.
struct Dialect {
  std::string_view open, close;  // around a version
  std::string_view otherwise;    // between packages of which any will do
  bool braces;                   // around those
  std::string_view abi;          // between a package and its programs' ABI
};

constexpr Dialect kDeb{" (= ", ")", " | ", false, kDebAbi};
constexpr Dialect kRpm{" = ", "", " or ", true, kRpmAbi};

std::string any_of(const std::vector<std::string>& ways, const Dialect& dialect) {
  const std::string text = join(ways, dialect.otherwise);
  return dialect.braces && ways.size() > 1 ? cat("(", text, ")") : text;
}

std::string relations(const BinaryPackage& package, const Dialect& dialect) {
  std::vector<std::string> all;
  for (const PackageNeed& need : package.needs) {
    std::vector<std::string> ways;
    for (const std::string& name : need.any) {
      ways.push_back(cat(name, dialect.open, kVersion, dialect.close));
    }
    all.push_back(any_of(ways, dialect));
  }
  for (const AbiNeed& need : package.abi_needs) {
    all.push_back(any_of(abi_names(need, dialect.abi), dialect));
  }
  return join(all, ", ");
}

void set_variable(std::string& out, std::string_view name, std::string_view quoted_value) {
  append(out, "set(", name, " ", quoted_value, ")\n");
}

std::vector<std::string> config_files(const BinaryPackage& package) {
  std::vector<std::string> paths;
  for (const PackagedFile& file : package.files) {
    if (file.item.kind == InstallKind::Config) paths.push_back(file.item.destination);
  }
  return paths;
}

// dpkg has to be told which files people edit; rpm too, in its own words.
void add_config_files(std::string& out, const BinaryPackage& package, const std::string& upper) {
  const std::vector<std::string> paths = config_files(package);
  if (paths.empty()) return;
  const std::string list =
      cat("${CMAKE_CURRENT_BINARY_DIR}/modbuild-package/", package.name, "/conffiles");
  append(out, "file(WRITE \"", list, "\" ", quoted(cat(join(paths, "\n"), "\n")), ")\n");
  set_variable(out, cat("CPACK_DEBIAN_", upper, "_PACKAGE_CONTROL_EXTRA"), cat("\"", list, "\""));
  std::vector<std::string> entries;
  for (const std::string& path : paths) {
    entries.push_back(quoted(cat("%config(noreplace) ", path)));
  }
  set_variable(out, cat("CPACK_RPM_", upper, "_USER_FILELIST"), join(entries, " "));
}

void add_relations(std::string& out, std::string_view kind, std::string_view needs,
                   const Dialect& dialect, const BinaryPackage& package, const std::string& upper) {
  const std::string variable = cat("CPACK_", kind, "_", upper, "_PACKAGE_");
  const std::string list = relations(package, dialect);
  if (!list.empty()) set_variable(out, cat(variable, needs), cat("\"", list, "\""));
  const std::string names = join(abi_names(package, dialect.abi), ", ");
  if (!names.empty()) set_variable(out, cat(variable, "PROVIDES"), quoted(names));
}

void add_variables(std::string& out, const BinaryPackage& package) {
  const std::string upper = ascii_upper(package.name);
  const std::string name = quoted(package.name);
  set_variable(out, cat("CPACK_COMPONENT_", upper, "_DESCRIPTION"), quoted(package.description));
  std::vector<std::string> components;
  for (const PackageNeed& need : package.needs) {
    if (need.any.size() == 1) components.push_back(need.any.front());
  }
  if (!components.empty()) {
    set_variable(out, cat("CPACK_COMPONENT_", upper, "_DEPENDS"), join(components, " "));
  }
  set_variable(out, cat("CPACK_DEBIAN_", upper, "_PACKAGE_NAME"), name);
  set_variable(out, cat("CPACK_RPM_", upper, "_PACKAGE_NAME"), name);
  set_variable(out, cat("CPACK_RPM_", upper, "_PACKAGE_SUMMARY"), quoted(package.description));
  if (!package.machine_dependent) {
    set_variable(out, cat("CPACK_DEBIAN_", upper, "_PACKAGE_ARCHITECTURE"), "all");
    set_variable(out, cat("CPACK_RPM_", upper, "_PACKAGE_ARCHITECTURE"), "noarch");
  }
  add_relations(out, "DEBIAN", "DEPENDS", kDeb, package, upper);
  add_relations(out, "RPM", "REQUIRES", kRpm, package, upper);
  add_config_files(out, package, upper);
}

std::string opening(const PackageSet& set) {
  return cat(
      packaging_mark("cpack"),
      "# Set MODBUILD_STAGE to the directory that `modbuild install --destdir` filled, include\n"
      "# this file, then include(CPack).\n"
      "if(NOT MODBUILD_STAGE)\n"
      "  message(FATAL_ERROR \"MODBUILD_STAGE is not set: the directory that modbuild install "
      "--destdir filled\")\n"
      "endif()\n"
      "if(NOT CPACK_PACKAGE_VERSION)\n"
      "  set(CPACK_PACKAGE_VERSION \"${PROJECT_VERSION}\")\n"
      "endif()\n"
      "if(NOT CPACK_PACKAGE_VERSION)\n"
      "  set(CPACK_PACKAGE_VERSION ",
      quoted(set.version),
      ")\n"
      "endif()\n"
      "if(NOT CPACK_PACKAGE_VERSION)\n"
      "  message(FATAL_ERROR \"neither the project nor the tree has a version: project(NAME "
      "VERSION "
      "1.0)\")\n"
      "endif()\n"
      "set(MODBUILD_PACKAGE_VERSION \"${CPACK_PACKAGE_VERSION}\")\n"
      "if(CPACK_DEBIAN_PACKAGE_RELEASE)\n"
      "  string(APPEND MODBUILD_PACKAGE_VERSION \"-${CPACK_DEBIAN_PACKAGE_RELEASE}\")\n"
      "endif()\n");
}

}  // namespace

std::vector<PackagingFile> write_cpack(const PackageSet& set, const PackagingOptions& /*options*/,
                                       Diagnostics& diagnostics) {
  PackagingFile file{"packages.cmake", opening(set)};
  std::vector<std::string> names;
  for (const BinaryPackage& package : set.packages) {
    if (package.files.empty()) continue;
    names.push_back(package.name);
    append(file.text, "\n# ", package.name, "\n");
    for (const PackagedFile& each : package.files) {
      if (!refuse_path(each, ";", "CMake", diagnostics)) add_rule(file.text, package, each);
    }
    add_variables(file.text, package);
  }
  append(file.text, "\nset(CPACK_COMPONENTS_ALL ", join(names, " "), ")\n");
  append(file.text,
         "set(CPACK_COMPONENTS_GROUPING IGNORE)\n"
         "set(CPACK_PACKAGING_INSTALL_PREFIX \"/\")\n"
         "foreach(kind ARCHIVE DEB RPM)\n"
         "  set(CPACK_${kind}_COMPONENT_INSTALL ON)\n"
         "endforeach()\n");
  return {file};
}

}  // namespace modbuild
