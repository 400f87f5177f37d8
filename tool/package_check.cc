#include <algorithm>
#include <array>
#include <set>

#include "base/glob.h"
#include "base/path.h"
#include "base/str.h"
#include "os/real_file_system.h"
#include "package_options.h"
#include "package_view.h"

namespace modbuild::tool {
namespace {

constexpr std::uint64_t kLargestPackageList = 64U << 20U;

// Files of debhelper that name what goes into a package, beside PACKAGE.install.
constexpr auto kFileKinds =
    std::to_array<std::string_view>({"docs", "examples", "info", "manpages"});

struct DebFiles {
  std::vector<PackageClaim> claims;
  std::vector<PackageClaim> not_installed;
  std::set<std::string> unread;         // packages with a list that is a program
  std::unique_ptr<FileSystem> sources;  // where dh_install looks first
};

// Every file and link below a directory, or an error.
Expected<std::vector<std::string>> files_below(FileSystem& files) {
  std::vector<std::string> found;
  std::vector<std::string> left = {""};
  while (!left.empty()) {
    const std::string directory = std::move(left.back());
    left.pop_back();
    const Expected<std::vector<DirEntry>> entries = files.list(directory);
    if (!entries) return tl::unexpected(entries.error());
    for (const DirEntry& entry : *entries) {
      std::string path = join_path(directory, entry.name);
      (entry.type == FileType::Directory ? left : found).push_back(std::move(path));
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

// Whether a glob finds anything below `directory`.
bool finds(FileSystem& files, const std::string& directory, const std::vector<std::string>& parts,
           std::size_t next) {
  if (next == parts.size()) return true;
  if (!has_glob(parts[next])) {
    const std::string path = join_path(directory, parts[next]);
    return files.status(path).has_value() && finds(files, path, parts, next + 1);
  }
  const Expected<std::vector<DirEntry>> entries = files.list(directory);
  if (!entries) return false;
  return std::any_of(entries->begin(), entries->end(), [&](const DirEntry& entry) {
    return glob_match_component(parts[next], entry.name) &&
           finds(files, join_path(directory, entry.name), parts, next + 1);
  });
}

// "switchyard" of "switchyard.install", "" of "install"; nothing of other names.
std::optional<std::string> package_of(std::string_view name, std::string_view kind) {
  if (name == kind) return std::string();
  if (!name.ends_with(cat(".", kind))) return std::nullopt;
  return std::string(name.substr(0, name.size() - kind.size() - 1));
}

struct OpenedList {
  std::string text;
  FileId file;
};

// A list of debhelper; nothing where it is a program, or cannot be read.
std::optional<OpenedList> open_list(FileSystem& files, const std::string& name,
                                    const std::string& shown_name, Context& context) {
  const Expected<FileStatus> status = files.status(name);
  const Expected<std::string> text = files.read(name, kLargestPackageList);
  if (!status || !text) {
    io_error(context, (status ? text.error() : status.error()).about(shown_name));
    return std::nullopt;
  }
  const FileId file = context.results.sources.add(shown_name, *text);
  if ((status->mode & 0111U) == 0) return OpenedList{*text, file};
  context.diagnostics.add(Code::UnreadableClaims, {file, 0, 0, 0, 0},
                          cat("'", name, "' is executable, so what it names is not known"),
                          "chmod -x makes it a list");
  return std::nullopt;
}

void add_list(FileSystem& files, const std::string& name, const std::string& shown_name,
              DebFiles& deb, Context& context) {
  if (name == "not-installed") {
    if (const auto list = open_list(files, name, shown_name, context)) {
      deb.not_installed = read_claims(list->text, list->file, {}, ClaimWords::Files);
    }
    return;
  }
  const auto add = [&](std::string_view kind, ClaimWords words) {
    const std::optional<std::string> package = package_of(name, kind);
    if (!package) return;
    const auto list = open_list(files, name, shown_name, context);
    if (!list) {
      deb.unread.insert(*package);
      return;
    }
    for (PackageClaim& claim : read_claims(list->text, list->file, *package, words)) {
      deb.claims.push_back(std::move(claim));
    }
  };
  add("install", ClaimWords::FilesAndDirectory);
  for (const std::string_view kind : kFileKinds) add(kind, ClaimWords::Files);
}

// What the files of --deb claim. False after an error.
bool read_deb(const std::string& directory, DebFiles& deb, Context& context) {
  const std::string path = absolute_path(context, directory);
  const auto opened = open_typed_directory(context, path);
  const auto entries = opened ? (*opened)->list("") : tl::unexpected(opened.error());
  auto sources = open_real_file_system(cat("/", directory_of(path)));
  if (!entries || !sources) {
    io_error(context, entries ? sources.error() : entries.error());
    return false;
  }
  deb.sources = std::move(*sources);
  for (const DirEntry& entry : *entries) {
    if (entry.type != FileType::Regular) continue;
    add_list(**opened, entry.name, join_path(normalise(directory), entry.name), deb, context);
  }
  return context.status == ExitStatus::Done;
}

bool check_all(const PackageOptions& options, const PackageSet& set, Diagnostics& found,
               Context& context) {
  check_packages(set, found);
  DebFiles deb;
  if (!options.deb.empty() && !read_deb(options.deb, deb, context)) return false;
  std::vector<std::string> staged;
  if (!options.destdir.empty()) {
    const auto stage = open_typed_directory(context, absolute_path(context, options.destdir));
    auto files = stage ? files_below(**stage) : tl::unexpected(stage.error());
    if (!files) {
      io_error(context, files.error());
      return false;
    }
    staged = std::move(*files);
    std::vector<PackageClaim> claimed = deb.claims;
    claimed.insert(claimed.end(), deb.not_installed.begin(), deb.not_installed.end());
    check_staged(set, staged, claimed, found);
  }
  if (options.deb.empty()) return true;
  ClaimsInput input{&set,
                    std::move(deb.claims),
                    std::move(deb.not_installed),
                    std::move(staged),
                    std::move(deb.unread),
                    {}};
  input.in_sources = [&deb](const std::string& glob) {
    return finds(*deb.sources, "", split(glob, "/"), 0);
  };
  check_claims(input, found);
  return true;
}

void print_json(const PackageSet& set, const std::vector<Diagnostic>& findings, Context& context) {
  JsonWriter json(context.out);
  begin_package_json(set, json);
  json.key("findings").begin_array();
  for (const Diagnostic& finding : findings) {
    json.begin_object(true).member("code", code_info(finding.code).id);
    json.member("message", finding.message);
    const std::string at = place_of(context, finding.at);
    if (!at.empty()) json.member("at", at);
    json.end_object();
  }
  json.end_array().end_object();
  context.out += "\n";
}

}  // namespace

ExitStatus package_check(const PackageOptions& options, Context& context) {
  const std::optional<PackageSet> set = plan_packages(options, context);
  if (!set) return ExitStatus::Done;
  const StageTimer timer(context.results.stats, "package");
  Diagnostics found;
  if (!check_all(options, *set, found, context)) return context.status;
  const std::vector<Diagnostic> findings = found.take_sorted();
  if (context.options.format == Format::Json) {
    print_json(*set, findings, context);
  } else {
    context.out += packages_text(context, *set);
  }
  say(context, cat(package_counts(*set), ", ", count_of(findings.size(), "finding")));
  for (const Diagnostic& finding : findings) context.diagnostics.add(finding);
  return ExitStatus::Done;
}

}  // namespace modbuild::tool
