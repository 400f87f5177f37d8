#include "scan/tree_walk.h"

#include <algorithm>
#include <cerrno>
#include <deque>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "base/glob.h"
#include "base/parallel.h"
#include "base/path.h"
#include "base/str.h"

namespace modbuild {
namespace {

constexpr std::size_t kMaxDepth = 64;
constexpr std::size_t kNone = static_cast<std::size_t>(-1);

// A directory that holds this one is a build directory: its contents change with every run, so it
// must never decide what is in the tree.
constexpr const char* kBuildDirectoryMark = ".modbuild";

struct Glob {
  Text text;
  std::vector<std::string> components;
  std::size_t fixed = 0;  // components before the first glob: that directory is gone to at once
  bool has_any_depth = false;
  bool matched = false;
  bool failed = false;  // a problem stands already, so that no match needs no further word
};

struct Listing {
  std::string dir;
  std::vector<DirEntry> entries;
  std::optional<HostError> error;
  bool from_listing = false;  // met in a listing, rather than named by a glob
  bool reported = false;
  bool is_build_directory = false;
  std::size_t matched_by = kNone;
};

// A directory, and the component of a glob that is to be matched against what it holds.
struct Visit {
  std::size_t listing = 0;
  std::size_t glob = 0;
  std::size_t component = 0;
};

class Walker {
 public:
  Walker(FileSystem& tree, ListingCache* kept, Threads threads)
      : tree_(tree), kept_(kept), threads_(threads) {}

  TreeWalk walk(const std::vector<Text>& globs);

 private:
  void start(const Text& text);
  void visit(std::string dir, bool from_listing, std::size_t glob, std::size_t component);
  void list_new();
  void step(const Visit& visit);
  void step_into(const Visit& visit, const DirEntry& entry, std::size_t component);
  bool is_usable(const Visit& visit);
  void report_failure(Listing& listing, Glob& glob);
  void note_link(const std::string& path, const Glob& glob);
  void add_problem(Code code, const Glob& glob, std::string message, std::string help = {});
  void report_unmatched(const Glob& glob);
  void collect();

