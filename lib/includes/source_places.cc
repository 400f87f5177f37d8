#include "includes/source_places.h"

#include "base/path.h"
#include "base/str.h"

namespace modbuild {
namespace {

constexpr int kMostLinks = 40;

}  // namespace

const SourcePlaces::Entries& SourcePlaces::entries_of(const std::string& directory) {
  const auto known = directories_.find(directory);
  if (known != directories_.end()) return known->second;
  Entries& entries = directories_[directory];
  if (const auto listed = files_.list(directory)) {
    for (const DirEntry& entry : *listed) entries.emplace(entry.name, entry.type);
  }
  return entries;
}

// Goes on from place.path, which is a directory without links on the way.
bool SourcePlaces::walk(std::string_view path, int links_left, SourcePlace& place) {
  const std::vector<std::string> parts = split(path, "/");
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i] == ".") continue;
    if (parts[i] == "..") {
      if (place.path.empty()) return false;
      place.path = std::string(directory_of(place.path));
      continue;
    }
    const Entries& entries = entries_of(place.path);
    const auto entry = entries.find(parts[i]);
    std::string here = join_path(place.path, parts[i]);
    if (entry != entries.end() && entry->second == FileType::Link) {
      const auto target = files_.read_link(here);
      if (links_left == 0 || !target || target->starts_with('/')) return false;
      place.links.push_back(std::move(here));
      if (!walk(*target, links_left - 1, place)) return false;
      continue;
    }
    place.path = std::move(here);
    place.exists = entry != entries.end() && entry->second == FileType::Regular;
  }
  return true;
}

std::optional<SourcePlace> SourcePlaces::find(const std::string& directory, std::string_view name) {
  if (name.starts_with('/')) return std::nullopt;
  SourcePlace place;
  if (!walk(directory, kMostLinks, place) || !walk(name, kMostLinks, place)) return std::nullopt;
  return place;
}

}  // namespace modbuild
