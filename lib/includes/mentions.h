// The names of files that one text mentions for inclusion.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace modbuild {

// The name in an #include, #include_next, #import, #embed, __has_include, .include or .incbin.
struct IncludeName {
  std::string name;
  bool quoted = false;  // looked for beside the file first

  friend auto operator<=>(const IncludeName&, const IncludeName&) = default;
};

// A macro that stands for the name of a file.
struct MacroName {
  std::string macro;
  IncludeName name;

  friend auto operator<=>(const MacroName&, const MacroName&) = default;
};

// Lists are sorted, each entry once.
struct IncludeMentions {
  std::vector<IncludeName> names;
  std::vector<std::string> computed;  // macros in a name's place; "" for anything else
  std::vector<MacroName> macros;      // that the text defines
  bool once = false;                  // #pragma once, #import
};

// Comments and strings are not told from code, so a text that writes code is understood, too.
IncludeMentions find_mentions(std::string_view text);

// What -DNAME=VALUE defines, if a file's name.
void add_macro(std::string_view definition, std::vector<MacroName>& macros);

}  // namespace modbuild
