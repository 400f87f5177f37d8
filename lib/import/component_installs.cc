#include "import/component_installs.h"

#include <algorithm>
#include <optional>
#include <set>

#include "base/path.h"
#include "base/str.h"

namespace modbuild {
namespace {

constexpr std::uint64_t kLargestText = 1U << 20U;

// The directories of this family's makefiles by the names that modbuild has for them.
DirectoryNames directory_names(const std::map<std::string, std::string>& values) {
  const auto value = [&](const char* name) {
    const auto found = values.find(name);
    return found == values.end() ? std::string() : found->second;
  };
  const std::string prefix = value("prefix");
  const std::string library = value("lib_dir").substr(0, value("lib_dir").find('/'));
  DirectoryNames names;
  const auto add = [&](std::string path, std::string name) {
    while (path.ends_with('/')) path.pop_back();
    if (path != prefix || name == "prefix") names.emplace_back(std::move(path), std::move(name));
  };
  add(cat(prefix, "/", value("modules_dir"), "modules"), "moduledir");
  add(value("cfg_target"), "confdir");
  add(cat(prefix, "/", value("doc_dir")), "docdir");
  add(cat(prefix, "/", value("man_dir")), "mandir");
  add(cat(prefix, "/sbin"), "sbindir");
  add(cat(prefix, "/bin"), "bindir");
  add(cat(prefix, "/", library), "libdir");
  add(cat(prefix, "/share"), "datadir");
  add(prefix, "prefix");
  return names;
}

}  // namespace

ComponentInstalls::ComponentInstalls(const MakeRuns& runs, FileSystem& source,
                                     const std::map<std::string, std::string>& values,
                                     std::string main)
    : source_(source), main_(std::move(main)) {
  places_ = install_places(runs, source, values);
}

RecipePlaces install_places(const MakeRuns& runs, FileSystem& source,
                            const std::map<std::string, std::string>& values) {
  RecipePlaces places;
  places.in_tree = [&runs](const std::string& path) { return runs.in_tree(path); };
  places.is_directory = [&runs](const std::string& path) { return runs.is_directory(path); };
  places.read = [&source](const std::string& path) {
    const auto text = source.read(path, kLargestText);
    return text ? std::optional<std::string>(*text) : std::nullopt;
  };
  places.names = directory_names(values);
  return places;
}

void ComponentInstalls::add(const std::map<std::string, Transcript>& ran, LibRegistry& registry,
                            std::vector<ComponentDraft>& drafts) const {
  std::set<std::string> built;
  for (const ComponentDraft& draft : drafts) {
    const ImportedComponent& component = draft.component;
    const bool module = component.kind == ImportedKind::Module;
    built.insert(join_path(component.directory, cat(component.name, module ? ".so" : "")));
  }
  std::set<RecipeFile> seen;
  std::map<std::string, std::string> conditions;
  for (ComponentDraft& draft : drafts) {
    const auto own = ran.find(draft.component.directory);
    if (own == ran.end()) continue;
    RecipePlaces places = places_;
    places.root = own->second.install_root;
    std::vector<RecipeFile> files = installed_files(own->second.ran, places);
    place_programs(files, drafts);
    std::erase_if(files, [&](const RecipeFile& file) { return built.count(file.from) > 0; });
    files = keep_known(std::move(files), draft);
    std::erase_if(files, [&](const RecipeFile& file) { return !seen.insert(file).second; });
    for (RecipeFile& file : files) name_printed(file, registry, draft, conditions);
    give_to_owners(files, draft, drafts);
    add_entries(files, draft.component);
  }
}

// A program that is not installed where programs usually are says so.
void ComponentInstalls::place_programs(const std::vector<RecipeFile>& files,
                                       std::vector<ComponentDraft>& drafts) {
  for (const RecipeFile& file : files) {
    for (ComponentDraft& draft : drafts) {
      ImportedComponent& component = draft.component;
      const bool itself = component.kind == ImportedKind::Program &&
                          file.from == join_path(component.directory, component.name);
      if (itself && file.destination != "{bindir}") component.to = file.destination;
    }
  }
}

// Without those that come from nowhere in the tree; what cannot be expressed is told.
std::vector<RecipeFile> ComponentInstalls::keep_known(std::vector<RecipeFile> files,
                                                      ComponentDraft& draft) const {
  std::erase_if(files, [&](const RecipeFile& file) {
    if (!source_.status(file.from)) {
      draft.leftovers.push_back({join_path(draft.component.directory, "Makefile"), 0,
                                 cat("installs ", file.name, " into ", file.destination,
                                     ", which comes from nowhere in the tree")});
      return true;
    }
    if (!file.fault.empty()) {
      draft.leftovers.push_back(
          {file.from, 0, cat("is changed when it is installed: ", file.fault)});
    }
    return false;
  });
  return files;
}

// A directory that a program printed is a variable of its lib. Where there is no such program, the
// file is not installed: a feature says so.
void ComponentInstalls::name_printed(RecipeFile& file, LibRegistry& registry, ComponentDraft& draft,
                                     std::map<std::string, std::string>& conditions) const {
  std::string before, behind;
  const std::vector<std::string> printed = marker_words(file.destination, before, behind);
  if (printed.empty()) return;
  const std::size_t known = draft.libs.size();
  file.destination = cat(before, registry.add_variable(draft.libs, printed), behind);
  for (std::size_t i = known; i < draft.libs.size(); ++i) {
    const std::string lib = cat("#", std::to_string(draft.libs[i]));
    draft.component.features.push_back({lib, "auto", {{lib, ""}}, {}, {}, {}, {}, ""});
    conditions[file.destination] = cat("feature(", lib, ")");
  }
  file.when = conditions[file.destination];
}

void ComponentInstalls::give_to_owners(std::vector<RecipeFile>& files, const ComponentDraft& from,
                                       std::vector<ComponentDraft>& drafts) const {
  for (ComponentDraft& draft : drafts) {
    const std::string& directory = draft.component.directory;
    if (directory == main_ || directory == from.component.directory) continue;
    std::vector<RecipeFile> own;
    std::erase_if(files, [&](const RecipeFile& file) {
      const bool lies_there = directory_of(file.from) == directory;
      if (lies_there) own.push_back(file);
      return lies_there;
    });
    if (!own.empty()) add_entries(own, draft.component);
  }
}

void ComponentInstalls::add_entries(const std::vector<RecipeFile>& files,
                                    ImportedComponent& component) const {
  for (ImportedInstall& entry :
       install_entries(files, component.directory,
                       [this](const std::string& path) { return files_of(path); })) {
    component.installs.push_back(std::move(entry));
  }
}

std::vector<std::string> ComponentInstalls::files_of(const std::string& directory) const {
  return regular_files(source_, directory);
}

}  // namespace modbuild
