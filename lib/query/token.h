// The words and symbols of an expression, each with its place.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "diag/source_range.h"

namespace modbuild {

struct QueryToken {
  // Name: the text as it stands; Quoted: what is between quotes; Variable: what is behind the $;
  // OpenQuote: a quote that nothing closes.
  enum class Kind : std::uint8_t { Name, Quoted, Variable, Symbol, OpenQuote, End };
  Kind kind = Kind::End;
  std::string_view text;
  SourceRange at;
};

// Ends with one of kind End. A name holds letters, digits and _.+-*?/@:~%, what is in [..], and
// whatever is not ASCII; '+' and '-' do not begin one.
std::vector<QueryToken> query_tokens(std::string_view text, FileId file);

}  // namespace modbuild
