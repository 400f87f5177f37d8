#include "diag/sources.h"

#include <utility>

namespace modbuild {

FileId Sources::add(std::string path) {
  const std::lock_guard lock(mutex_);
  return files_.push_back({std::move(path), {}, false});
}

FileId Sources::add(std::string path, std::string text) {
  const std::lock_guard lock(mutex_);
  return files_.push_back({std::move(path), std::move(text), true});
}

std::string Sources::path(FileId file) const {
  const std::lock_guard lock(mutex_);
  return file.valid() ? files_[file].path : std::string();
}

std::string Sources::text(FileId file) const {
  const std::lock_guard lock(mutex_);
  if (!file.valid()) return {};
  const Entry& entry = files_[file];
  if (entry.has_text) return entry.text;
  return reader_ ? reader_(entry.path) : std::string();
}

bool Sources::has_text(FileId file) const {
  const std::lock_guard lock(mutex_);
  return file.valid() && files_[file].has_text;
}

void Sources::set_reader(std::function<std::string(const std::string& path)> reader) {
  const std::lock_guard lock(mutex_);
  reader_ = std::move(reader);
}

}  // namespace modbuild
