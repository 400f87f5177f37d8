#include "load/manifest_cache.h"

#include <algorithm>
#include <utility>

#include "base/hash.h"
#include "base/packed.h"
#include "load/component_pack.h"
#include "load/load.h"

namespace modbuild {
namespace {

std::string packed_answers(const std::vector<Consulted>& consulted) {
  PackWriter writer;
  writer.number(consulted.size());
  for (const Consulted& one : consulted) {
    writer.text(one.path);
    writer.flag(one.listing);
    writer.number(one.answer);
  }
  return writer.bytes();
}

// Whether the tree still says what it said.
bool are_same_answers(PackReader& reader, TreeListings& listings) {
  for (std::size_t count = reader.count(); count > 0; --count) {
    const std::string path(reader.text());
    const bool listing = reader.flag();
    const std::uint64_t answer = reader.number();
    if (!reader.ok() || listings.answer(path, listing) != answer) return false;
  }
  return reader.ok();
}

}  // namespace

void ManifestCache::load(std::string_view bytes) {
  PackReader reader(bytes);
  const std::uint64_t rules = reader.number();
  std::vector<Kept> kept(reader.count());
  for (Kept& one : kept) {
    one.manifest = reader.text();
    one.stamp = reader.number();
    one.rest = reader.text();
  }
  const auto is_before = [](const Kept& a, const Kept& b) { return a.manifest < b.manifest; };
  if (!reader.at_end() || !std::is_sorted(kept.begin(), kept.end(), is_before)) return;
  loaded_rules_ = rules;
  kept_ = std::move(kept);
}

void ManifestCache::settle_rules(const TextRules& rules) {
  PackWriter writer;
  writer.texts(rules.allow_flags);
  writer.flag(rules.untrusted);
  rules_ = hash_bytes(writer.bytes());
  if (rules_ != loaded_rules_) kept_.clear();
}

bool ManifestCache::find(FileSystem& tree, TreeListings& listings, LoadedComponent& loaded) {
  const std::string& manifest = loaded.component.manifest;
  const auto kept = std::lower_bound(
      kept_.begin(), kept_.end(), manifest,
      [](const Kept& one, const std::string& wanted) { return one.manifest < wanted; });
  if (kept == kept_.end() || kept->manifest != manifest) return false;
  if (hash_of(tree.stamp(manifest)) != kept->stamp) return false;
  PackReader reader(kept->rest);
  if (!are_same_answers(reader, listings)) return false;
  if (!unpack_component(reader.text(), loaded) || !reader.at_end()) return false;
  loaded.is_usable = true;
  if (!std::exchange(kept->used, true)) ++used_;
  return true;
}

void ManifestCache::put(LoadedComponent& loaded) {
  if (!loaded.is_usable || loaded.followed_links || !is_settled(loaded.stamp, began_ns_)) return;
  PackWriter writer;
  writer.text(packed_component(loaded));
  Fresh fresh{hash_of(loaded.stamp), packed_answers(loaded.consulted) + writer.bytes()};
  const std::lock_guard<std::mutex> lock(mutex_);
  fresh_.insert_or_assign(loaded.component.manifest, std::move(fresh));
}

bool ManifestCache::is_changed() const {
  return !fresh_.empty() || used_ != kept_.size() || rules_ != loaded_rules_;
}

std::string ManifestCache::packed() const {
  struct Row {
    std::string_view manifest;
    std::uint64_t stamp = 0;
    std::string_view rest;
  };
  std::vector<Row> rows;
  for (const Kept& kept : kept_) {
    if (kept.used) rows.push_back({kept.manifest, kept.stamp, kept.rest});
  }
  for (const auto& [manifest, fresh] : fresh_) {
    rows.push_back({manifest, fresh.stamp, fresh.rest});
  }
  std::sort(rows.begin(), rows.end(),
            [](const Row& a, const Row& b) { return a.manifest < b.manifest; });
  PackWriter writer;
  writer.number(rules_);
  writer.number(rows.size());
  for (const Row& row : rows) {
    writer.text(row.manifest);
    writer.number(row.stamp);
    writer.text(row.rest);
  }
  return writer.bytes();
}

void ManifestCacheDeleter::operator()(ManifestCache* cache) const {
  delete cache;
}

ManifestCachePtr open_manifest_cache(std::string_view bytes, std::int64_t began_ns) {
  ManifestCachePtr cache(new ManifestCache(began_ns));
  if (!bytes.empty()) cache->load(bytes);
  return cache;
}

bool is_changed(const ManifestCache& cache) {
  return cache.is_changed();
}

std::string packed(const ManifestCache& cache) {
  return cache.packed();
}

}  // namespace modbuild
