// What files a manifest's paths and globs stand for. Directories are listed once for the whole
// tree, links are never walked into, hidden files match no glob, and what was listed is remembered.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostics.h"
#include "os/file_system.h"
#include "os/listing_cache.h"
#include "scan/scan.h"

namespace modbuild {

// Something that a component asked the tree. As long as all answers are the same, so is what was
// made of them.
struct TreeQuestion {
  std::string path;
  bool listing = false;  // of the directory; else what kind of thing is there
};

// Listings of the tree's directories, shared by all threads. Those of component directories come
// with the scan, others through `kept` if there is one.
class TreeListings {
 public:
  TreeListings(FileSystem& tree, const SourceTree& scanned, ListingCache* kept = nullptr)
      : tree_(tree), scanned_(scanned), kept_(kept) {}

  // The entries of `directory`, sorted; null when it is none that can be listed.
  const std::vector<DirEntry>* list(const std::string& directory);
  // The entry of `path` in its directory; null when there is none.
  const DirEntry* find(const std::string& path);
  // Whether `path`, whose entry is given, is a file: regular, or a link to one that lies in the
  // tree.
  bool is_file(const std::string& path, const DirEntry& entry);
  // What the tree answers now: a hash, or the type + 1; 0 when there is nothing.
  std::uint64_t answer(const TreeQuestion& question);
  // Links that decided something.
  std::vector<std::string> take_links() { return std::move(links_); }

 private:
  FileSystem& tree_;
  const SourceTree& scanned_;
  ListingCache* kept_;
  std::mutex mutex_;
  std::map<std::string, std::optional<std::vector<DirEntry>>> others_;
  std::map<std::string, std::uint64_t> hashes_;  // of long listings
  std::vector<std::string> links_;
};

// The files of one component: looks up its paths and reports what is not there.
class FileFinder {
 public:
  FileFinder(TreeListings& listings, std::string dir, Diagnostics& diagnostics)
      : listings_(listings),
        dir_(std::move(dir)),
        own_(listings.list(dir_)),
        diagnostics_(diagnostics) {}

  // Whether the component's directory is there: the sources of an overlay may lack it.
  bool has_directory() const { return own_ != nullptr; }
  // The files that `text`, a path or glob, stands for: relative to the tree's root, sorted. MB052
  // to MB065 for what cannot be, MB053 for a missing file and MB055 for a glob without a match.
  std::vector<std::string> files(const Text& text);
  // As files(), for globs that may match nothing; nothing is reported but bad paths.
  std::vector<std::string> files_if_any(const Text& text);
  // The files of the component's own directory, hidden ones left out.
  std::vector<std::string> own_files();
  // One directory of the tree; nothing when it is not there, which is reported.
  std::optional<std::string> directory(const Text& text);

  // Directories whose listing decided something, in no order, with duplicates.
  std::vector<std::string> take_listed() { return std::move(listed_); }
  // Everything that was asked, in no order, each once.
  std::vector<TreeQuestion> take_questions();
  // Whether a link had to be followed: where it leads, no stamp of a directory shows.
  bool followed_links() const { return followed_links_; }

 private:
  void match(const std::string& directory, std::string_view pattern, int depth,
             std::vector<std::string>& found);
  void match_below(const std::string& directory, std::string_view rest, int depth,
                   std::vector<std::string>& found);
  std::vector<std::string> matches(const std::string& pattern);
  void report_missing(const Text& text, const std::string& path);

  const std::vector<DirEntry>* list(const std::string& directory);
  const DirEntry* find(const std::string& path);
  bool is_directory(const std::string& path);
  bool is_file(const std::string& path, const DirEntry& entry);

  TreeListings& listings_;
  std::string dir_;
  const std::vector<DirEntry>* own_;  // entries of dir_
  Diagnostics& diagnostics_;
  std::vector<std::string> listed_;
  std::set<std::string> asked_lists_;    // directories other than dir_ that were listed
  std::set<std::string> asked_entries_;  // paths outside dir_ that were looked at
  bool followed_links_ = false;
};

}  // namespace modbuild
