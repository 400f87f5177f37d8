#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "base/path.h"
#include "base/sort_once.h"
#include "base/str.h"
#include "includes/includes.h"
#include "includes/source_places.h"

namespace modbuild {
namespace {

constexpr std::uint64_t kLargestSource = 64U << 20U;
using End = IncludeChain::End;

IncludeMentions mentions_in(FileSystem& files, const std::string& path) {
  const Expected<std::string> text = files.read(path, kLargestSource);
  return text ? find_mentions(*text) : IncludeMentions();
}

}  // namespace

// Files are nodes of a graph; which edges a node has depends on the search.
class IncludeReader::Work {
 public:
  Work(FileSystem& files, std::vector<MadeFile> made, IncludeTargets targets)
      : files_(files), places_(files), targets_(std::move(targets)) {
    for (MadeFile& file : made) {
      std::string path = file.path;
      made_.emplace(std::move(path), std::move(file));
    }
  }

  void read_ahead(const std::vector<std::string>& paths, Threads threads) {
    std::vector<IncludeMentions> read(paths.size());
    for_each_index(paths.size(), threads,
                   [&](std::size_t i) { read[i] = mentions_in(files_, paths[i]); });
    for (std::size_t i = 0; i < paths.size(); ++i) mentions_.emplace(paths[i], std::move(read[i]));
  }

  std::size_t add_search(IncludeSearch search) {
    searches_.push_back({std::move(search), {}});
    return searches_.size() - 1;
  }

  Inclusions find(const IncludeSource& source, std::size_t search,
                  const std::vector<std::string>* recorded);

 private:
  using NodeId = std::uint32_t;
  struct Node {
    std::string path;
    bool is_build = false;
    End end = End::None;  // what reaching it means
    bool is_link = false;
  };
  struct Search {
    IncludeSearch says;
    std::unordered_map<NodeId, std::vector<NodeId>> edges;
  };
  // A text that a node consists of, and the directory that quoted names are first looked for in.
  struct Piece {
    const IncludeMentions* mentions = nullptr;
    std::string directory;
    bool is_build = false;
  };
  // A name that is computed, and where it stands.
  struct Computed {
    NodeId from = 0;
    Piece piece;
    std::string macro;
  };
  class Walk;

