// Every external library that the makefiles of one tree look for, declared once: equal declarations
// are one lib, and those that differ only in how far they look are joined.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "import/imported.h"
#include "import/lib_declaration.h"

namespace modbuild {

class LibRegistry {
 public:
  using Number = std::size_t;

  Number add(const LibDeclaration& declaration);
  // Makes what `command` prints available as a variable of one of `libs`, or of a new lib added to
  // them: its placeholder. Only a lib that is found by that program alone has the variable for
  // sure.
  std::string add_variable(std::vector<Number>& libs, const std::vector<std::string>& command);
  // Gives every lib its final name. Nothing is added afterwards.
  void name_all();
  const std::string& name(Number lib) const { return libs_[lib].name; }
  std::map<std::string, ImportedLib> take() const;
  // Libs that more than one makefile declares in different words.
  std::vector<std::string> joined() const;

 private:
  struct Lib {
    std::string name;
    std::vector<ImportedAlternative> any;
    bool joined = false;
  };

  std::vector<Lib> libs_;
};

}  // namespace modbuild
