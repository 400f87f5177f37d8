// Which compiler a source file is for, by its suffix.
#pragma once

#include <optional>
#include <string_view>

#include "model/component.h"

namespace modbuild {

// C: .c; C++: .cc .cpp .cxx .C; assembler: .s .S; nothing for any other suffix.
std::optional<Language> language_of(std::string_view path);

}  // namespace modbuild
