#include "archive/archive.h"

#include <archive.h>
#include <archive_entry.h>

#include <array>
#include <utility>

#include "base/str.h"

namespace modbuild {
namespace {

struct Suffix {
  std::string_view text;
  Compression compression;
};

constexpr auto kSuffixes = std::to_array<Suffix>({
    {".tar", Compression::None},
    {".tar.gz", Compression::Gzip},
    {".tgz", Compression::Gzip},
    {".tar.xz", Compression::Xz},
    {".txz", Compression::Xz},
    {".tar.zst", Compression::Zstd},
    {".tzst", Compression::Zstd},
});

la_ssize_t append_bytes(archive* /*writer*/, void* out, const void* bytes, std::size_t size) {
  static_cast<std::string*>(out)->append(static_cast<const char*>(bytes), size);
  return static_cast<la_ssize_t>(size);
}

// ARCHIVE_WARN, too, is a failure: another program would have to be run.
int add_filter(archive* writer, Compression compression) {
  switch (compression) {
    case Compression::None:
      return archive_write_add_filter_none(writer);
    case Compression::Gzip: {
      const int added = archive_write_add_filter_gzip(writer);
      if (added != ARCHIVE_OK) return added;
      return archive_write_set_filter_option(writer, "gzip", "timestamp", nullptr);
    }
    case Compression::Xz:
      return archive_write_add_filter_xz(writer);
    case Compression::Zstd:
      break;
  }
  return archive_write_add_filter_zstd(writer);
}

}  // namespace

std::optional<Compression> compression_of(std::string_view file_name) {
  for (const Suffix& suffix : kSuffixes) {
    if (file_name.ends_with(suffix.text) && file_name.size() > suffix.text.size()) {
      return suffix.compression;
    }
  }
  return std::nullopt;
}

struct TarWriter::State {
  archive* writer = archive_write_new();
  archive_entry* entry = archive_entry_new();
  std::int64_t mtime = 0;
  std::string bytes;
  std::string fault;  // the first one; "" = none

  void check(int status, std::string_view what) {
    if (status == ARCHIVE_OK || !fault.empty()) return;
    const char* said = archive_error_string(writer);
    fault = cat(what, ": ", said != nullptr ? said : "unknown error");
  }

  void add(const std::string& path, std::uint32_t type, std::uint32_t mode,
           std::string_view content) {
    if (!fault.empty()) return;
    archive_entry_clear(entry);
    archive_entry_set_pathname(entry, path.c_str());
    archive_entry_set_filetype(entry, type);
    archive_entry_set_perm(entry, mode);
    archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
    archive_entry_set_mtime(entry, mtime, 0);
    archive_entry_set_uname(entry, "root");
    archive_entry_set_gname(entry, "root");
    check(archive_write_header(writer, entry), path);
    if (!fault.empty() || content.empty()) return;
    const la_ssize_t written = archive_write_data(writer, content.data(), content.size());
    const bool whole = written >= 0 && static_cast<std::size_t>(written) == content.size();
    check(whole ? ARCHIVE_OK : ARCHIVE_FATAL, path);
  }
};

TarWriter::TarWriter(Compression compression, std::int64_t mtime)
    : state_(std::make_unique<State>()) {
  State& state = *state_;
  state.mtime = mtime;
  state.check(archive_write_set_format_gnutar(state.writer), "format");
  state.check(add_filter(state.writer, compression), "compression");
  // Compressed or not, nothing follows the archive: some decompressors take padding for damage.
  state.check(archive_write_set_bytes_in_last_block(state.writer, 1), "archive");
  state.check(archive_write_open(state.writer, &state.bytes, nullptr, append_bytes, nullptr),
              "archive");
}

TarWriter::~TarWriter() {
  archive_entry_free(state_->entry);
  archive_write_free(state_->writer);
}

void TarWriter::add_directory(const std::string& path, std::uint32_t mode) {
  state_->add(path, AE_IFDIR, mode, {});
}

void TarWriter::add_file(const std::string& path, std::uint32_t mode, std::string_view bytes) {
  state_->add(path, AE_IFREG, mode, bytes);
}

tl::expected<std::string, std::string> TarWriter::finish() {
  State& state = *state_;
  if (state.fault.empty()) state.check(archive_write_close(state.writer), "archive");
  if (!state.fault.empty()) return tl::unexpected(std::move(state.fault));
  return tl::expected<std::string, std::string>(std::move(state.bytes));
}

}  // namespace modbuild
