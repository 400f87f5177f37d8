// Words as import tests write them: what a program printed stands between backquotes, -L`pg_config
// --libdir`, and is a marker for the importer. Also what is found, as text.
#pragma once

#include <string>
#include <vector>

#include "import/imported.h"

namespace modbuild {

// The words of `text`, which are separated by blanks outside backquotes.
std::vector<std::string> words_of(const std::string& text);

// Words as words_of() takes them.
std::string readable(const std::vector<std::string>& words);

// Keys and values in their order: "pkg-config = zlib, link = m pthread".
std::string text_of(const ImportedAlternative& alternative);

// "a, b when linux".
std::string text_of(const ImportedValues& values);

}  // namespace modbuild
