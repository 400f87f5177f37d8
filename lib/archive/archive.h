// Writes tar archives into memory: the same bytes for the same input, wherever and whenever. Knows
// nothing of what is in them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace modbuild {

enum class Compression : std::uint8_t { None, Gzip, Xz, Zstd };

// What the end of a file's name asks for: .tar, .tar.gz, .tgz, .tar.xz, .txz, .tar.zst, .tzst;
// nothing for another one.
std::optional<Compression> compression_of(std::string_view file_name);

// A tar archive in GNU's format, which carries names of any length and any byte. Its entries belong
// to root and have one time. Paths are relative; a directory comes before what is in it, else the
// caller's order is kept. After a failure nothing more is added, and finish() tells it.
class TarWriter {
 public:
  // `mtime` in seconds since the epoch, not negative.
  TarWriter(Compression compression, std::int64_t mtime);
  ~TarWriter();
  TarWriter(const TarWriter&) = delete;
  TarWriter& operator=(const TarWriter&) = delete;

  void add_directory(const std::string& path, std::uint32_t mode);
  void add_file(const std::string& path, std::uint32_t mode, std::string_view bytes);

  // The whole archive, once; or why it cannot be made: libarchive's words.
  tl::expected<std::string, std::string> finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace modbuild
