// The one place that knows the TOML library: text in, our own values out.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "load/value.h"

namespace modbuild {

struct TomlError {
  SourceRange at;
  std::string what;     // "expected '=', saw 'b'"
  bool is_end = false;  // the text ended too early
};

// Parses text that passed precheck(); `file` goes into every range. The text need not live on.
tl::expected<Document, TomlError> parse_toml(std::string_view text, FileId file);

}  // namespace modbuild
