#include "install/installed_bytes.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "base/str.h"
#include "base/utf8.h"
#include "install/content.h"
#include "install/destination.h"

namespace modbuild {
namespace {

FileSystem& files_of(const InstallSources& sources, const Path& source) {
  return source.root == Root::Source ? *sources.tree : *sources.build;
}

bool is_binary(InstallKind kind) {
  return kind == InstallKind::Module || kind == InstallKind::Program ||
         kind == InstallKind::Library;
}

}  // namespace

bool is_selected(const std::vector<std::string>& packages, const std::string& package) {
  return packages.empty() || std::find(packages.begin(), packages.end(), package) != packages.end();
}

bool check_sources(const InstallPlan& plan, const std::vector<std::string>& packages,
                   const InstallSources& sources, Diagnostics& diagnostics) {
  std::vector<std::string> missing;
  for (const InstallItem& item : plan.items) {
    if (!is_selected(packages, item.package)) continue;
    if (!files_of(sources, item.source).status(item.source.text)) {
      missing.push_back(install_source_text(item.source));
    }
  }
  std::sort(missing.begin(), missing.end());
  missing.erase(std::unique(missing.begin(), missing.end()), missing.end());
  for (const std::string& source : missing) {
    const bool in_tree = source.starts_with("//");
    diagnostics.add(Code::SourceNotBuilt, {},
                    cat(displayable(source), in_tree ? " is gone from the tree" : " is not built"),
                    in_tree ? "" : "run 'modbuild build' first");
  }
  return missing.empty();
}

std::optional<std::string> installed_bytes(const InstallItem& item, const InstallSources& sources,
                                           const Strip& strip, Diagnostics& diagnostics) {
  Expected<std::string> bytes =
      files_of(sources, item.source).read(item.source.text, kLargestInstalledFile);
  if (!bytes) {
    report_failure(bytes.error(), install_source_text(item.source), diagnostics);
    return std::nullopt;
  }
  auto made = installed_content(item, std::move(*bytes));
  const bool is_elf = made && made->starts_with(
                                  "\x7F"
                                  "ELF");
  if (is_elf && strip && is_binary(item.kind)) made = strip(*made);
  if (made) return std::move(*made);
  diagnostics.add(Code::BadContent, {},
                  cat(displayable(install_source_text(item.source)), " cannot be installed as ",
                      displayable(item.destination), ": ", made.error()));
  return std::nullopt;
}

void report_failure(HostError error, const std::string& path, Diagnostics& diagnostics) {
  error.path = path;
  const bool full = error.number == ENOSPC || error.number == EDQUOT;
  diagnostics.add(Code::InstallFailed, {}, displayable(error.message()),
                  full ? "make room and install again; nothing is half written" : "");
}

}  // namespace modbuild
