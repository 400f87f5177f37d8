#include "lib_names.h"

#include "base/edit_distance.h"
#include "base/str.h"

namespace modbuild::tool {

std::vector<LibId> find_libs(Context& context, const std::vector<std::string>& names) {
  const Catalog& catalog = context.results.catalog;
  std::vector<LibId> ids;
  std::vector<std::string> known;
  for (const LibId id : catalog.libs.ids()) {
    known.push_back(catalog.libs[id].name.value);
    if (names.empty()) ids.push_back(id);
  }
  for (const std::string& name : names) {
    const LibId id = catalog.find_lib(name);
    if (id.valid()) {
      ids.push_back(id);
      continue;
    }
    const Text word = context.command_line.positional(name, context.command_line_file);
    context.diagnostics.add(Code::UnknownInRequest, word.at,
                            cat("the tree declares no library '", name, "'"),
                            did_you_mean(name, known));
  }
  return ids;
}

}  // namespace modbuild::tool
