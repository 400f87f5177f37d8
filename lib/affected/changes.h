// The changed files of one question, for looking up.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "os/changed_file.h"

namespace modbuild {

class Changes {
 public:
  explicit Changes(const std::vector<ChangedFile>& files);

  bool empty() const { return files_.empty(); }
  // The changed file that `path` is, or the link or submodule that it lies below; null when there
  // is none.
  const ChangedFile* find(const std::string& path) const;
  // Whether `path` came or went.
  bool comes_or_goes(const std::string& path) const;
  const std::map<std::string, ChangedFile>& all() const { return files_; }

 private:
  std::map<std::string, ChangedFile> files_;
  std::set<std::string> hiding_;  // those that hide more
};

}  // namespace modbuild
