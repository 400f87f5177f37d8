#include "verify/library_search.h"

#include <algorithm>

#include "base/glob.h"
#include "base/path.h"
#include "base/str.h"

namespace modbuild {
namespace {

constexpr int kMostLinks = 16;
constexpr int kMostIncludes = 4;
constexpr std::uint64_t kLargestFile = std::uint64_t{1} << 30U;

std::string below_root(const std::string& path) {
  return path.starts_with('/') ? path.substr(1) : path;
}

// $ORIGIN and ${ORIGIN} are the directory of the object.
std::string with_origin(std::string part, const std::string& directory) {
  for (const std::string_view word : {"${ORIGIN}", "$ORIGIN"}) {
    for (std::size_t at = 0; (at = part.find(word, at)) != std::string::npos;) {
      part.replace(at, word.size(), directory);
      at += directory.size();
    }
  }
  return part;
}

}  // namespace

std::optional<FoundFile> SystemFiles::file_at(const std::string& path) const {
  for (FileSystem* files : {stage, system}) {
    if (files == nullptr) continue;
    std::string at = path;
    for (int links = 0; links < kMostLinks; ++links) {
      const Expected<FileStatus> status = files->status(below_root(at));
      if (!status) break;
      if (status->type == FileType::Regular) return FoundFile{at, status->device, status->inode};
      if (status->type != FileType::Link) break;
      const Expected<std::string> target = files->read_link(below_root(at));
      if (!target) break;
      at = without_dots(target->starts_with('/') ? *target : cat(directory_of(at), "/", *target));
    }
  }
  return std::nullopt;
}

Expected<std::string> SystemFiles::read(const std::string& file) const {
  if (stage != nullptr && stage->status(below_root(file))) {
    return stage->read(below_root(file), kLargestFile);
  }
  return system->read(below_root(file), kLargestFile);
}

LibrarySearch::LibrarySearch(SystemFiles files) : files_(files) {
  read_configuration("/etc/ld.so.conf", 0);
  for (const char* directory : {"/lib64", "/usr/lib64", "/lib", "/usr/lib"}) {
    directories_.emplace_back(directory);
  }
}

void LibrarySearch::read_configuration(const std::string& path, int depth) {
  const std::optional<FoundFile> file = files_.file_at(path);
  if (!file || depth > kMostIncludes) return;
  const Expected<std::string> text = files_.read(file->path);
  if (!text) return;
  for (const std::string& line : split(*text, "\n")) {
    const std::vector<std::string> words = split(line.substr(0, line.find('#')), " \t,:");
    if (words.size() == 2 && words[0] == "include") {
      const std::string directory(directory_of(words[1]));
      const Expected<std::vector<DirEntry>> entries = files_.system->list(below_root(directory));
      if (!entries) continue;
      for (const DirEntry& entry : *entries) {
        if (glob_match_component(base_name(words[1]), entry.name)) {
          read_configuration(cat(directory, "/", entry.name), depth + 1);
        }
      }
    } else {
      for (const std::string& word : words) {
        if (word.starts_with('/')) directories_.push_back(word);
      }
    }
  }
}

std::vector<std::string> LibrarySearch::places(const std::string& needed, const std::string& path,
                                               const DynamicFile& object) const {
  if (needed.find('/') != std::string::npos) return {needed};
  std::vector<std::string> places;
  const std::string directory(directory_of(path));
  for (const std::string& part : object.runpath.empty() ? object.rpath : object.runpath) {
    const std::string at = with_origin(part, directory);
    if (at.starts_with('/')) places.push_back(without_dots(cat(at, "/", needed)));
  }
  for (const std::string& each : directories_) places.push_back(cat(each, "/", needed));
  return places;
}

std::vector<std::string> LibrarySearch::link_places(const std::string& word,
                                                    const std::vector<std::string>& words) const {
  if (!word.starts_with("-l") || word.size() < 3) return {};
  const std::string file = word[2] == ':' ? word.substr(3) : cat("lib", word.substr(2), ".so");
  std::vector<std::string> places;
  for (const std::string& other : words) {
    if (other.starts_with("-L/")) places.push_back(cat(other.substr(2), "/", file));
  }
  for (const std::string& each : directories_) places.push_back(cat(each, "/", file));
  return places;
}

}  // namespace modbuild
