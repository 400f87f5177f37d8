#include "abi/abi.h"

#include <algorithm>

#include "base/digest.h"
#include "base/parallel.h"
#include "base/sort_once.h"
#include "base/str.h"

namespace modbuild {
namespace {

constexpr std::uint64_t kLargestFile = 64U << 20U;

struct FileDigest {
  std::string digest;
  std::string failure;  // why there is none
};

std::vector<ComponentId> hosts_with_files(const Catalog& catalog, const Selection& selection) {
  std::vector<ComponentId> hosts;
  for (const ComponentId id : catalog.components.ids()) {
    const Component& component = catalog.components[id];
    if (!component.host || component.host->abi.files.empty()) continue;
    if (selection.verdicts[id].on) hosts.push_back(id);
  }
  return hosts;
}

std::vector<FileDigest> digest_all(const std::vector<std::string>& files, FileSystem& sources,
                                   Threads threads) {
  std::vector<FileDigest> digests(files.size());
  for_each_index(files.size(), threads, [&](std::size_t i) {
    const Expected<std::string> text = sources.read(files[i], kLargestFile);
    if (text) {
      digests[i].digest = sha256_hex(*text);
    } else {
      digests[i].failure = text.error().message();
    }
  });
  return digests;
}

}  // namespace

AbiReport read_abi_files(const Catalog& catalog, const Selection& selection, FileSystem& sources,
                         Threads threads, Diagnostics& diagnostics) {
  AbiReport report;
  report.digests = IdVector<ComponentId, std::string>(catalog.components.size());
  const std::vector<ComponentId> hosts = hosts_with_files(catalog, selection);
  for (const ComponentId host : hosts) {
    const std::vector<std::string>& files = catalog.components[host].host->abi.files;
    report.inputs.insert(report.inputs.end(), files.begin(), files.end());
  }
  sort_once(report.inputs);

  const std::vector<FileDigest> digests = digest_all(report.inputs, sources, threads);
  for (const ComponentId host : hosts) {
    const HostInfo& info = *catalog.components[host].host;
    std::string lines;
    for (const std::string& file : info.abi.files) {
      const auto at = std::lower_bound(report.inputs.begin(), report.inputs.end(), file);
      const FileDigest& digest = digests[static_cast<std::size_t>(at - report.inputs.begin())];
      append(lines, digest.digest, " ", file, "\n");
      if (digest.failure.empty()) continue;
      diagnostics.add(Code::AbiFileUnreadable, info.at,
                      cat("the ABI of '", catalog.components[host].name.value,
                          "' is not known: ", digest.failure),
                      "make it readable, or have `abi` name other files");
    }
    report.digests[host] = sha256_hex(lines);
  }
  return report;
}

}  // namespace modbuild
