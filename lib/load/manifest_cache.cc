#include "load/manifest_cache.h"

#include "base/hash.h"
#include "base/packed.h"
#include "load/component_pack.h"
#include "load/load.h"

namespace modbuild {
namespace {

void pack_answers(const std::vector<TreeQuestion>& questions, TreeListings& listings,
                  PackWriter& writer) {
  writer.number(questions.size());
  for (const TreeQuestion& question : questions) {
    writer.text(question.path);
    writer.flag(question.listing);
    writer.number(listings.answer(question));
  }
}

// Whether the tree still says what it said.
bool are_same_answers(PackReader& reader, TreeListings& listings) {
  for (std::size_t count = reader.count(); count > 0; --count) {
    TreeQuestion question;
    question.path = reader.text();
    question.listing = reader.flag();
    const std::uint64_t answer = reader.number();
    if (!reader.ok() || listings.answer(question) != answer) return false;
  }
  return reader.ok();
}

}  // namespace

void ManifestCache::load(std::string_view bytes) {
  PackReader reader(bytes);
  const std::uint64_t rules = reader.number();
  if (components_.load(reader)) loaded_rules_ = rules;
}

void ManifestCache::settle_rules(const TextRules& rules) {
  PackWriter writer;
  writer.texts(rules.allow_flags);
  writer.flag(rules.untrusted);
  rules_ = hash_bytes(writer.bytes());
  if (rules_ != loaded_rules_) components_.forget();
}

std::optional<LoadedComponent> ManifestCache::find(const ManifestPlace& place, FileSystem& tree,
                                                   TreeListings& listings) {
  LoadedComponent loaded = unread_component(place);
  const std::string& manifest = loaded.component.manifest;
  KeptRecords::Record* kept = components_.find(manifest);
  if (kept == nullptr || hash_of(tree.stamp(manifest)) != kept->stamp) return std::nullopt;
  PackReader reader(kept->bytes);
  if (!are_same_answers(reader, listings)) return std::nullopt;
  if (!unpack_component(reader.text(), loaded) || !reader.at_end()) return std::nullopt;
  loaded.is_usable = true;
  components_.use(*kept);
  return loaded;
}

void ManifestCache::put(LoadedComponent& loaded, TreeListings& listings) {
  if (!loaded.is_usable || loaded.followed_links || !is_settled(loaded.stamp, began_ns_)) return;
  PackWriter writer;
  pack_answers(loaded.questions, listings, writer);
  writer.text(packed_component(loaded));
  components_.put(loaded.component.manifest, hash_of(loaded.stamp), writer.bytes());
}

std::string ManifestCache::packed() const {
  PackWriter writer;
  writer.number(rules_);
  components_.pack(writer);
  return writer.take();
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
