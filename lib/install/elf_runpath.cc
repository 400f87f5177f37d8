#include "install/elf_runpath.h"

#include <elf.h>

#include <cstdint>
#include <optional>
#include <vector>

#include "base/str.h"

namespace modbuild {
namespace {

// Numbers of an ELF file of either class and byte order; none outside the file.
class ElfBytes {
 public:
  explicit ElfBytes(std::string_view bytes) : bytes_(bytes) {}

  bool is_elf() const {
    return bytes_.size() > EI_NIDENT && bytes_.starts_with(ELFMAG) &&
           (bytes_[EI_CLASS] == ELFCLASS32 || bytes_[EI_CLASS] == ELFCLASS64) &&
           (bytes_[EI_DATA] == ELFDATA2LSB || bytes_[EI_DATA] == ELFDATA2MSB);
  }
  bool is_64() const { return bytes_[EI_CLASS] == ELFCLASS64; }
  bool is_little() const { return bytes_[EI_DATA] == ELFDATA2LSB; }
  // The size of an address.
  std::uint64_t word() const { return is_64() ? 8 : 4; }
  std::string_view bytes() const { return bytes_; }

  std::optional<std::uint64_t> number(std::uint64_t at, std::uint64_t size) const {
    if (at > bytes_.size() || size > bytes_.size() - at) return std::nullopt;
    std::uint64_t value = 0;
    for (std::uint64_t i = 0; i < size; ++i) {
      const std::uint64_t byte = is_little() ? at + size - 1 - i : at + i;
      value = value << 8U | static_cast<unsigned char>(bytes_[byte]);
    }
    return value;
  }

 private:
  std::string_view bytes_;
};

struct Segment {
  std::uint64_t type = 0, offset = 0, address = 0, size = 0;
};

// One that is cut off or lies outside the file ends the list.
std::vector<Segment> segments_of(const ElfBytes& elf) {
  std::vector<Segment> segments;
  const bool wide = elf.is_64();
  const auto table = elf.number(wide ? 0x20 : 0x1C, elf.word());
  const auto entry_size = elf.number(wide ? 0x36 : 0x2A, 2);
  const auto count = elf.number(wide ? 0x38 : 0x2C, 2);
  if (!table || !entry_size || !count || *table >= elf.bytes().size()) return segments;
  for (std::uint64_t i = 0; i < *count; ++i) {
    const std::uint64_t at = *table + i * *entry_size;
    const auto type = elf.number(at, 4);
    const auto offset = elf.number(at + (wide ? 8 : 4), elf.word());
    const auto address = elf.number(at + (wide ? 16 : 8), elf.word());
    const auto size = elf.number(at + (wide ? 32 : 16), elf.word());
    if (!type || !offset || !address || !size) break;
    segments.push_back({*type, *offset, *address, *size});
  }
  return segments;
}

struct RunPath {
  std::uint64_t value_at = 0;  // where the file keeps the tag's value
  std::uint64_t value = 0;     // offset into the string table
  std::string text;
};

class DynamicSection {
 public:
  explicit DynamicSection(const ElfBytes& elf) : elf_(elf), segments_(segments_of(elf)) {}

  bool exists() const { return find(PT_DYNAMIC) != nullptr; }

  // RUNPATH, else RPATH; DT_RUNPATH makes the dynamic linker ignore DT_RPATH.
  std::optional<RunPath> run_path() const {
    const Segment* dynamic = find(PT_DYNAMIC);
    if (dynamic == nullptr) return std::nullopt;
    std::optional<RunPath> path, older;
    std::optional<std::uint64_t> strings_address, strings_size;
    const std::uint64_t step = 2 * elf_.word();
    for (std::uint64_t at = 0; at + step <= dynamic->size; at += step) {
      const auto tag = elf_.number(dynamic->offset + at, elf_.word());
      const auto value = elf_.number(dynamic->offset + at + elf_.word(), elf_.word());
      if (!tag || !value || *tag == DT_NULL) break;
      const RunPath here{dynamic->offset + at + elf_.word(), *value, {}};
      if (*tag == DT_STRTAB) strings_address = *value;
      if (*tag == DT_STRSZ) strings_size = *value;
      if (*tag == DT_RUNPATH) path = here;
      if (*tag == DT_RPATH) older = here;
    }
    if (!path) path = older;
    if (!path || !strings_address || !strings_size) return std::nullopt;
    const std::optional<std::uint64_t> strings = offset_of(*strings_address);
    if (!strings) return std::nullopt;
    const auto text = string_at(*strings, *strings_size, path->value);
    if (!text) return std::nullopt;
    path->text = *text;
    return path;
  }

 private:
  const Segment* find(std::uint64_t type) const {
    for (const Segment& segment : segments_) {
      if (segment.type == type) return &segment;
    }
    return nullptr;
  }

  std::optional<std::uint64_t> offset_of(std::uint64_t address) const {
    for (const Segment& segment : segments_) {
      const bool inside = segment.type == PT_LOAD && address >= segment.address &&
                          address - segment.address < segment.size;
      if (inside) return segment.offset + (address - segment.address);
    }
    return std::nullopt;
  }

  // It must end within the string table.
  std::optional<std::string> string_at(std::uint64_t table, std::uint64_t size,
                                       std::uint64_t offset) const {
    const std::string_view bytes = elf_.bytes();
    if (table > bytes.size() || size > bytes.size() - table || offset >= size) return std::nullopt;
    const std::string_view strings = bytes.substr(table, size);
    const std::size_t end = strings.find('\0', offset);
    if (end == std::string_view::npos) return std::nullopt;
    return std::string(strings.substr(offset, end - offset));
  }

  const ElfBytes& elf_;
  std::vector<Segment> segments_;
};

void put(std::string& bytes, std::uint64_t at, std::uint64_t size, bool little,
         std::uint64_t value) {
  for (std::uint64_t i = 0; i < size; ++i) {
    bytes[little ? at + i : at + size - 1 - i] = static_cast<char>(value & 0xFFU);
    value >>= 8U;
  }
}

// Whether the parts of `path`, separated by ':', begin with those of `wanted`.
bool begins_with(std::string_view path, std::string_view wanted) {
  return path == wanted || path.starts_with(cat(wanted, ":"));
}

}  // namespace

tl::expected<void, std::string> drop_build_runpath(std::string& bytes, std::string_view installed) {
  const ElfBytes elf(bytes);
  if (!elf.is_elf()) return {};
  const DynamicSection dynamic(elf);
  if (!dynamic.exists()) return {};
  const std::optional<RunPath> path = dynamic.run_path();
  if (!path) return tl::unexpected(cat("it has no RUNPATH, and should have '", installed, "'"));
  if (begins_with(path->text, installed)) return {};
  const std::size_t colon = path->text.find(':');
  if (colon != std::string::npos &&
      begins_with(std::string_view(path->text).substr(colon + 1), installed)) {
    put(bytes, path->value_at, elf.word(), elf.is_little(), path->value + colon + 1);
    return {};
  }
  const std::vector<std::string> parts = split(path->text, ":");
  for (const std::string& part : parts) {
    if (part == installed) return {};
  }
  return tl::unexpected(
      cat("its RUNPATH is '", path->text, "', and should have '", installed, "'"));
}

std::string runpath_of(std::string_view bytes) {
  const ElfBytes elf(bytes);
  if (!elf.is_elf()) return {};
  const std::optional<RunPath> path = DynamicSection(elf).run_path();
  return path ? path->text : std::string();
}

}  // namespace modbuild
