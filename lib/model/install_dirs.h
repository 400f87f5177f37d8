// The install directories: the GNU names (GNU coding standards, "Directory Variables"), moduledir
// and confdir, each with its default.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

namespace modbuild {

// The names, each behind those that its default uses.
inline constexpr std::array<std::string_view, 13> kInstallDirectories = {
    "prefix",     "bindir", "sbindir", "libdir",        "libexecdir", "sysconfdir", "datadir",
    "includedir", "mandir", "docdir",  "localstatedir", "moduledir",  "confdir"};

// Where a distribution keeps shared libraries, relative to a prefix.
struct LibraryDirectories {
  std::string below_usr = "lib";  // with prefix /usr: "lib/x86_64-linux-gnu", "lib64"
  std::string elsewhere = "lib";  // with any other prefix
};

struct InstallDirectory {
  std::string_view name;
  std::string_view by_default;  // may use {placeholders} of those before it
  std::string_view below_usr;   // default with prefix /usr (FHS 3.0); "" = the same
};

// Every directory, in the order of kInstallDirectories.
std::span<const InstallDirectory> install_directory_table();

// Whether there is an install directory of that name.
bool is_install_directory(std::string_view name);

// Whether the install directory of that name is the tree's alone: others install into the rest,
// too.
bool is_own_directory_name(std::string_view name);

// Why `path` cannot be an install directory ("is not absolute"), or "". It must begin with '/' or a
// placeholder and must not contain '..'.
std::string_view install_directory_fault(std::string_view path);

}  // namespace modbuild