  NodeId node(const std::string& path, bool is_build, End end);
  NodeId file_node(const std::string& path);
  const IncludeMentions& mentions_of(const std::string& path);
  const std::vector<Piece>& pieces_of(NodeId of);
  std::vector<Piece> make_pieces(const Node& of);
  const std::vector<NodeId>& edges_of(NodeId from, Search& search);
  void add_name(const IncludeName& name, const Piece& piece, const Search& search,
                std::vector<NodeId>& edges);
  // Whether the search ends with what `directory` has under the name.
  bool look_in(const IncludeDirectory& directory, const std::string& name,
               std::vector<NodeId>& edges);
  FileSystem& files_;
  SourcePlaces places_;
  IncludeTargets targets_;
  std::map<std::string, MadeFile> made_;
  std::unordered_map<std::string, IncludeMentions> mentions_;
  std::vector<Node> nodes_;
  std::unordered_map<NodeId, std::vector<Piece>> pieces_;
  std::map<std::tuple<std::string, bool, End>, NodeId> ids_;
  std::vector<Search> searches_;
};

IncludeReader::Work::NodeId IncludeReader::Work::node(const std::string& path, bool is_build,
                                                      End end) {
  const auto id = static_cast<NodeId>(nodes_.size());
  const auto [known, is_new] = ids_.try_emplace({path, is_build, end}, id);
  if (is_new) nodes_.push_back({path, is_build, end});
  return known->second;
}

IncludeReader::Work::NodeId IncludeReader::Work::file_node(const std::string& path) {
  return node(path, false, targets_.is_changed(path) ? End::Changed : End::None);
}

const IncludeMentions& IncludeReader::Work::mentions_of(const std::string& path) {
  const auto known = mentions_.find(path);
  if (known != mentions_.end()) return known->second;
  return mentions_.emplace(path, mentions_in(files_, path)).first->second;
}

const std::vector<IncludeReader::Work::Piece>& IncludeReader::Work::pieces_of(NodeId of) {
  const auto known = pieces_.find(of);
  if (known != pieces_.end()) return known->second;
  return pieces_[of] = make_pieces(Node(nodes_[of]));
}

std::vector<IncludeReader::Work::Piece> IncludeReader::Work::make_pieces(const Node& of) {
  const std::string directory(directory_of(of.path));
  if (!of.is_build) return {{&mentions_of(of.path), directory, false}};
  std::vector<Piece> pieces;
  const auto made = made_.find(of.path);
  if (made == made_.end()) return pieces;
  for (const std::string& source : made->second.stands_for) {
    const IncludeMentions& mentions = mentions_of(source);
    pieces.push_back({&mentions, directory, true});
    pieces.push_back({&mentions, std::string(directory_of(source)), false});
  }
  return pieces;
}

bool IncludeReader::Work::look_in(const IncludeDirectory& directory, const std::string& name,
                                  std::vector<NodeId>& edges) {
  if (directory.is_build) {
    const std::string path = without_dots(cat("/", directory.path, "/", name)).substr(1);
    if (made_.count(path) == 0) return false;
    edges.push_back(node(path, true, End::None));
    return true;
  }
  const std::optional<SourcePlace> place = places_.find(directory.path, name);
  if (!place) return false;
  for (const std::string& link : place->links) {
    if (!targets_.is_changed(link)) continue;
    edges.push_back(node(link, false, End::Changed));
    nodes_[edges.back()].is_link = true;
  }
  if (place->exists) {
    edges.push_back(file_node(place->path));
  } else if (targets_.comes_or_goes(place->path)) {
    edges.push_back(node(place->path, false, End::ComesOrGoes));
  }
  return place->exists;
}

void IncludeReader::Work::add_name(const IncludeName& name, const Piece& piece,
                                   const Search& search, std::vector<NodeId>& edges) {
  if (name.quoted && look_in({piece.directory, piece.is_build, false}, name.name, edges)) return;
  for (const IncludeDirectory& directory : search.says.directories) {
    if (directory.only_quoted && !name.quoted) continue;
    if (look_in(directory, name.name, edges)) return;
  }
}

const std::vector<IncludeReader::Work::NodeId>& IncludeReader::Work::edges_of(NodeId from,
                                                                              Search& search) {
  const auto known = search.edges.find(from);
  if (known != search.edges.end()) return known->second;
  std::vector<NodeId> edges;
  const Node of = nodes_[from];
  if (of.end == End::None || of.end == End::Changed) {
    for (const Piece& piece : pieces_of(from)) {
      for (const IncludeName& name : piece.mentions->names) add_name(name, piece, search, edges);
    }
    if (of.is_build) {
      for (const std::string& other : made_[of.path].beside) {
        edges.push_back(node(other, true, End::None));
      }
    }
  }
  return search.edges[from] = std::move(edges);
}

// Breadth first from one source.
class IncludeReader::Work::Walk {
 public:
  Walk(Work& work, Search& search, const std::vector<std::string>* recorded)
      : work_(work), search_(search) {
    if (recorded == nullptr) return;
    recorded_.emplace();
    for (const std::string& path : *recorded) {
      const auto place = work_.places_.find("", path);
      if (place) recorded_->insert(place->path);
      // Of files that are alike and to be read once gcc reads, and names, only one: then what it
      // did not name may be another one's text.
      if (place && work_.mentions_of(place->path).once) {
        recorded_.reset();
        return;
      }
    }
  }

  Inclusions run(const IncludeSource& source) {
    visit(source.is_build ? work_.node(source.path, true, End::None) : work_.file_node(source.path),
          kNoNode);
    const Piece flags{nullptr, {}, true};
    for (const std::string& forced : search_.says.forced) {
      std::vector<NodeId> edges;
      work_.add_name({forced, true}, flags, search_, edges);
      for (const NodeId edge : edges) visit(edge, queue_.front());
    }
    do {
      while (next_ < queue_.size()) look_at(queue_[next_++]);
    } while (resolve_computed());
    visit_recorded();
    return result();
  }

 private:
  static constexpr NodeId kNoNode = ~NodeId{0};

  void visit(NodeId id, NodeId from) {
    const Node& node = work_.nodes_[id];
    // What a compiler did not read for the same text cannot have changed what it made of it; a file
    // that is new was not there to be read.
    const bool is_file = !node.is_build && !node.is_link && node.end != End::ComesOrGoes;
    if (recorded_ && is_file && from != kNoNode && recorded_->count(node.path) == 0 &&
        !work_.targets_.comes_or_goes(node.path)) {
      return;
    }
    if (!from_.try_emplace(id, from).second) return;
    queue_.push_back(id);
    if (node.end != End::None && !hit_) hit_ = id;
  }

