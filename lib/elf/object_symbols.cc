#include "elf/object_symbols.h"

#include <gelf.h>
#include <libelf.h>

#include <algorithm>
#include <memory>

#include "base/str.h"

namespace modbuild {
namespace {

struct EndElf {
  void operator()(Elf* elf) const { elf_end(elf); }
};
using OpenElf = std::unique_ptr<Elf, EndElf>;

std::string last_error() {
  const char* text = elf_errmsg(-1);
  return text != nullptr ? text : "unknown error";
}

void sort_once(std::vector<std::string>& names) {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
}

void add_symbol(const GElf_Sym& symbol, const char* name, ObjectSymbols& symbols) {
  const unsigned binding = GELF_ST_BIND(symbol.st_info);
  if (binding == STB_LOCAL || name == nullptr || *name == '\0') return;
  if (symbol.st_shndx == SHN_UNDEF) {
    symbols.undefined.emplace_back(name);
    return;
  }
  const unsigned visibility = GELF_ST_VISIBILITY(symbol.st_other);
  if (visibility != STV_DEFAULT && visibility != STV_PROTECTED) return;
  symbols.defined.emplace_back(name);
  if (binding == STB_GNU_UNIQUE) symbols.unique.emplace_back(name);
}

bool add_symbols(Elf* elf, Elf_Scn* section, const GElf_Shdr& header, ObjectSymbols& symbols) {
  Elf_Data* data = elf_getdata(section, nullptr);
  if (data == nullptr) return header.sh_size == 0;
  const std::size_t size = gelf_fsize(elf, ELF_T_SYM, 1, EV_CURRENT);
  const std::size_t count = size == 0 ? 0 : data->d_size / size;
  for (std::size_t i = 0; i < count; ++i) {
    GElf_Sym symbol;
    if (gelf_getsym(data, static_cast<int>(i), &symbol) == nullptr) return false;
    add_symbol(symbol, elf_strptr(elf, header.sh_link, symbol.st_name), symbols);
  }
  return true;
}

}  // namespace

tl::expected<ObjectSymbols, std::string> object_symbols(std::string_view bytes) {
  elf_version(EV_CURRENT);
  std::string copy(bytes);  // libelf may write into what it reads
  const OpenElf elf(elf_memory(copy.data(), copy.size()));
  std::size_t names = 0;
  if (!elf || elf_kind(elf.get()) != ELF_K_ELF)
    return tl::unexpected(std::string("it is no ELF file"));
  if (elf_getshdrstrndx(elf.get(), &names) != 0) return tl::unexpected(last_error());
  ObjectSymbols symbols;
  for (Elf_Scn* section = elf_nextscn(elf.get(), nullptr); section != nullptr;
       section = elf_nextscn(elf.get(), section)) {
    GElf_Shdr header;
    if (gelf_getshdr(section, &header) == nullptr) return tl::unexpected(last_error());
    const char* name = elf_strptr(elf.get(), names, header.sh_name);
    if (name != nullptr) symbols.sections.emplace_back(name);
    if (header.sh_type == SHT_SYMTAB && !add_symbols(elf.get(), section, header, symbols)) {
      return tl::unexpected(cat("its symbols cannot be read: ", last_error()));
    }
  }
  sort_once(symbols.defined);
  sort_once(symbols.unique);
  sort_once(symbols.undefined);
  sort_once(symbols.sections);
  return symbols;
}

}  // namespace modbuild
