#include "revision.h"

#include "context.h"
#include "git/git.h"

namespace modbuild::tool {
namespace {

std::map<std::string, std::string> git_environment(const Context& context,
                                                   const std::string& directory) {
  const Environment& own = context.environment;
  // A git that the tree brings along is no git.
  std::map<std::string, std::string> variables{
      {"PATH", path_without(path_without(own.get("PATH"), context.tree_root), directory)}};
  if (context.options.untrusted) return variables;
  for (const char* name : {"HOME", "XDG_CONFIG_HOME"}) {
    if (!own.get(name).empty()) variables[name] = own.get(name);
  }
  return variables;
}

Expected<std::unique_ptr<FileSystem>> files_at(Context& context, const std::string& directory) {
  const Expected<GitDirectory> found = context.git->find(directory);
  if (!found) return tl::unexpected(found.error());
  const Expected<std::string> commit = context.git->commit_of(*found, context.revision);
  if (!commit) return tl::unexpected(commit.error());
  return context.git->files_at(*found, *commit);
}

}  // namespace

Git& git_for(Context& context, const std::string& directory) {
  if (context.git == nullptr) {
    context.git = std::make_unique<Git>(context.processes, git_environment(context, directory));
  }
  return *context.git;
}

std::unique_ptr<FileSystem> open_at_revision(Context& context, const std::string& directory) {
  git_for(context, directory);
  Expected<std::unique_ptr<FileSystem>> files = files_at(context, directory);
  if (files) {
    context.is_at_revision = true;
    return std::move(*files);
  }
  context.revision_fault =
      files.error().detail.empty() ? files.error().message() : files.error().detail;
  return nullptr;
}

}  // namespace modbuild::tool
