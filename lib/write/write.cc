#include "write/write.h"

#include <algorithm>
#include <cerrno>
#include <optional>
#include <set>
#include <string_view>

#include "base/hash.h"
#include "base/path.h"
#include "base/str.h"
#include "write/file_parts.h"
#include "write/stale_outputs.h"

namespace modbuild {
namespace {

// Temp files that wait to be put on disk, each with an open descriptor.
constexpr std::size_t kMostOpen = 16;

// Beside the file it becomes, so that the rename stays within one file system; one fixed name, so
// that what a killed run left is found again.
constexpr std::string_view kTempSuffix = ".modbuild-tmp";
constexpr std::uint64_t kOutputsLimit = 256U << 20U;
constexpr std::uint64_t kLargestFile = 1U << 30U;

std::string temp_name(const std::string& path) {
  return cat(path, kTempSuffix);
}

// The generation being written: the steps in the order in which they are taken.
class Generation {
 public:
  Generation(const WriteInput& input, FileSystem& build) : input_(input), build_(build) {}

  Expected<void> run();
  std::vector<WrittenFile> take_written() { return std::move(written_); }

 private:
  // A file that differs from what is on disk, in its temp file.
  struct Pending {
    std::string path;
    FileHandle temp;  // until it is on disk
    bool is_open = true;
  };
  // What is on disk under the name of a file.
  struct Old {
    std::optional<std::string> text;
    FileChange if_other = FileChange::Created;  // what a file that is not the same is
  };

  Expected<void> put_files();
  Expected<FileChange> put(const OutputFile& file);
  Expected<Old> read_old(const std::string& path);
  Expected<void> begin_temp(const std::string& path, std::string_view text);
  Expected<void> compare_outputs();
  Expected<void> finish();
  Expected<void> remove_old_temps();
  Expected<void> sync_all_but(std::size_t open);
  Expected<FileHandle> create_temp(const std::string& path);
  Expected<void> invalidate_stamp();
  Expected<void> publish();
  Expected<void> write_state();
  Expected<void> replace(const std::string& path, std::string_view text, bool durable,
                         std::int64_t mtime_ns = 0);
  Expected<void> sync_directories(const std::string& path);
  void drop_temps();

