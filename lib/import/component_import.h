// Turns what make said of one directory into a component: sources, flags, libs, features, generated
// sources. Installing is in install_import.h.
#pragma once

#include <string>
#include <vector>

#include "import/imported.h"
#include "import/lib_registry.h"
#include "import/module_runs.h"

namespace modbuild {

// Names of libs stand as "#NUMBER" until the registry has named them.
struct ComponentDraft {
  ImportedComponent component;
  std::vector<LibRegistry::Number> libs;  // every lib it mentions
  std::vector<ImportNote> leftovers, decisions;
};

// `files`: the names of the directory's files. `copy_root`: the directory of the copy in which make
// ran.
ComponentDraft import_component(const DirectoryRuns& runs, ImportedKind kind,
                                const std::vector<std::string>& files, const std::string& copy_root,
                                LibRegistry& registry);

// The step that makes the file `name` with these lines.
ImportedGenerate text_step(const std::string& name, const std::vector<std::string>& lines);

// Puts the names that libs have got into everything that mentions them.
void name_libs(ComponentDraft& draft, const LibRegistry& registry);

}  // namespace modbuild
