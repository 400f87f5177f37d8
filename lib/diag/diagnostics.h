// What is said to the user about their files and request: collected, sorted, de-duplicated.
// Thread-safe; order of arrival never shows.
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "diag/codes.h"
#include "diag/source_range.h"

namespace modbuild {

// A second place or fact that belongs to a diagnostic.
struct Note {
  SourceRange at;
  std::string text;
};

struct Diagnostic {
  Code code;
  SourceRange at;       // the narrowest range at fault
  std::string message;  // lower case, no full stop, names in 'quotes'
  std::string help;     // what to do; may be empty
  std::vector<Note> notes;
};

class Diagnostics {
 public:
  void add(Diagnostic diagnostic);
  // The usual case: a message at a place, with an optional way out.
  void add(Code code, const SourceRange& at, std::string message, std::string help = {});
  // Moves over what `other` holds.
  void take_from(Diagnostics& other);
  bool has_errors() const;
  bool empty() const;
  // As take_sorted(), of which nothing is taken.
  std::vector<Diagnostic> sorted() const;
  // Everything said so far, sorted by file, place and code, without duplicates; the store is empty
  // afterwards (has_errors() keeps its answer).
  std::vector<Diagnostic> take_sorted();

 private:
  mutable std::mutex mutex_;
  std::vector<Diagnostic> items_;
  bool has_errors_ = false;
};

}  // namespace modbuild
