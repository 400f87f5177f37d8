#include "tree_cache.h"

#include <optional>
#include <string_view>
#include <utility>

#include "base/packed.h"
#include "os/file_stamp.h"
#include "os/replace_file.h"
#include "write/write.h"

namespace modbuild {
namespace {

constexpr std::string_view kMagic = "modbuild tree 1";
constexpr std::uint64_t kLargestFile = 1U << 30U;

}  // namespace

TreeCache::TreeCache(FileSystem& state, const std::string& program, std::int64_t began_ns)
    : state_(state),
      program_(hash_of(program.empty() ? FileStamp() : stamp_of(program))),
      manifests_(open_manifest_cache({}, began_ns)) {
  tree_listings_.emplace(began_ns);
  source_listings_.emplace(began_ns);
  Expected<std::string> file = state.read(kTreeCacheFile, kLargestFile);
  if (!file) return;
  bytes_ = std::move(*file);
  const std::optional<std::string_view> payload = unsealed(kMagic, bytes_);
  if (!payload) return;
  PackReader reader(*payload);
  const std::uint64_t program_of_file = reader.number();
  const std::string_view tree = reader.text();
  const std::string_view sources = reader.text();
  const std::string_view manifests = reader.text();
  if (!reader.at_end() || program_of_file != program_) return;
  tree_listings_->load(tree);
  source_listings_->load(sources);
  manifests_ = open_manifest_cache(manifests, began_ns);
}

void TreeCache::save() {
  if (!tree_listings_->is_changed() && !source_listings_->is_changed() &&
      !is_changed(*manifests_)) {
    return;
  }
  writer_ = std::jthread([this] { write(); });
}

void TreeCache::write() {
  PackWriter writer;
  writer.number(program_);
  writer.text(tree_listings_->packed());
  writer.text(source_listings_->packed());
  writer.text(packed(*manifests_));
  // The stages beside this need the memory.
  tree_listings_.reset();
  source_listings_.reset();
  manifests_.reset();
  bytes_ = {};
  if (!state_.make_directories(kStateDirectory)) return;
  static_cast<void>(
      replace_file(state_, kTreeCacheFile, sealed(kMagic, writer.bytes()), Durability::Relaxed));
}

}  // namespace modbuild
