#include "unit/install/random_yard.h"

#include <algorithm>
#include <utility>

#include "base/path.h"

namespace modbuild::test {
namespace {

const std::vector<std::string> kDirectories = {
    "usr",      "usr/lib",  "usr/lib/yard", "usr/lib/yard/modules", "usr/share/yard/a/b", "etc",
    "etc/yard", "opt/yard", "var/lib"};
const std::vector<std::string> kNames = {"a", "b.so", "c.conf", "c.conf.sample", "d", "e"};
const std::vector<InstallKind> kKinds = {InstallKind::Module, InstallKind::Program,
                                         InstallKind::Data};
const std::vector<std::uint32_t> kModes = {0644, 0755, 0600, 0444, 04755};
const std::vector<std::uint32_t> kDirectoryModes = {0755, 0700, 0775, 02755};

constexpr std::uint64_t kLargestUsersFile = 1U << 20U;

void add_to(FileSystem& files, const std::string& directory, Snapshot& found) {
  for (const DirEntry& entry : files.list(directory).value_or(std::vector<DirEntry>())) {
    const std::string path = join_path(directory, entry.name);
    const FileStatus status = files.status(path).value();
    if (entry.type == FileType::Link) {
      found[path] = "link " + files.read_link(path).value();
    } else if (entry.type == FileType::Directory) {
      found[path] = "directory " + mode_text(status.mode);
      add_to(files, path, found);
    } else {
      found[path] =
          "file " + mode_text(status.mode) + " " + files.read(path, kLargestUsersFile).value();
    }
  }
}

std::string said(Diagnostics& diagnostics) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics.take_sorted()) text += diagnostic.message + "\n";
  return text;
}

}  // namespace

Snapshot snapshot(FileSystem& files) {
  Snapshot found;
  add_to(files, "", found);
  return found;
}

bool is_directory_line(const std::string& line) {
  return line.starts_with("directory ");
}

std::vector<std::string> directories_above(const std::string& path) {
  std::vector<std::string> result;
  for (std::size_t end = path.find('/'); end != std::string::npos; end = path.find('/', end + 1)) {
    result.push_back(path.substr(0, end));
  }
  return result;
}

void put_file(FileSystem& files, const std::string& path, const std::string& text,
              std::uint32_t mode) {
  static_cast<void>(files.remove(path));
  const auto file = files.create(path, 0600);
  if (!file) return;
  static_cast<void>(files.write(*file, text));
  static_cast<void>(files.set_mode(*file, mode));
  static_cast<void>(files.close(*file));
}

RandomYard::RandomYard(std::vector<std::uint8_t> bytes, FileSystem& system)
    : dice_(std::move(bytes)), system_(system) {
  plan_.tree = "yard";
  plan_.installed_manifest = "/var/lib/modbuild/yard.json";
  for (std::size_t left = dice_.below(10); left > 0; --left) add_users_file();
  for (const auto& [path, line] : snapshot(system_)) {
    users_inodes_.insert(system_.status(path)->inode);
  }
  change_plan();
}

// Paths that cannot be, because a file stands where a directory is needed, are left out.
void RandomYard::add_users_file() {
  const std::string directory = dice_.of(kDirectories);
  for (const std::string& part : directories_above(directory + "/x")) {
    const std::uint32_t mode = kDirectoryModes[dice_.below(kDirectoryModes.size())];
    static_cast<void>(system_.make_directory(part, mode));
  }
  const std::string path = directory + "/" + dice_.of(kNames);
  switch (dice_.below(5)) {
    case 0:
    case 1:
      if (!system_.status(path)) {
        put_file(system_, path, "a user's " + path, kModes[dice_.below(kModes.size())]);
      }
      break;
    case 2:
      static_cast<void>(system_.make_link(dice_.of({"a", "gone", "../lib", "/etc/x"}), path));
      break;
    case 3:
      static_cast<void>(system_.make_directory(dice_.of({path, directory}), 0755));
      break;
    default:  // a directory that is a link to another one
      static_cast<void>(system_.make_link("/" + dice_.of(kDirectories), dice_.of(kDirectories)));
  }
}

void RandomYard::change_plan() {
  ++version_;
  std::erase_if(plan_.items, [&](const InstallItem&) { return dice_.one_in(3); });
  for (const InstallItem& item : plan_.items) {
    if (dice_.one_in(2)) build_.add_file(item.source.text, "version " + std::to_string(version_));
  }
  for (std::size_t left = 1 + dice_.below(8); left > 0; --left) add_item();
  std::sort(plan_.items.begin(), plan_.items.end(),
            [](const auto& a, const auto& b) { return a.destination < b.destination; });
}

void RandomYard::add_item() {
  InstallItem item;
  const std::string name = dice_.of(kNames);
  item.destination = "/" + dice_.of(kDirectories) + "/" + name;
  item.kind = name.ends_with(".conf") ? InstallKind::Config : kKinds[dice_.below(kKinds.size())];
  item.mode = kModes[dice_.below(kModes.size())];
  item.source = {Root::Build, item.destination.substr(1)};
  item.owner = "tm";
  const bool twice =
      std::any_of(plan_.items.begin(), plan_.items.end(),
                  [&](const InstallItem& other) { return other.destination == item.destination; });
  if (twice || takes_users_file(item)) return;
  build_.add_file(item.source.text, "built " + item.source.text);
  plan_.items.push_back(std::move(item));
}

// A config file of a user's stays, with the new one beside it.
bool RandomYard::takes_users_file(const InstallItem& item) {
  const auto stands = [&](const std::string& path) {
    const auto status = system_.status(path);
    return status && status->type != FileType::Directory && users_inodes_.contains(status->inode);
  };
  const std::string path = item.destination.substr(1);
  return item.kind == InstallKind::Config ? stands(path + ".sample") : stands(path);
}

std::string RandomYard::install() {
  Diagnostics diagnostics;
  modbuild::install(plan_, {&tree_, &build_, &system_}, {}, diagnostics);
  return said(diagnostics);
}

std::string RandomYard::uninstall(bool force) {
  Diagnostics diagnostics;
  UninstallOptions how;
  how.force = force;
  modbuild::uninstall(plan_.installed_manifest, system_, how, diagnostics);
  return said(diagnostics);
}

std::string RandomYard::verify() {
  Diagnostics diagnostics;
  const auto manifest = read_installed_manifest(plan_.installed_manifest, system_, diagnostics);
  std::string text;
  if (!manifest) return said(diagnostics);
  for (const InstalledFault& fault :
       verify_installed(*manifest, plan_.installed_manifest, system_, diagnostics)) {
    const auto status = system_.status(fault.path.substr(1));
    if (fault.kind == InstalledFaultKind::Foreign && users_inodes_.contains(status->inode))
      continue;
    text += std::string(fault_word(fault.kind)) + " " + fault.path + "\n";
  }
  return text + said(diagnostics);
}

InstalledManifest RandomYard::installed() {
  Diagnostics diagnostics;
  return read_installed_manifest(plan_.installed_manifest, system_, diagnostics).value();
}

}  // namespace modbuild::test
