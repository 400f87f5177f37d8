#include "elf/object_symbols.h"

#include "base/str.h"
#include "elf/open_elf.h"

namespace modbuild {
namespace {

void add_symbol(const GElf_Sym& symbol, const char* name, ObjectSymbols& symbols) {
  const unsigned binding = GELF_ST_BIND(symbol.st_info);
  if (binding == STB_LOCAL) return;
  if (symbol.st_shndx == SHN_UNDEF) {
    symbols.undefined.emplace_back(name);
    if (binding != STB_WEAK) symbols.needed.emplace_back(name);
    return;
  }
  const unsigned visibility = GELF_ST_VISIBILITY(symbol.st_other);
  if (visibility != STV_DEFAULT && visibility != STV_PROTECTED) return;
  symbols.defined.emplace_back(name);
  if (binding == STB_GLOBAL) symbols.strong.emplace_back(name);
  if (binding == STB_GNU_UNIQUE) symbols.unique.emplace_back(name);
}

}  // namespace

tl::expected<ObjectSymbols, std::string> object_symbols(std::string_view bytes) {
  std::string copy(bytes);
  const OpenElf elf = open_elf(copy);
  std::size_t names = 0;
  if (!elf) return tl::unexpected(std::string("it is no ELF file"));
  if (elf_getshdrstrndx(elf.get(), &names) != 0) return tl::unexpected(last_elf_error());
  ObjectSymbols symbols;
  for (Elf_Scn* section = elf_nextscn(elf.get(), nullptr); section != nullptr;
       section = elf_nextscn(elf.get(), section)) {
    GElf_Shdr header;
    if (gelf_getshdr(section, &header) == nullptr) return tl::unexpected(last_elf_error());
    const char* name = elf_strptr(elf.get(), names, header.sh_name);
    if (name != nullptr) symbols.sections.emplace_back(name);
    if (header.sh_type != SHT_SYMTAB) continue;
    const bool good = for_each_symbol(
        elf.get(), section, header,
        [&](const GElf_Sym& symbol, const char* text) { add_symbol(symbol, text, symbols); });
    if (!good) {
      return tl::unexpected(cat("its symbols cannot be read: ", last_elf_error()));
    }
  }
  sort_once(symbols.defined);
  sort_once(symbols.strong);
  sort_once(symbols.unique);
  sort_once(symbols.undefined);
  sort_once(symbols.needed);
  sort_once(symbols.sections);
  return symbols;
}

}  // namespace modbuild
