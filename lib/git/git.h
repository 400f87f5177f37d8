// What a git repository holds, asked of git itself: nothing is checked out or fetched, no index is
// written, and no hook, pager, monitor or diff program is run that a repository's configuration
// names. Its filters say what a file of the work tree is to git, and are.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "os/changed_file.h"
#include "os/file_system.h"
#include "os/process_runner.h"

namespace modbuild {

// A directory of a repository's work tree.
struct GitDirectory {
  std::string path;    // absolute
  std::string prefix;  // from the work tree's top: "src/"; "" for the top itself
};

class Git {
 public:
  // `environment` is the whole of git's: PATH to find it, HOME for those who may use a repository
  // of another owner (safe.directory). What else matters is set here.
  Git(ProcessRunner& processes, std::map<std::string, std::string> environment);

  // The repository that holds the absolute `directory`. An error with ENOENT: there is no git; with
  // EINVAL: no repository holds it, or git refuses it, as `detail` says.
  Expected<GitDirectory> find(const std::string& directory);

  // The id of the commit that `revision` names. An error with EINVAL when there is none.
  Expected<std::string> commit_of(const GitDirectory& directory, const std::string& revision);

  // The files below `directory` at a commit, submodules that are checked out included. Texts are
  // asked for when they are read, those of all files with one suffix at once. Every write fails.
  // Uses *this, which must live as long.
  Expected<std::unique_ptr<FileSystem>> files_at(const GitDirectory& directory,
                                                 const std::string& commit);

  // The files below `directory` that differ between two commits, by path; a renamed one was deleted
  // and added.
  Expected<std::vector<ChangedFile>> changes(const GitDirectory& directory, const std::string& base,
                                             const std::string& head);
  // Between a commit and the work tree, files that git does not know and does not ignore included.
  Expected<std::vector<ChangedFile>> changes_since(const GitDirectory& directory,
                                                   const std::string& base);

  // What git prints on stdout. An error with EINVAL when it fails.
  Expected<std::string> run(const std::string& directory, std::vector<std::string> words,
                            std::string input = {});

 private:
  ProcessRunner& processes_;
  std::map<std::string, std::string> environment_;
};

}  // namespace modbuild
