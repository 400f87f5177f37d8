#include "model/install_dirs.h"

#include <algorithm>
#include <array>

#include "base/str.h"

namespace modbuild {
namespace {

constexpr std::array<InstallDirectory, kInstallDirectories.size()> kDirectories = {{
    {kInstallDirectories[0], "/usr/local", ""},
    {kInstallDirectories[1], "{prefix}/bin", ""},
    {kInstallDirectories[2], "{prefix}/sbin", ""},
    {kInstallDirectories[3], "{prefix}/lib", ""},
    {kInstallDirectories[4], "{prefix}/libexec", ""},
    {kInstallDirectories[5], "{prefix}/etc", "/etc"},
    {kInstallDirectories[6], "{prefix}/share", ""},
    {kInstallDirectories[7], "{prefix}/include", ""},
    {kInstallDirectories[8], "{datadir}/man", ""},
    {kInstallDirectories[9], "{datadir}/doc/{tree.name}", ""},
    {kInstallDirectories[10], "{prefix}/var", "/var"},
    {kInstallDirectories[11], "{libdir}/{tree.name}/modules", ""},
    {kInstallDirectories[12], "{sysconfdir}/{tree.name}", ""},
}};

}  // namespace

std::span<const InstallDirectory> install_directory_table() {
  return kDirectories;
}

bool is_install_directory(std::string_view name) {
  return std::find(kInstallDirectories.begin(), kInstallDirectories.end(), name) !=
         kInstallDirectories.end();
}

bool is_own_directory_name(std::string_view name) {
  return name == "moduledir" || name == "confdir" || name == "docdir";
}

std::string_view install_directory_fault(std::string_view path) {
  if (!path.starts_with('/') && !path.starts_with('{')) return "is not absolute";
  const std::vector<std::string> parts = split(path, "/");
  if (std::find(parts.begin(), parts.end(), "..") != parts.end()) return "contains '..'";
  return {};
}

}  // namespace modbuild
