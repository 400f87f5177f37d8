#include "package/directories.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/path.h"
#include "model/install_dirs.h"
#include "package/formats.h"

namespace modbuild {
namespace {

// Directories of the system below its directories, beside those that are install directories
// themselves: what packages of a distribution share (FHS 3.0, Fedora's 'filesystem').
constexpr auto kShared = std::to_array<std::string_view>({
    "bash-completion",
    "bash-completion/completions",
    "dbus-1",
    "dbus-1/system.d",
    "doc",
    "fish",
    "fish/vendor_completions.d",
    "info",
    "licenses",
    "locale",
    "pkgconfig",
    "sysusers.d",
    "systemd",
    "systemd/system",
    "systemd/user",
    "tmpfiles.d",
    "udev",
    "udev/rules.d",
    "zsh",
    "zsh/site-functions",
    "cron.d",
    "default",
    "init.d",
    "logrotate.d",
    "pam.d",
    "profile.d",
    "sudoers.d",
    "sysconfig",
    "lib",
    "log",
    "modprobe.d",
    "sysctl.d",
    "security",
    "cmake",
    "applications",
    "icons",
    "man",
});

bool is_man_section(const std::map<std::string, std::string>& dirs, std::string_view directory) {
  const auto mandir = dirs.find("mandir");
  return mandir != dirs.end() && directory_of(directory) == mandir->second &&
         base_name(directory).starts_with("man");
}

class DirectoryRules {
 public:
  explicit DirectoryRules(const std::map<std::string, std::string>& dirs) : dirs_(dirs) {
    for (const auto& [name, path] : dirs) {
      if (is_own_directory_name(name)) continue;
      for (std::string_view at = path; at.size() > 1; at = directory_of(at))
        system_.insert(std::string(at));
      for (const std::string_view shared : kShared) system_.insert(join_path(path, shared));
    }
  }

  bool is_own(std::string_view directory) const {
    if (directory.size() <= 1 || is_man_section(dirs_, directory)) return false;
    return system_.count(std::string(directory)) == 0;
  }

 private:
  const std::map<std::string, std::string>& dirs_;
  std::set<std::string> system_;
};

// Whether one package brings another along, through others too.
bool brings(const PackageSet& set, const std::string& from, const std::string& to,
            std::set<std::string>& seen) {
  if (!seen.insert(from).second) return false;
  const BinaryPackage* package = find_package(set, from);
  return std::any_of(package->needs.begin(), package->needs.end(), [&](const PackageNeed& need) {
    return need.any.size() == 1 &&
           (need.any.front() == to || brings(set, need.any.front(), to, seen));
  });
}

}  // namespace

std::set<std::string> own_directories(const InstallPlan& plan) {
  const DirectoryRules rules(plan.dirs);
  std::set<std::string> own;
  for (const InstallItem& item : plan.items) {
    for (std::string_view at = directory_of(item.destination); rules.is_own(at);
         at = directory_of(at)) {
      own.insert(std::string(at));
    }
  }
  return own;
}

std::map<std::string, std::vector<std::string>> owned_directories(const PackageSet& set) {
  const DirectoryRules rules(set.dirs);
  std::map<std::string, std::set<std::string>> users;  // directory -> packages
  for (const BinaryPackage& package : set.packages) {
    for (const PackagedFile& file : package.files) {
      for (std::string_view at = directory_of(file.item.destination); rules.is_own(at);
           at = directory_of(at)) {
        users[std::string(at)].insert(package.name);
      }
    }
  }
  std::map<std::string, std::vector<std::string>> owned;
  for (const auto& [directory, packages] : users) {
    for (const std::string& package : packages) {
      const bool brought = std::any_of(packages.begin(), packages.end(), [&](const auto& other) {
        std::set<std::string> seen;
        std::set<std::string> back;
        return other != package && brings(set, package, other, seen) &&
               !(package < other && brings(set, other, package, back));
      });
      if (!brought) owned[package].push_back(directory);
    }
  }
  return owned;
}

}  // namespace modbuild
