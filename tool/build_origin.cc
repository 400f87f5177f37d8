#include "build_origin.h"

#include "base/packed.h"
#include "base/str.h"
#include "build_directory.h"
#include "emit/emit.h"
#include "os/replace_file.h"

namespace modbuild::tool {
namespace {

constexpr const char* kOriginFile = ".modbuild/origin";
constexpr std::string_view kOriginMagic = "modbuild origin 1";
constexpr std::uint64_t kLargestOrigin = 64U << 10U;

// The lock is always there and never written; the others say what runs and what is installed.
std::string origin_now(FileSystem& build) {
  std::vector<std::string> paths = {kLockFile, kRequestFile, kInstallPlanFile};
  for (const Backend& backend : backends()) paths.emplace_back(backend.build_file);
  PackWriter writer;
  for (const std::string& path : paths) writer.number(hash_of(build.stamp(path)));
  return sealed(kOriginMagic, writer.bytes());
}

}  // namespace

void mark_made_here(FileSystem& build) {
  if (!build.status(kLockFile) &&
      !(build.make_directories(kStateDirectory) && build.lock(kLockFile)))
    return;
  const std::string now = origin_now(build);
  const Expected<std::string> noted = build.read(kOriginFile, kLargestOrigin);
  if (noted && *noted == now) return;
  static_cast<void>(replace_file(build, kOriginFile, now, Durability::Relaxed));
}

bool was_made_here(FileSystem& build) {
  const Expected<std::vector<DirEntry>> entries = build.list("");
  if (entries && entries->empty()) return true;
  if (!build.status(kLockFile)) return false;
  const Expected<std::string> noted = build.read(kOriginFile, kLargestOrigin);
  return noted && *noted == origin_now(build);
}

}  // namespace modbuild::tool
