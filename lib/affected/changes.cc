#include "affected/changes.h"

#include "base/path.h"

namespace modbuild {

Changes::Changes(const std::vector<ChangedFile>& files) {
  for (const ChangedFile& file : files) {
    files_[file.path] = file;
    if (file.hides_more) hiding_.insert(file.path);
  }
}

const ChangedFile* Changes::find(const std::string& path) const {
  const auto found = files_.find(path);
  if (found != files_.end()) return &found->second;
  if (hiding_.empty()) return nullptr;
  for (std::string_view above = directory_of(path); !above.empty(); above = directory_of(above)) {
    const auto hides = hiding_.find(std::string(above));
    if (hides != hiding_.end()) return &files_.at(*hides);
  }
  return nullptr;
}

bool Changes::comes_or_goes(const std::string& path) const {
  const ChangedFile* const found = find(path);
  return found != nullptr && (found->kind != ChangedFile::Kind::Changed || found->hides_more);
}

}  // namespace modbuild
