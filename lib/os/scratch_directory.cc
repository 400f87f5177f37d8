#include "os/scratch_directory.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "base/path.h"
#include "base/str.h"
#include "os/real_file_system.h"
#include "os/root_directory.h"

namespace modbuild {
namespace {

constexpr std::uint64_t kLargestScratch = 16U << 20U;

}  // namespace

Expected<ScratchDirectory> ScratchDirectory::make(const std::string& parent) {
  std::string path = join_path(parent.starts_with('/') ? parent : "/tmp", "modbuild-probe-XXXXXX");
  if (::mkdtemp(path.data()) == nullptr) return tl::unexpected(host_error("make", path));
  return ScratchDirectory(std::move(path));
}

ScratchDirectory::ScratchDirectory(ScratchDirectory&& other) noexcept
    : path_(std::exchange(other.path_, {})) {}

ScratchDirectory::~ScratchDirectory() {
  std::error_code ignored;  // a leftover in the system's place for them harms nobody
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

std::string ScratchDirectory::file(std::string_view name) const {
  return join_path(path_, name);
}

Expected<void> ScratchDirectory::add(std::string_view name, std::string_view content) const {
  const auto directory = open_real_file_system(path_);
  if (!directory) return tl::unexpected(directory.error());
  const auto file = (*directory)->create(std::string(name), 0600);
  if (!file) return tl::unexpected(file.error());
  const auto written = (*directory)->write(*file, content);
  const auto closed = (*directory)->close(*file);
  return written ? closed : written;
}

std::string ScratchDirectory::read(std::string_view name) const {
  const auto directory = open_real_file_system(path_);
  if (!directory) return {};
  return (*directory)->read(std::string(name), kLargestScratch).value_or(std::string());
}

}  // namespace modbuild
