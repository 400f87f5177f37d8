#include "elf/dynamic_file.h"

#include "base/str.h"
#include "elf/open_elf.h"

namespace modbuild {
namespace {

void add_symbol(const GElf_Sym& symbol, const char* name, DynamicFile& file) {
  const unsigned binding = GELF_ST_BIND(symbol.st_info);
  if (binding == STB_LOCAL) return;
  if (symbol.st_shndx == SHN_UNDEF) {
    (binding == STB_WEAK ? file.weak_undefined : file.undefined).emplace_back(name);
    return;
  }
  const unsigned visibility = GELF_ST_VISIBILITY(symbol.st_other);
  if (visibility == STV_DEFAULT || visibility == STV_PROTECTED) file.defined.emplace_back(name);
}

class DynamicReader {
 public:
  DynamicReader(Elf* elf, std::size_t size) : elf_(elf), size_(size) {}

  tl::expected<DynamicFile, std::string> read() {
    GElf_Ehdr header;
    if (gelf_getehdr(elf_, &header) == nullptr) return tl::unexpected(last_elf_error());
    if (header.e_type != ET_DYN && header.e_type != ET_EXEC) {
      return tl::unexpected(std::string("it is an object that was not linked"));
    }
    if (header.e_shoff == 0) {
      return tl::unexpected(std::string("it has no section table, which says where symbols are"));
    }
    const std::size_t table = std::size_t{header.e_shentsize} * header.e_shnum;
    if (header.e_shoff > size_ || table > size_ - header.e_shoff || header.e_phoff >= size_) {
      return tl::unexpected(std::string("it is cut off"));
    }
    file_.machine = header.e_machine;
    file_.is_64 = gelf_getclass(elf_) == ELFCLASS64;
    if (!read_segments()) return tl::unexpected(last_elf_error());
    if (!read_sections()) return tl::unexpected(last_elf_error());
    file_.is_program = header.e_type == ET_EXEC || (has_interpreter_ && file_.soname.empty());
    sort_once(file_.defined);
    sort_once(file_.undefined);
    sort_once(file_.weak_undefined);
    return std::move(file_);
  }

 private:
  // Without a PT_GNU_STACK the kernel gives the old default, a stack that is executable; only
  // assembler without a .note.GNU-stack makes the linker leave it out or ask for one.
  bool read_segments() {
    std::size_t count = 0;
    if (elf_getphdrnum(elf_, &count) != 0) return false;
    file_.executable_stack = true;
    for (std::size_t i = 0; i < count; ++i) {
      GElf_Phdr segment;
      if (gelf_getphdr(elf_, static_cast<int>(i), &segment) == nullptr) return false;
      if (segment.p_type == PT_GNU_STACK) file_.executable_stack = (segment.p_flags & PF_X) != 0;
      has_interpreter_ |= segment.p_type == PT_INTERP;
    }
    return true;
  }

  bool read_sections() {
    for (Elf_Scn* section = elf_nextscn(elf_, nullptr); section != nullptr;
         section = elf_nextscn(elf_, section)) {
      GElf_Shdr header;
      if (gelf_getshdr(section, &header) == nullptr) return false;
      if (header.sh_type == SHT_DYNAMIC && !read_dynamic(section, header)) return false;
      if (header.sh_type != SHT_DYNSYM) continue;
      const bool good = for_each_symbol(
          elf_, section, header,
          [&](const GElf_Sym& symbol, const char* name) { add_symbol(symbol, name, file_); });
      if (!good) return false;
    }
    return true;
  }

  bool read_dynamic(Elf_Scn* section, const GElf_Shdr& header) {
    Elf_Data* data = elf_getdata(section, nullptr);
    if (data == nullptr) return header.sh_size == 0;
    const int count = entries_in(elf_, data, ELF_T_DYN);
    for (int i = 0; i < count; ++i) {
      GElf_Dyn entry;
      if (gelf_getdyn(data, i, &entry) == nullptr) return false;
      if (entry.d_tag == DT_NULL) break;
      take(entry, header.sh_link);
    }
    return true;
  }

  void take(const GElf_Dyn& entry, std::size_t names) {
    const auto text = [&]() {
      const char* found = elf_strptr(elf_, names, entry.d_un.d_val);
      return std::string(found == nullptr ? "" : found);
    };
    switch (entry.d_tag) {
      case DT_NEEDED:
        file_.needed.push_back(text());
        break;
      case DT_SONAME:
        file_.soname = text();
        break;
      case DT_RPATH:
        file_.rpath = split_parts(text());
        break;
      case DT_RUNPATH:
        file_.runpath = split_parts(text());
        break;
      case DT_TEXTREL:
        file_.text_relocations = true;
        break;
      case DT_FLAGS:
        file_.text_relocations |= (entry.d_un.d_val & DF_TEXTREL) != 0;
        break;
      default:
        break;
    }
  }

  // Empty parts are kept: each stands for the working directory.
  static std::vector<std::string> split_parts(const std::string& text) {
    std::vector<std::string> parts;
    std::size_t begin = 0;
    while (true) {
      const std::size_t end = text.find(':', begin);
      parts.push_back(text.substr(begin, end - begin));
      if (end == std::string::npos) return parts;
      begin = end + 1;
    }
  }

  Elf* elf_;
  std::size_t size_;
  bool has_interpreter_ = false;
  DynamicFile file_;
};

}  // namespace

bool same_machine(const DynamicFile& a, const DynamicFile& b) {
  return a.machine == b.machine && a.is_64 == b.is_64;
}

tl::expected<DynamicFile, std::string> dynamic_file(std::string bytes) {
  const OpenElf elf = open_elf(bytes);
  if (!elf) return tl::unexpected(std::string("it is no ELF file"));
  return DynamicReader(elf.get(), bytes.size()).read();
}

}  // namespace modbuild
