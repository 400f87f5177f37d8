// Which file of the sources a name means, links resolved. Looks into each directory once.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "os/file_system.h"

namespace modbuild {

// What a name means in one directory.
struct SourcePlace {
  std::string path;                // where a file of that name is, or would be; links resolved
  bool exists = false;             // as a regular file
  std::vector<std::string> links;  // that were followed to it, relative to the root
};

class SourcePlaces {
 public:
  // `files` must live as long.
  explicit SourcePlaces(FileSystem& files) : files_(files) {}

  // `name`, which may begin with "../", as seen from `directory`. Nothing where it leads out of
  // the sources.
  std::optional<SourcePlace> find(const std::string& directory, std::string_view name);

 private:
  using Entries = std::unordered_map<std::string, FileType>;

  const Entries& entries_of(const std::string& directory);
  bool walk(std::string_view path, int links_left, SourcePlace& place);

  FileSystem& files_;
  std::unordered_map<std::string, Entries> directories_;
};

}  // namespace modbuild
