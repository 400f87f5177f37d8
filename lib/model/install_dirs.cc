#include "model/install_dirs.h"

#include <algorithm>
#include <array>

#include "base/str.h"

namespace modbuild {
namespace {

constexpr std::array<InstallDirectory, 13> kDirectories = {{
    {"prefix", "/usr/local", ""},
    {"bindir", "{prefix}/bin", ""},
    {"sbindir", "{prefix}/sbin", ""},
    {"libdir", "{prefix}/lib", ""},
    {"libexecdir", "{prefix}/libexec", ""},
    {"includedir", "{prefix}/include", ""},
    {"datadir", "{prefix}/share", ""},
    {"mandir", "{datadir}/man", ""},
    {"docdir", "{datadir}/doc/{tree.name}", ""},
    {"sysconfdir", "{prefix}/etc", "/etc"},
    {"localstatedir", "{prefix}/var", "/var"},
    {"moduledir", "{libdir}/{tree.name}/modules", ""},
    {"confdir", "{sysconfdir}/{tree.name}", ""},
}};

}  // namespace

std::span<const InstallDirectory> install_directory_table() {
  return kDirectories;
}

bool is_install_directory(std::string_view name) {
  return std::any_of(kDirectories.begin(), kDirectories.end(),
                     [name](const InstallDirectory& directory) { return directory.name == name; });
}

std::string_view install_directory_fault(std::string_view path) {
  if (!path.starts_with('/') && !path.starts_with('{')) return "is not absolute";
  const std::vector<std::string> parts = split(path, "/");
  if (std::find(parts.begin(), parts.end(), "..") != parts.end()) return "contains '..'";
  return {};
}

}  // namespace modbuild
