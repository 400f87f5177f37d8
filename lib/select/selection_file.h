// Saved selections: reads a document modbuild.selection/1 back as a request, and compares one with
// what is selected now. Writing one is selection_json's work.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostics.h"
#include "model/catalog.h"
#include "model/request.h"
#include "select/select.h"

namespace modbuild {

// The request that made the document, with the base it used. Its words point to `file`. Something
// else than such a document is an error (MB075); members it does not know are passed over.
std::optional<Request> read_selection(std::string_view text, FileId file, Diagnostics& diagnostics);

// What changed for components since the document was written, one line each, by name; empty when
// the same is built in the same way:
//   + tls  on (group db)
//   - acc  off: library openssl not found
//   ~ tm   static, was shared
// No value, and MB075, when `text` is no such document.
std::optional<std::vector<std::string>> compare_selection(std::string_view text, FileId file,
                                                          const Catalog& catalog,
                                                          const Selection& selection,
                                                          Diagnostics& diagnostics);

}  // namespace modbuild
