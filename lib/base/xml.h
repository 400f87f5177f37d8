// Text for XML 1.0 documents.
#pragma once

#include <string>
#include <string_view>

namespace modbuild {

// `text` as content or as the value of an attribute in "": what has a meaning there is escaped,
// and what no document may hold (control characters, bytes that are no UTF-8) is shown as \\xNN.
std::string xml_text(std::string_view text);

}  // namespace modbuild
