// The files of lib/report/page, compiled in.
#pragma once

#include <string_view>

namespace modbuild {

extern const std::string_view kPageFrame;  // with <!--name--> where the others go
extern const std::string_view kPageStyle;
extern const std::string_view kPageScript;  // all scripts, one behind the other

}  // namespace modbuild
