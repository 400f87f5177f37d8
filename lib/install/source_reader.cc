#include "install/source_reader.h"

#include <algorithm>
#include <cerrno>
#include <set>
#include <utility>

#include "base/str.h"
#include "base/utf8.h"
#include "install/content.h"
#include "install/destination.h"

namespace modbuild {
namespace {

constexpr std::string_view kElfMagic =
    "\x7F"
    "ELF";

bool is_binary(InstallKind kind) {
  return kind == InstallKind::Module || kind == InstallKind::Program ||
         kind == InstallKind::Library;
}

}  // namespace

bool is_selected(const std::vector<std::string>& packages, const std::string& package) {
  return packages.empty() || std::find(packages.begin(), packages.end(), package) != packages.end();
}

FileSystem& SourceReader::files_of(const Path& source) const {
  return source.root == Root::Source ? *sources_.tree : *sources_.build;
}

bool SourceReader::check(const InstallPlan& plan, const std::vector<std::string>& packages) {
  std::set<std::string> missing;
  for (const InstallItem& item : plan.items) {
    if (!is_selected(packages, item.package)) continue;
    const std::string text = install_source_text(item.source);
    const Expected<FileStatus> status = files_of(item.source).status(item.source.text);
    if (status) {
      before_[text] = *status;
    } else {
      missing.insert(text);
    }
  }
  for (const std::string& source : missing) {
    const bool in_tree = source.starts_with("//");
    diagnostics_.add(Code::SourceNotBuilt, {},
                     cat(displayable(source), in_tree ? " is gone from the tree" : " is not built"),
                     in_tree ? "" : "run 'modbuild build' first");
  }
  return missing.empty();
}

bool SourceReader::is_as_before(const Path& source) {
  const std::string text = install_source_text(source);
  const FileStatus& before = before_.at(text);
  const Expected<FileStatus> now = files_of(source).status(source.text);
  if (!now) {
    report_failure(now.error(), text, diagnostics_);
    return false;
  }
  const bool same = now->device == before.device && now->inode == before.inode &&
                    now->size == before.size && now->mtime_ns == before.mtime_ns;
  if (same) return true;
  diagnostics_.add(Code::InstallFailed, {},
                   cat(displayable(text), " has changed since the installation began"),
                   "wait until nothing is built there any more, then install again");
  return false;
}

std::optional<std::string> SourceReader::read(const InstallItem& item, const Strip& strip) {
  const std::string source = install_source_text(item.source);
  Expected<std::string> bytes = files_of(item.source).read(item.source.text, kLargestInstalledFile);
  if (!bytes) {
    report_failure(bytes.error(), source, diagnostics_);
    return std::nullopt;
  }
  if (!is_as_before(item.source)) return std::nullopt;
  auto made = installed_content(item, std::move(*bytes));
  const bool is_built = made.has_value();
  const bool is_elf = made && made->starts_with(kElfMagic);
  if (is_elf && strip && is_binary(item.kind)) made = strip(*made);
  if (made) return std::move(*made);
  diagnostics_.add(Code::BadContent, {},
                   cat(displayable(source), " cannot be installed as ",
                       displayable(item.destination), ": ", made.error()),
                   is_built ? "" : "run 'modbuild build' first, if directories have changed");
  return std::nullopt;
}

void report_failure(HostError error, const std::string& path, Diagnostics& diagnostics) {
  error.path = path;
  const bool full = error.number == ENOSPC || error.number == EDQUOT;
  diagnostics.add(Code::InstallFailed, {}, displayable(error.message()),
                  full ? "make room and install again; nothing is half written" : "");
}

}  // namespace modbuild
