#include "os/file_system.h"

#include <utility>

namespace modbuild {

Expected<std::vector<DirEntry>> FileSystem::list(const std::string& directory) {
  Expected<Listing> listing = list_stamped(directory);
  if (!listing) return tl::unexpected(std::move(listing.error()));
  return std::move(listing->entries);
}

Expected<std::string> FileSystem::read(const std::string& path, std::uint64_t limit) {
  Expected<FileText> file = read_stamped(path, limit);
  if (!file) return tl::unexpected(std::move(file.error()));
  return std::move(file->text);
}

void count_reads(const FileSystem& files, Stats& stats) {
  const FileSystemCounters work = files.counters();
  stats.counter("directories listed") += work.directories_listed;
  stats.counter("files read") += work.files_read;
  stats.counter("bytes read") += work.bytes_read;
  stats.counter("stats") += work.stats;
}

void count_writes(const FileSystem& files, Stats& stats) {
  const FileSystemCounters work = files.counters();
  stats.counter("files written") += work.files_written;
  stats.counter("bytes written") += work.bytes_written;
}

}  // namespace modbuild