  void look_at(NodeId id) {
    const End end = work_.nodes_[id].end;
    if (end == End::ComesOrGoes || end == End::Unknown) return;
    for (const NodeId edge : work_.edges_of(id, search_)) visit(edge, id);
    for (const Piece& piece : work_.pieces_of(id)) {
      for (const std::string& macro : piece.mentions->computed) {
        computed_.push_back({id, piece, macro});
      }
    }
  }

  std::vector<MacroName> macros() const {
    std::vector<MacroName> macros = search_.says.macros;
    for (const NodeId id : queue_) {
      for (const Piece& piece : work_.pieces_of(id)) {
        macros.insert(macros.end(), piece.mentions->macros.begin(), piece.mentions->macros.end());
      }
    }
    sort_once(macros);
    return macros;
  }

  // What was read and is changed counts also where it is not clear who includes it.
  void visit_recorded() {
    if (!recorded_) return;
    for (const std::string& path : std::set<std::string>(recorded_->begin(), recorded_->end())) {
      const NodeId id = work_.file_node(path);
      if (work_.nodes_[id].end != End::None) visit(id, queue_.front());
    }
  }

  // Follows the computed names by every macro that any file which was met defines, or the flags.
  // Whether there is more to look at.
  bool resolve_computed() {
    if (computed_.empty()) return false;
    const std::vector<MacroName> defined = macros();
    for (const Computed& computed : computed_) {
      bool known = false;
      for (const MacroName& macro : defined) {
        if (macro.macro != computed.macro) continue;
        known = true;
        std::vector<NodeId> edges;
        work_.add_name(macro.name, computed.piece, search_, edges);
        for (const NodeId edge : edges) visit(edge, computed.from);
      }
      if (!known) visit(work_.node(computed.macro, true, End::Unknown), computed.from);
    }
    return next_ < queue_.size();
  }

  std::string shown(NodeId id) const {
    const Node& node = work_.nodes_[id];
    return node.is_build ? cat("{build}/", node.path) : node.path;
  }

  Inclusions result() const {
    Inclusions found;
    if (hit_) {
      found.chain.end = work_.nodes_[*hit_].end;
      NodeId at = *hit_;
      if (found.chain.end == End::Unknown) at = from_.at(at);
      for (; at != kNoNode; at = from_.at(at)) found.chain.files.push_back(shown(at));
      std::reverse(found.chain.files.begin(), found.chain.files.end());
    }
    for (const NodeId id : queue_) {
      const Node& node = work_.nodes_[id];
      if (node.is_build && node.end == End::None) found.made.push_back(node.path);
      if (node.end == End::Changed || node.end == End::ComesOrGoes) found.met.push_back(node.path);
    }
    sort_once(found.made);
    sort_once(found.met);
    return found;
  }

  Work& work_;
  Search& search_;
  std::optional<std::unordered_set<std::string>> recorded_;
  std::vector<NodeId> queue_;  // everything that was met, in that order
  std::size_t next_ = 0;
  std::unordered_map<NodeId, NodeId> from_;
  std::vector<Computed> computed_;
  std::optional<NodeId> hit_;
};

Inclusions IncludeReader::Work::find(const IncludeSource& source, std::size_t search,
                                     const std::vector<std::string>* recorded) {
  return Walk(*this, searches_[search], recorded).run(source);
}

IncludeReader::IncludeReader(FileSystem& sources, std::vector<MadeFile> made,
                             IncludeTargets targets)
    : work_(std::make_unique<Work>(sources, std::move(made), std::move(targets))) {}

IncludeReader::~IncludeReader() = default;

void IncludeReader::read_ahead(const std::vector<std::string>& paths, Threads threads) {
  work_->read_ahead(paths, threads);
}

std::size_t IncludeReader::add_search(IncludeSearch search) {
  return work_->add_search(std::move(search));
}

Inclusions IncludeReader::find(const IncludeSource& source, std::size_t search,
                               const std::vector<std::string>* recorded) {
  return work_->find(source, search, recorded);
}

}  // namespace modbuild
