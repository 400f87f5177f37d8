#include "archive/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "base/str.h"

namespace modbuild {
namespace {

// What is in an archive, a line for each entry: "0755 1000 bin/edged 'bytes'".
std::vector<std::string> entries_of(const std::string& bytes) {
  archive* reader = archive_read_new();
  archive_read_support_filter_all(reader);
  archive_read_support_format_tar(reader);
  std::vector<std::string> entries;
  archive_read_open_memory(reader, bytes.data(), bytes.size());
  archive_entry* entry = nullptr;
  while (archive_read_next_header(reader, &entry) == ARCHIVE_OK) {
    std::string content(static_cast<std::size_t>(archive_entry_size(entry)), '\0');
    archive_read_data(reader, content.data(), content.size());
    std::array<char, 8> mode{};
    snprintf(mode.data(), mode.size(), "%04o", archive_entry_perm(entry));
    entries.push_back(cat(mode.data(), " ", std::to_string(archive_entry_mtime(entry)), " ",
                          archive_entry_pathname(entry), " '", content, "'"));
  }
  archive_read_free(reader);
  return entries;
}

std::string archive_of(Compression compression, const std::string& path = "bin/edged") {
  TarWriter writer(compression, 1000);
  writer.add_directory("bin", 0755);
  writer.add_file(path, 04755, std::string_view("a\0b\n", 4));
  writer.add_file("empty", 0644, "");
  auto bytes = writer.finish();
  return bytes ? *bytes : bytes.error();
}

class Tar : public testing::TestWithParam<Compression> {};

TEST_P(Tar, GivesBackWhatWasPutIn) {
  EXPECT_EQ(entries_of(archive_of(GetParam())),
            (std::vector<std::string>{"0755 1000 bin/ ''",
                                      cat("4755 1000 bin/edged '", std::string("a\0b\n", 4), "'"),
                                      "0644 1000 empty ''"}));
}

TEST_P(Tar, IsTheSameBytesEachTime) {
  EXPECT_EQ(archive_of(GetParam()), archive_of(GetParam()));
}

TEST_P(Tar, CarriesLongNamesAndAnyByte) {
  const std::string name = cat(std::string(120, 'd'), "/", std::string(200, 'f'), " \xC3\xA4\xFF");
  EXPECT_EQ(entries_of(archive_of(GetParam(), name)).at(1).substr(10, name.size()), name);
}

INSTANTIATE_TEST_SUITE_P(Compressions, Tar,
                         testing::Values(Compression::None, Compression::Gzip, Compression::Xz,
                                         Compression::Zstd));

TEST(TarWriter, TellsTheFirstFault) {
  TarWriter writer(Compression::None, 0);
  writer.add_file("a", 0644, "x");
  ASSERT_TRUE(writer.finish());
  writer.add_file("too late", 0644, "x");
  writer.add_file("too late as well", 0644, "x");
  const auto bytes = writer.finish();
  ASSERT_FALSE(bytes);
  EXPECT_EQ(bytes.error().substr(0, 10), "too late: ");
}

TEST(CompressionOf, IsWhatTheNameEndsIn) {
  EXPECT_EQ(compression_of("a.tar"), Compression::None);
  EXPECT_EQ(compression_of("dir/a-1.0.tar.gz"), Compression::Gzip);
  EXPECT_EQ(compression_of("a.tgz"), Compression::Gzip);
  EXPECT_EQ(compression_of("a.tar.xz"), Compression::Xz);
  EXPECT_EQ(compression_of("a.txz"), Compression::Xz);
  EXPECT_EQ(compression_of("a.tar.zst"), Compression::Zstd);
  EXPECT_EQ(compression_of("a.tzst"), Compression::Zstd);
  for (const char* other : {"", "a", "a.zip", ".tar", "a.tar.bz2", "a.gz", "a.TAR"}) {
    EXPECT_EQ(compression_of(other), std::nullopt) << other;
  }
}

}  // namespace
}  // namespace modbuild
