// The audited files and all libraries that they need, each read once, with who needs whom.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/parallel.h"
#include "verify/verify.h"

namespace modbuild {

struct LoadedFile {
  std::string path;
  std::string failure;  // why nothing is known of it; "" = it was read
  DynamicFile facts;
  std::vector<std::size_t> needed;     // files that DT_NEEDED leads to, in order
  std::vector<std::string> not_found;  // what it leads to nowhere
};

class LoadedFiles {
 public:
  // Reads everything. The first files are those of `input`.
  explicit LoadedFiles(const AuditInput& input);

  std::size_t size() const { return files_.size(); }
  const LoadedFile& operator[](std::size_t file) const { return files_[file]; }
  const LibrarySearch& search() const { return search_; }

  // Files that define a symbol which some audited file wants, in order.
  const std::vector<std::size_t>& providers(std::string_view symbol) const;

  // The file at the first of the places where there is one, read now unless it is known already;
  // size() when there is none, or none for the machine of file `like`.
  std::size_t find_or_read(const std::vector<std::string>& places, std::size_t like);

 private:
  void read_all(const std::vector<FoundFile>& found);
  void follow(std::size_t file, std::vector<FoundFile>& wanted);
  // The file behind `found`, or size().
  std::size_t known(const FoundFile& found) const;
  bool follow_audited(const std::string& needed, LoadedFile& object) const;
  void index(std::size_t file);
  std::optional<FoundFile> look_up(const std::string& place);

  LibrarySearch search_;
  Threads threads_;
  std::size_t audited_;  // the first files
  std::deque<LoadedFile> files_;
  std::unordered_map<std::string, std::optional<FoundFile>> places_;
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::size_t> by_inode_;
  std::unordered_set<std::string_view> wanted_;
  std::unordered_map<std::string_view, std::vector<std::size_t>> providers_;
};

}  // namespace modbuild
