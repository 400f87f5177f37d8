// Turns what a makefile does to find a library into the declaration of a lib: the outcomes of a
// probe, in the makefile's order, become alternatives.
#pragma once

#include <string>
#include <vector>

#include "import/exploration.h"
#include "import/imported.h"

namespace modbuild {

struct LibDeclaration {
  std::vector<ImportedAlternative> any;
  std::string name;                  // proposed, from the first alternative
  bool optional = false;             // the makefile goes on without it, and tells the sources so
  bool goes_on = false;              // it goes on without it, and nothing tells
  std::vector<std::string> dropped;  // outcomes that need no alternative, and why
  std::string fault;                 // why there is no such declaration; "" = there is
};

LibDeclaration declare_lib(const ProbedPart& part);

// The lib of a bare -lX (or -l:FILE) with the flags that go with it.
LibDeclaration declare_plain_lib(const std::string& link_flag, std::vector<std::string> cflags,
                                 std::vector<std::string> directories);

}  // namespace modbuild
