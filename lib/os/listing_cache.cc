#include "os/listing_cache.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/hash.h"
#include "base/packed.h"
#include "base/path.h"

namespace modbuild {
namespace {

std::string packed_entries(const std::vector<DirEntry>& entries) {
  PackWriter writer;
  writer.number(entries.size());
  for (const DirEntry& entry : entries) {
    writer.number(static_cast<std::uint64_t>(entry.type));
    writer.text(entry.name);
  }
  return writer.take();
}

std::optional<std::vector<DirEntry>> unpacked_entries(std::string_view bytes) {
  PackReader reader(bytes);
  std::vector<DirEntry> entries(reader.count());
  for (DirEntry& entry : entries) {
    const std::uint64_t type = reader.number();
    if (type > static_cast<std::uint64_t>(FileType::Other)) return std::nullopt;
    entry.type = static_cast<FileType>(type);
    entry.name = reader.text();
  }
  if (!reader.at_end()) return std::nullopt;
  return entries;
}

}  // namespace

void ListingCache::load(std::string_view bytes) {
  PackReader reader(bytes);
  listings_.load(reader);
}

// A stamp does not tell whether a link leads to the directory by now; a listing would refuse it.
bool ListingCache::is_below_links(FileSystem& files, const std::string& directory) {
  if (directory.empty()) return false;
  const std::string parent(directory_of(directory));
  if (parent.empty()) return false;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto known = has_links_.find(parent);
    if (known != has_links_.end()) return known->second;
  }
  const bool has_links = is_below_links(files, parent) || !files.stamp(parent).is_directory;
  const std::lock_guard<std::mutex> lock(mutex_);
  has_links_.emplace(parent, has_links);
  return has_links;
}

Expected<std::vector<DirEntry>> ListingCache::list(FileSystem& files,
                                                   const std::string& directory) {
  KeptRecords::Record* kept = listings_.find(directory);
  if (kept != nullptr && !is_below_links(files, directory) &&
      hash_of(files.stamp(directory)) == kept->stamp) {
    if (std::optional<std::vector<DirEntry>> entries = unpacked_entries(kept->bytes)) {
      listings_.use(*kept);
      return std::move(*entries);
    }
  }
  Expected<Listing> listing = files.list_stamped(directory);
  if (!listing) return tl::unexpected(std::move(listing.error()));
  if (is_settled(listing->stamp, began_ns_)) {
    listings_.put(directory, hash_of(listing->stamp), packed_entries(listing->entries));
  }
  return std::move(listing->entries);
}

std::string ListingCache::packed() const {
  PackWriter writer;
  listings_.pack(writer);
  return writer.take();
}

Expected<std::vector<DirEntry>> list(FileSystem& files, ListingCache* kept,
                                     const std::string& directory) {
  return kept == nullptr ? files.list(directory) : kept->list(files, directory);
}

std::uint64_t hash_of(const std::vector<DirEntry>* entries) {
  return entries == nullptr ? 0 : std::max<std::uint64_t>(1, hash_bytes(packed_entries(*entries)));
}

}  // namespace modbuild
