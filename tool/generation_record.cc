#include "generation_record.h"

#include <algorithm>
#include <atomic>
#include <set>
#include <string_view>

#include "base/hash.h"
#include "base/packed.h"
#include "base/parallel.h"
#include "base/path.h"
#include "base/sort_once.h"
#include "base/str.h"
#include "context.h"
#include "os/file_stamp.h"
#include "os/real_file_system.h"
#include "os/replace_file.h"
#include "probe/probe.h"
#include "toolchain.h"

namespace modbuild::tool {
namespace {

constexpr std::string_view kMagic = "modbuild generation 1";

// Where the paths of a list start.
enum class SeenRoot : std::uint8_t { Tree, Sources, Build, Machine };
constexpr SeenRoot kSeenRoots[] = {SeenRoot::Build, SeenRoot::Tree, SeenRoot::Sources,
                                   SeenRoot::Machine};

struct Seen {
  std::string path;
  std::uint64_t stamp = 0;  // its hash; of what is not there, too
};

// All paths below one root.
struct SeenList {
  SeenRoot root = SeenRoot::Tree;
  std::vector<Seen> seen;
};

// Looks at paths below one root. Without it nothing is there.
class Looker {
 public:
  Looker(SeenRoot root, const std::string& sources, Context& context, BuildDirectory& build)
      : root_(root) {
    if (root == SeenRoot::Tree) files_ = context.tree.get();
    if (root == SeenRoot::Build) files_ = build.files.get();
    if (root != SeenRoot::Sources || sources.empty()) return;
    auto opened = open_real_file_system(sources);
    if (!opened) return;
    sources_ = std::move(*opened);
    files_ = sources_.get();
  }

  // Of files of the machine and links of the tree that lead to sources it counts where they lead.
  FileStamp stamp(const std::string& path) const {
    if (root_ == SeenRoot::Machine) return stamp_of(path);
    return files_ == nullptr ? FileStamp() : files_->stamp(path);
  }