  FileSystem& tree_;
  ListingCache* kept_;
  Threads threads_;
  std::vector<Glob> globs_;
  std::deque<Listing> listings_;  // grows while its items are looked at
  std::size_t listed_until_ = 0;  // listings_ from here on are still to be listed
  std::unordered_map<std::string, std::size_t> listing_of_;
  std::vector<Visit> next_;
  std::unordered_set<std::string> visited_;  // only globs with `**` can come to a place twice
  std::unordered_set<std::string> noted_links_;
  TreeWalk result_;
};

TreeWalk Walker::walk(const std::vector<Text>& globs) {
  for (const Text& text : globs) start(text);
  // One round per level: all directories of the level at once, then what they lead to, in order.
  while (!next_.empty()) {
    list_new();
    const std::vector<Visit> visits = std::exchange(next_, {});
    for (const Visit& visit : visits) step(visit);
  }
  for (const Glob& glob : globs_) {
    if (!glob.matched && !glob.failed) report_unmatched(glob);
  }
  collect();
  return std::move(result_);
}

void Walker::start(const Text& text) {
  Glob glob;
  glob.text = text;
  for (std::string& component : split(normalise(text.value), "/")) {
    const bool any_depth = component == "**";
    if (any_depth && !glob.components.empty() && glob.components.back() == "**") continue;
    glob.has_any_depth |= any_depth;
    glob.components.push_back(std::move(component));
  }
  while (glob.fixed < glob.components.size() && !has_glob(glob.components[glob.fixed])) {
    ++glob.fixed;
  }
  const auto end = glob.components.begin() + static_cast<std::ptrdiff_t>(glob.fixed);
  std::string dir = join({glob.components.begin(), end}, "/");
  const std::size_t fixed = glob.fixed;
  globs_.push_back(std::move(glob));
  visit(std::move(dir), false, globs_.size() - 1, fixed);
}

void Walker::visit(std::string dir, bool from_listing, std::size_t glob, std::size_t component) {
  if (globs_[glob].has_any_depth) {
    std::string key = cat(std::to_string(glob), " ", std::to_string(component), " ", dir);
    if (!visited_.insert(std::move(key)).second) return;
  }
  const auto [place, is_new] = listing_of_.try_emplace(dir, listings_.size());
  if (is_new) {
    Listing listing;
    listing.dir = std::move(dir);
    listings_.push_back(std::move(listing));
  }
  listings_[place->second].from_listing |= from_listing;
  next_.push_back(Visit{place->second, glob, component});
}

void Walker::list_new() {
  const std::size_t begin = listed_until_;
  for_each_index(listings_.size() - begin, threads_, [&](std::size_t i) {
    Listing& listing = listings_[begin + i];
    auto entries = list(tree_, kept_, listing.dir);
    if (!entries) {
      listing.error = std::move(entries.error());
      return;
    }
    listing.entries = std::move(*entries);
    listing.is_build_directory =
        !listing.dir.empty() &&
        std::any_of(listing.entries.begin(), listing.entries.end(), [](const DirEntry& entry) {
          return entry.name == kBuildDirectoryMark && entry.type == FileType::Directory;
        });
  });
  listed_until_ = listings_.size();
}

bool Walker::is_usable(const Visit& visit) {
  Listing& listing = listings_[visit.listing];
  if (listing.error) {
    report_failure(listing, globs_[visit.glob]);
    return false;
  }
  return !listing.is_build_directory;
}

void Walker::step(const Visit& visit) {
  if (!is_usable(visit)) return;
  Glob& glob = globs_[visit.glob];
  if (visit.component == glob.components.size()) {
    Listing& listing = listings_[visit.listing];
    glob.matched = true;
    listing.matched_by = std::min(listing.matched_by, visit.glob);
    return;
  }
  const std::string& component = glob.components[visit.component];
  const Listing& listing = listings_[visit.listing];
  const bool any_depth = component == "**";
  if (any_depth) this->visit(listing.dir, false, visit.glob, visit.component + 1);
  for (const DirEntry& entry : listing.entries) {
    if (entry.type != FileType::Directory && entry.type != FileType::Link) continue;
    const bool matches =
        any_depth ? !entry.name.starts_with('.') : glob_match_component(component, entry.name);
    if (matches) step_into(visit, entry, any_depth ? visit.component : visit.component + 1);
  }
}

void Walker::step_into(const Visit& visit, const DirEntry& entry, std::size_t component) {
  Glob& glob = globs_[visit.glob];
  std::string dir = join_path(listings_[visit.listing].dir, entry.name);
  if (entry.type == FileType::Link) {
    note_link(dir, glob);
    return;
  }
  if (static_cast<std::size_t>(std::count(dir.begin(), dir.end(), '/')) >= kMaxDepth) {
    glob.failed = true;
    add_problem(Code::UnreadableDirectory, glob,
                cat("'", dir, "' lies deeper than ", std::to_string(kMaxDepth), " directories"),
                "narrow the glob, or flatten the tree");
    return;
  }
  this->visit(std::move(dir), true, visit.glob, component);
}

void Walker::report_failure(Listing& listing, Glob& glob) {
  const HostError& error = *listing.error;
  const bool is_link = error.number == ELOOP;
  const bool is_absent = error.number == ENOENT || error.number == ENOTDIR || is_link;
  if (error.number == EAGAIN || (is_absent && listing.from_listing)) {
    glob.failed = true;
    result_.changed = error.message();
    return;
  }
  if (is_absent) {
    if (is_link) add_problem(Code::LinkNotFollowed, glob, error.message());
    return;  // that the glob matches nothing is said in the end
  }
  glob.failed = true;
  if (std::exchange(listing.reported, true)) return;
  add_problem(Code::UnreadableDirectory, glob, error.message(),
              "make the directory readable, or narrow the globs of [tree]");
}

void Walker::note_link(const std::string& path, const Glob& glob) {
  if (!noted_links_.insert(path).second) return;
  const auto is_file = tree_.is_file_below(path);
  if (is_file && *is_file) return;
  add_problem(Code::LinkNotFollowed, glob, cat("the link '", path, "' is not followed"),
              "put the directory itself into the tree");
}

void Walker::report_unmatched(const Glob& glob) {
  const std::string& written = glob.text.value;
  if (glob.fixed < glob.components.size()) {
    add_problem(Code::EmptyGlob, glob, cat("glob '", written, "' matches no directory"),
                "mend or remove it");
    return;
  }
  const Listing& listing = listings_[listing_of_.at(join(glob.components, "/"))];
  const bool exists = !listing.error || listing.error->number != ENOENT;
  add_problem(Code::MissingFile, glob,
              exists ? cat("'", written, "' is not a directory of the tree")
                     : cat("directory '", written, "' does not exist"),
              "mend or remove it");
}

void Walker::add_problem(Code code, const Glob& glob, std::string message, std::string help) {
  result_.problems.push_back(
      Diagnostic{code, glob.text.at, std::move(message), std::move(help), {}});
}

void Walker::collect() {
  for (Listing& listing : listings_) {
    if (listing.error || listing.is_build_directory) continue;
    result_.listed.push_back(listing.dir);
    if (listing.matched_by == kNone) continue;
    result_.matched.push_back(MatchedDirectory{listing.dir, globs_[listing.matched_by].text.at,
                                               std::move(listing.entries)});
  }
  std::sort(result_.listed.begin(), result_.listed.end());
  std::sort(result_.matched.begin(), result_.matched.end(),
            [](const MatchedDirectory& a, const MatchedDirectory& b) { return a.dir < b.dir; });
}

}  // namespace

TreeWalk walk_tree(const std::vector<Text>& globs, FileSystem& tree, ListingCache* kept,
                   Threads threads) {
  return Walker(tree, kept, threads).walk(globs);
}

}  // namespace modbuild
