#include "elf/archive_symbols.h"

#include <functional>
#include <string_view>

#include "elf/open_elf.h"

namespace modbuild {
namespace {

constexpr std::string_view kMagic = "!<arch>\n";

bool is_within(const char* text, const std::string& bytes) {
  const std::less_equal<const char*> before;
  return before(bytes.data(), text) && before(text, bytes.data() + bytes.size());
}

}  // namespace

tl::expected<std::vector<std::string>, std::string> archive_symbols(std::string bytes) {
  if (bytes == kMagic) return std::vector<std::string>();  // glibc's libdl.a
  elf_version(EV_CURRENT);
  const OpenElf archive(elf_memory(bytes.data(), bytes.size()));
  if (!archive || elf_kind(archive.get()) != ELF_K_AR) {
    return tl::unexpected(std::string("it is no archive"));
  }
  std::size_t count = 0;
  static_cast<void>(elf_errno());  // forget what went wrong before
  const Elf_Arsym* symbols = elf_getarsym(archive.get(), &count);
  if (symbols == nullptr && elf_errno() != 0) {
    return tl::unexpected(std::string("its index cannot be read"));
  }
  if (symbols == nullptr) count = 0;  // nothing in it defines anything
  std::vector<std::string> names;
  // The last entry ends the list.
  for (std::size_t i = 0; i < count; ++i) {
    if (symbols[i].as_name == nullptr) continue;
    // libelf believes the index, which may tell of more names than there are.
    if (!is_within(symbols[i].as_name, bytes)) {
      return tl::unexpected(std::string("its index is damaged"));
    }
    names.emplace_back(symbols[i].as_name);
  }
  sort_once(names);
  return names;
}

}  // namespace modbuild
