// Gives what install recipes put on disk to the components that it belongs to.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "import/component_import.h"
#include "import/install_import.h"
#include "import/make_runs.h"
#include "os/file_system.h"

namespace modbuild {

// How the paths of a rehearsal are read; `root` is the transcript's. `values`: variables of the
// main makefile.
RecipePlaces install_places(const MakeRuns& runs, FileSystem& source,
                            const std::map<std::string, std::string>& values);

class ComponentInstalls {
 public:
  // `main`: the directory of the main program.
  ComponentInstalls(const MakeRuns& runs, FileSystem& source,
                    const std::map<std::string, std::string>& values, std::string main);

  // `ran`: the programs that installing ran, by the directory whose makefile ran them. The files
  // become entries of that directory's component, or of the one in whose directory they lie.
  void add(const std::map<std::string, Transcript>& ran, LibRegistry& registry,
           std::vector<ComponentDraft>& drafts) const;

 private:
  static void place_programs(const std::vector<RecipeFile>& files,
                             std::vector<ComponentDraft>& drafts);
  std::vector<RecipeFile> keep_known(std::vector<RecipeFile> files, ComponentDraft& draft) const;
  void name_printed(RecipeFile& file, LibRegistry& registry, ComponentDraft& draft,
                    std::map<std::string, std::string>& conditions) const;
  void give_to_owners(std::vector<RecipeFile>& files, const ComponentDraft& from,
                      std::vector<ComponentDraft>& drafts) const;
  void add_entries(const std::vector<RecipeFile>& files, ImportedComponent& component) const;
  std::vector<std::string> files_of(const std::string& directory) const;

  FileSystem& source_;
  std::string main_;
  RecipePlaces places_;
};

}  // namespace modbuild