 private:
  SeenRoot root_;
  FileSystem* files_ = nullptr;
  std::unique_ptr<FileSystem> sources_;
};

void add_paths(std::vector<std::string>& to, const std::vector<std::string>& paths) {
  to.insert(to.end(), paths.begin(), paths.end());
}

// A link on the way to a file shows only in the stamps of the directories above it.
void add_directories_above(std::vector<std::string>& paths) {
  std::set<std::string> above;
  for (const std::string& path : paths) {
    for (std::string directory(directory_of(path)); !directory.empty();
         directory = directory_of(directory)) {
      if (!above.insert(directory).second) break;
    }
  }
  paths.insert(paths.end(), above.begin(), above.end());
}

// Every path that the generation was made from, or that it made.
std::vector<std::string> paths_of(SeenRoot root, const GenerationReport& report,
                                  const Context& context) {
  const Results& results = context.results;
  const bool overlay = results.overlay.files != nullptr;
  std::vector<std::string> paths;
  switch (root) {
    case SeenRoot::Build:
      for (const WrittenFile& file : report.files) paths.push_back(file.path);
      for (const Backend& backend : backends()) paths.emplace_back(backend.build_file);
      for (const char* file : {kStampFile, kOutputsFile}) paths.emplace_back(file);
      break;
    case SeenRoot::Tree:
      add_paths(paths, results.source_tree.listed);
      add_paths(paths, results.load_inputs);
      if (!overlay) add_paths(paths, results.abi.inputs);
      add_directories_above(paths);
      break;
    case SeenRoot::Sources:
      if (!overlay) break;
      add_paths(paths, results.source_inputs);
      add_paths(paths, results.abi.inputs);
      add_directories_above(paths);
      break;
    case SeenRoot::Machine:
      add_paths(paths, results.probes.inputs);
      for (const std::string& link : results.source_links) {
        paths.push_back(join_path(overlay ? results.overlay.root : context.tree_root, link));
      }
      for (const std::string& file : context.job.extra_inputs) {
        paths.push_back(path_from(context.job.build_directory, file));
      }
      break;
  }
  sort_once(paths);
  return paths;
}

// The paths with their stamps; nothing when one is too young. Our own files are not: nobody else
// writes them while we do.
std::optional<SeenList> look(SeenRoot root, std::vector<std::string> paths, std::int64_t began_ns,
                             const Looker& looker, Threads threads) {
  SeenList list{root, std::vector<Seen>(paths.size())};
  std::atomic<bool> is_certain{true};
  for_each_index(paths.size(), threads, [&](std::size_t i) {
    const FileStamp stamp = looker.stamp(paths[i]);
    if (root != SeenRoot::Build && !is_settled(stamp, began_ns)) is_certain = false;
    list.seen[i] = {std::move(paths[i]), hash_of(stamp)};
  });
  if (!is_certain) return std::nullopt;
  return list;
}

bool is_unchanged(const SeenList& list, const Looker& looker, Threads threads) {
  std::atomic<bool> same{true};
  for_each_index(list.seen.size(), threads, [&](std::size_t i) {
    const Seen& seen = list.seen[i];
    if (same && hash_of(looker.stamp(seen.path)) != seen.stamp) same = false;
  });
  return same;
}

void write_range(PackWriter& writer, const SourceRange& at, const Context& context) {
  writer.text(context.results.sources.path(at.file));
  for (const std::uint32_t number : {at.line, at.column, at.end_line, at.end_column}) {
    writer.number(number);
  }
}

SourceRange read_range(PackReader& reader, Context& context) {
  SourceRange at;
  const std::string_view path = reader.text();
  if (!path.empty()) at.file = context.results.sources.add(std::string(path));
  for (std::uint32_t* number : {&at.line, &at.column, &at.end_line, &at.end_column}) {
    *number = static_cast<std::uint32_t>(reader.number());
  }
  return at;
}

void write_diagnostics(PackWriter& writer, const std::vector<Diagnostic>& diagnostics,
                       const Context& context) {
  writer.number(diagnostics.size());
  for (const Diagnostic& diagnostic : diagnostics) {
    writer.text(code_info(diagnostic.code).id);
    write_range(writer, diagnostic.at, context);
    writer.text(diagnostic.message);
    writer.text(diagnostic.help);
    writer.number(diagnostic.notes.size());
    for (const Note& note : diagnostic.notes) {
      write_range(writer, note.at, context);
      writer.text(note.text);
    }
  }
}

std::vector<Diagnostic> read_diagnostics(PackReader& reader, Context& context) {
  std::vector<Diagnostic> diagnostics;
  for (std::size_t count = reader.count(); count > 0 && reader.ok(); --count) {
    const CodeInfo* info = find_code(reader.text());
    if (info == nullptr) return {};
    Diagnostic diagnostic{info->code, read_range(reader, context), {}, {}, {}};
    diagnostic.message = reader.text();
    diagnostic.help = reader.text();
    diagnostic.notes.resize(reader.count());
    for (Note& note : diagnostic.notes) {
      note.at = read_range(reader, context);
      note.text = reader.text();
    }
    diagnostics.push_back(std::move(diagnostic));
  }
  return diagnostics;
}

// Whether every place lies in a file of the tree, to be shown again: what was typed is not kept.
bool can_be_said_again(const std::vector<Diagnostic>& diagnostics, const Context& context) {
  const auto is_kept = [&](const SourceRange& at) {
    return !at.file.valid() || !context.results.sources.has_text(at.file);
  };
  return std::all_of(diagnostics.begin(), diagnostics.end(), [&](const Diagnostic& diagnostic) {
    return is_kept(diagnostic.at) &&
           std::all_of(diagnostic.notes.begin(), diagnostic.notes.end(),
                       [&](const Note& note) { return is_kept(note.at); });
  });
}

}  // namespace

std::uint64_t asked_hash(const StoredRequest& stored, const Context& context) {
  PackWriter writer;
  writer.number(hash_of(stamp_of(context.job.self)));
  writer.text(stored_request_json(stored));
  for (const auto& [name, value] : context.host.environment.variables) {
    if (name != "PATH" && !is_build_variable(name)) continue;
    writer.text(name);
    writer.text(value);
  }
  writer.text(context.host.environment.os_release);
  writer.flag(context.host.environment.has_lib64);
  writer.number(context.job.local_jobs);
  writer.text(context.job.tree_root);
  writer.text(context.job.build_directory);
  return hash_bytes(writer.bytes());
}

std::optional<GenerationReport> unchanged_generation(std::uint64_t asked, Context& context,
                                                     BuildDirectory& build) {
  if (!build.exists || context.job.no_cache || context.job.refresh) return std::nullopt;
  const StageTimer timer(context.results.stats, "compare");
  const Expected<std::string> file = build.files->read(kRecordFile, kLargestDocument);
  if (!file) return std::nullopt;
  const std::optional<std::string_view> payload = unsealed(kMagic, *file);
  if (!payload) return std::nullopt;
  PackReader reader(*payload);
  if (reader.number() != asked) return std::nullopt;
  const std::string sources(reader.text());
  for (std::size_t count = reader.count(); count > 0; --count) {
    SeenList list;
    list.root = static_cast<SeenRoot>(reader.number());
    list.seen.resize(reader.count());
    for (Seen& seen : list.seen) {
      seen.path = reader.text();
      seen.stamp = reader.number();
    }
    const Looker looker(list.root, sources, context, build);
    if (!reader.ok() || !is_unchanged(list, looker, context.job.threads)) return std::nullopt;
  }
  GenerationReport report;
  report.tree = reader.text();
  report.counts = reader.text();
  for (std::string& path : reader.texts()) {
    report.files.push_back({std::move(path), FileChange::Same});
  }
  std::vector<Diagnostic> said = read_diagnostics(reader, context);
  if (!reader.at_end()) return std::nullopt;
  show_sources_of(*context.tree, context.results.sources);
  for (Diagnostic& diagnostic : said) context.diagnostics.add(std::move(diagnostic));
  count_work(context.host, nullptr, context.results.stats);
  return report;
}

void record_generation(std::uint64_t asked, const GenerationReport& report, Context& context,
                       BuildDirectory& build) {
  const StageTimer timer(context.results.stats, "record");
  const std::vector<Diagnostic> said = context.diagnostics.sorted();
  if (context.job.no_cache || !can_be_said_again(said, context)) return;
  const std::string sources =
      context.results.overlay.files == nullptr ? std::string() : context.results.overlay.root;
  PackWriter writer;
  writer.number(asked);
  writer.text(sources);
  writer.number(std::size(kSeenRoots));
  for (const SeenRoot root : kSeenRoots) {
    const Looker looker(root, sources, context, build);
    const std::optional<SeenList> list =
        look(root, paths_of(root, report, context), context.results.began_ns, looker,
             context.job.threads);
    if (!list) return;
    writer.number(static_cast<std::uint64_t>(root));
    writer.number(list->seen.size());
    for (const Seen& seen : list->seen) {
      writer.text(seen.path);
      writer.number(seen.stamp);
    }
  }
  writer.text(report.tree);
  writer.text(report.counts);
  std::vector<std::string> files;
  for (const WrittenFile& file : report.files) {
    if (file.change != FileChange::Removed) files.push_back(file.path);
  }
  writer.texts(files);
  write_diagnostics(writer, said, context);
  static_cast<void>(
      replace_file(*build.files, kRecordFile, sealed(kMagic, writer.bytes()), Durability::Relaxed));
}

}  // namespace modbuild::tool
