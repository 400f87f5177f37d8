// Opens ELF files in memory: what the readers of this folder share.
#pragma once

#include <gelf.h>
#include <libelf.h>

#include <memory>
#include <string>

#include "base/sort_once.h"

namespace modbuild {

struct EndElf {
  void operator()(Elf* elf) const { elf_end(elf); }
};
using OpenElf = std::unique_ptr<Elf, EndElf>;

// Null when it is no ELF file. libelf may write into `bytes`, which must live as long.
inline OpenElf open_elf(std::string& bytes) {
  elf_version(EV_CURRENT);
  OpenElf elf(elf_memory(bytes.data(), bytes.size()));
  if (elf && elf_kind(elf.get()) != ELF_K_ELF) elf.reset();
  return elf;
}

inline std::string last_elf_error() {
  const char* text = elf_errmsg(-1);
  return text != nullptr ? text : "unknown error";
}

// How many entries of that type the section's data holds.
inline int entries_in(Elf* elf, const Elf_Data* data, Elf_Type type) {
  const std::size_t size = gelf_fsize(elf, type, 1, EV_CURRENT);
  return size == 0 ? 0 : static_cast<int>(data->d_size / size);
}

// Calls visit(symbol, name) for each symbol of the section; false when one cannot be read.
template <class Visit>
bool for_each_symbol(Elf* elf, Elf_Scn* section, const GElf_Shdr& header, const Visit& visit) {
  Elf_Data* data = elf_getdata(section, nullptr);
  if (data == nullptr) return header.sh_size == 0;
  const int count = entries_in(elf, data, ELF_T_SYM);
  for (int i = 0; i < count; ++i) {
    GElf_Sym symbol;
    if (gelf_getsym(data, i, &symbol) == nullptr) return false;
    const char* name = elf_strptr(elf, header.sh_link, symbol.st_name);
    if (name != nullptr && *name != '\0') visit(symbol, name);
  }
  return true;
}

}  // namespace modbuild