  const WriteInput& input_;
  FileSystem& build_;
  std::vector<WrittenFile> written_;
  std::vector<Pending> pending_;
  std::size_t first_open_ = 0;  // of them: those before are on disk and closed
  std::string stamp_;           // the text of the stamp: the hash and path of each file
  std::string outputs_text_;
  bool outputs_differ_ = false;
  std::vector<std::string> stale_;
  std::set<std::string> temps_;   // that exist because of us
  std::set<std::string> synced_;  // directories
};

Expected<void> Generation::run() {
  Expected<void> done;
  if (!input_.dry_run) done = remove_old_temps();
  if (done) done = put_files();
  if (done) done = compare_outputs();
  if (input_.dry_run) return done;
  if (done) done = finish();
  if (!done) drop_temps();
  return done;
}

Expected<void> Generation::put_files() {
  for (const OutputFile& file : input_.files) {
    const auto change = put(file);
    if (!change) return tl::unexpected(change.error());
    written_.push_back(WrittenFile{file.path, *change});
  }
  return {};
}

// Compares the file with the one on disk, and from the first difference on writes its temp file.
Expected<FileChange> Generation::put(const OutputFile& file) {
  const auto old = read_old(file.path);
  if (!old) return tl::unexpected(old.error());
  HashStream hash;
  std::size_t same = 0;  // bytes, from the beginning
  bool differs = false;
  const auto differ = [&]() -> Expected<void> {
    differs = true;
    if (input_.dry_run) return {};
    return begin_temp(file.path, old->text ? std::string_view(*old->text).substr(0, same) : "");
  };
  const auto take = [&](std::string_view part) -> Expected<void> {
    hash.add(part);
    if (!differs) {
      if (old->text && old->text->compare(same, part.size(), part) == 0) {
        same += part.size();
        return {};
      }
      if (auto begun = differ(); !begun) return begun;
    }
    return input_.dry_run ? Expected<void>() : build_.write(pending_.back().temp, part);
  };
  auto done = for_each_part(file, input_.threads, take);
  if (done && !differs && same != old->text->size()) done = differ();  // the old one goes on
  if (!done) {
    done.error().path = file.path;
    return tl::unexpected(done.error());
  }
  append(stamp_, hash.hex(), " ", file.path, "\n");
  if (!differs) return FileChange::Same;
  if (!input_.dry_run) {
    build_.write_back(pending_.back().temp);
    if (auto synced = sync_all_but(kMostOpen); !synced) return tl::unexpected(synced.error());
  }
  return old->if_other;
}

Expected<Generation::Old> Generation::read_old(const std::string& path) {
  auto old = build_.read(path, kLargestFile);
  if (old) return Old{std::move(*old), FileChange::Changed};
  switch (old.error().number) {
    case ENOENT:
      return Old{std::nullopt, FileChange::Created};
    case EFBIG:   // longer than any of ours
    case ELOOP:   // a link, which the rename replaces
    case EINVAL:  // a FIFO or the like, which the rename replaces
    case EAGAIN:  // changed while it was read
      return Old{std::nullopt, FileChange::Changed};
    default:
      return tl::unexpected(old.error());
  }
}

Expected<void> Generation::begin_temp(const std::string& path, std::string_view text) {
  auto made = build_.make_directories(std::string(directory_of(path)));
  if (!made) return made;
  const auto temp = create_temp(path);
  if (!temp) return tl::unexpected(temp.error());
  pending_.push_back(Pending{path, *temp});
  return text.empty() ? Expected<void>() : build_.write(*temp, text);
}

Expected<void> Generation::compare_outputs() {
  for (const std::string_view path : input_.outputs) append(outputs_text_, path, "\n");
  const auto old = build_.read(kOutputsFile, kOutputsLimit);
  if (!old && old.error().number != ENOENT) return tl::unexpected(old.error());
  outputs_differ_ = !old || *old != outputs_text_;
  for (const std::string& path : input_.obsolete) {
    const auto status = build_.status(path);
    if (!status && status.error().number != ENOENT) return tl::unexpected(status.error());
    if (!status || status->type != FileType::Regular) continue;
    stale_.push_back(path);
    written_.push_back(WrittenFile{path, FileChange::Removed});
  }
  if (!old || !outputs_differ_) return {};
  std::vector<std::string> kept;
  for (const OutputFile& file : input_.files) kept.push_back(file.path);
  std::sort(kept.begin(), kept.end());
  auto stale = find_stale_outputs(*old, input_.outputs, kept, build_);
  if (!stale) return tl::unexpected(stale.error());
  for (const std::string& path : *stale) {
    written_.push_back(WrittenFile{path, FileChange::Removed});
  }
  stale_.insert(stale_.end(), stale->begin(), stale->end());
  return {};
}

Expected<void> Generation::finish() {
  if (auto done = sync_all_but(0); !done) return done;
  if (auto done = build_.make_directories(kStateDirectory); !done) return done;
  if (auto done = invalidate_stamp(); !done) return done;
  if (auto done = publish(); !done) return done;
  if (auto done = remove_stale_outputs(stale_, build_); !done) return done;
  return write_state();
}

// What a killed run left.
Expected<void> Generation::remove_old_temps() {
  std::set<std::string> directories{kStateDirectory};
  for (const OutputFile& file : input_.files) directories.emplace(directory_of(file.path));
  for (const std::string& directory : directories) {
    const auto entries = build_.list(directory);
    if (!entries && entries.error().number == ENOENT) continue;
    if (!entries) return tl::unexpected(entries.error());
    for (const DirEntry& entry : *entries) {
      if (!entry.name.ends_with(kTempSuffix) || entry.type == FileType::Directory) continue;
      auto removed = build_.remove(join_path(directory, entry.name));
      if (!removed) return removed;
    }
  }
  return {};
}

// The disk works on the later files while the first ones are waited for.
Expected<void> Generation::sync_all_but(std::size_t open) {
  for (; first_open_ + open < pending_.size(); ++first_open_) {
    Pending& file = pending_[first_open_];
    auto done = build_.sync(file.temp);
    // A write that was put off may fail only now.
    file.is_open = false;
    const auto closed = build_.close(file.temp);
    if (done) done = closed;
    if (done) continue;
    done.error().path = file.path;
    return done;
  }
  return {};
}

Expected<FileHandle> Generation::create_temp(const std::string& path) {
  const std::string temp = temp_name(path);
  auto file = build_.create(temp, 0644);
  if (file) temps_.insert(temp);
  return file;
}

// From here until the stamp is there again the files may be of two generations. Without a stamp the
// build begins by running modbuild again, so that a run that is killed now does no harm.
Expected<void> Generation::invalidate_stamp() {
  if (pending_.empty()) return {};
  const auto removed = build_.remove(kStampFile);
  if (removed) return build_.sync_directory(kStateDirectory);
  if (removed.error().number == ENOENT) return {};
  return removed;
}

Expected<void> Generation::publish() {
  for (const Pending& file : pending_) {
    const std::string temp = temp_name(file.path);
    auto renamed = build_.rename(temp, file.path);
    if (!renamed) {
      renamed.error().path = file.path;
      return renamed;
    }
    temps_.erase(temp);
  }
  for (const Pending& file : pending_) {
    if (auto done = sync_directories(file.path); !done) return done;
  }
  return {};
}

// Every directory above `path`: those that were made just now have names to be kept, too.
Expected<void> Generation::sync_directories(const std::string& path) {
  std::string directory = path;
  do {
    directory = directory_of(directory);
    if (!synced_.insert(directory).second) return {};
    if (auto done = build_.sync_directory(directory); !done) return done;
  } while (!directory.empty());
  return {};
}

Expected<void> Generation::write_state() {
  if (outputs_differ_) {
    if (auto done = replace(kOutputsFile, outputs_text_, true); !done) return done;
  }
  // Always: the build asks for its time. It need not outlive a loss of power, modbuild runs again
  // when it is gone; so the usual case, nothing changed, waits for no disk.
  return replace(kStampFile, stamp_, false, input_.began_ns);
}

Expected<void> Generation::replace(const std::string& path, std::string_view text, bool durable,
                                   std::int64_t mtime_ns) {
  const auto file = create_temp(path);
  if (!file) return tl::unexpected(file.error());
  auto done = build_.write(*file, text);
  if (done && mtime_ns != 0) done = build_.set_mtime(*file, mtime_ns);
  if (done && durable) done = build_.sync(*file);
  const auto closed = build_.close(*file);
  if (done) done = closed;
  if (!done) {
    done.error().path = path;
    return done;
  }
  auto renamed = build_.rename(temp_name(path), path);
  if (!renamed) {
    renamed.error().path = path;
    return renamed;
  }
  temps_.erase(temp_name(path));
  if (durable) return build_.sync_directory(std::string(directory_of(path)));
  return {};
}

void Generation::drop_temps() {
  for (const Pending& file : pending_) {
    if (file.is_open) static_cast<void>(build_.close(file.temp));
  }
  // A failure here leaves a temp file, which the next run takes away.
  for (const std::string& temp : temps_) static_cast<void>(build_.remove(temp));
}

void report(const HostError& error, Diagnostics& diagnostics) {
  diagnostics.add(
      Code::WriteFailed, {}, error.message(),
      "the old files are whole; free some space or mend the permissions, and run again");
}

void refuse(const HostError& error, Diagnostics& diagnostics) {
  diagnostics.add(Code::BadBuildDirectory, {},
                  cat("the build directory cannot be used: ", error.message()),
                  "mend the permissions, or name another directory with -B");
}

// Whether the directory is modbuild's own, or empty.
bool is_ours(FileSystem& build, Diagnostics& diagnostics) {
  const auto entries = build.list("");
  if (!entries) {
    refuse(entries.error(), diagnostics);
    return false;
  }
  const bool has_state = std::any_of(entries->begin(), entries->end(), [](const DirEntry& entry) {
    return entry.name == kStateDirectory && entry.type == FileType::Directory;
  });
  if (entries->empty() || has_state) return true;
  diagnostics.add(Code::BadBuildDirectory, {},
                  cat("the build directory holds files that modbuild did not make, such as '",
                      entries->front().name, "'"),
                  "name an empty or a new directory with -B");
  return false;
}

}  // namespace

std::unique_ptr<FileLock> lock_build_directory(FileSystem& build, Diagnostics& diagnostics) {
  if (!is_ours(build, diagnostics)) return nullptr;
  if (const auto made = build.make_directories(kStateDirectory); !made) {
    refuse(made.error(), diagnostics);
    return nullptr;
  }
  auto lock = build.lock(kLockFile);
  if (lock) return std::move(*lock);
  const HostError& error = lock.error();
  if (error.number != EWOULDBLOCK) {
    refuse(error, diagnostics);
    return nullptr;
  }
  const std::string holder = error.detail.empty() ? std::string{} : cat(" (", error.detail, ")");
  diagnostics.add(Code::BuildDirectoryLocked, {},
                  cat("another modbuild is working in the build directory", holder),
                  "wait for it to end, or name another directory with -B");
  return nullptr;
}

std::vector<WrittenFile> write_generation(const WriteInput& input, FileSystem& build,
                                          Diagnostics& diagnostics) {
  Generation generation(input, build);
  if (const auto done = generation.run(); !done) {
    report(done.error(), diagnostics);
    return {};
  }
  return generation.take_written();
}

}  // namespace modbuild
