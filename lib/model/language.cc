#include "model/language.h"

#include "base/path.h"

namespace modbuild {

std::optional<Language> language_of(std::string_view path) {
  const std::string_view suffix = suffix_of(path);
  if (suffix == ".c") return Language::C;
  if (suffix == ".cc" || suffix == ".cpp" || suffix == ".cxx" || suffix == ".C") {
    return Language::Cxx;
  }
  if (suffix == ".s" || suffix == ".S") return Language::Asm;
  return std::nullopt;
}

}  // namespace modbuild
