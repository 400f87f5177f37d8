#include "verify/loaded_files.h"

#include <algorithm>

#include "base/parallel.h"

namespace modbuild {

LoadedFiles::LoadedFiles(const AuditInput& input)
    : search_(input.system), threads_(input.threads), audited_(input.files.size()) {
  std::vector<FoundFile> found;
  for (const AuditedFile& file : input.files) {
    found.push_back(input.system.file_at(file.path).value_or(FoundFile{file.path, 0, 0}));
  }
  read_all(found);
  for (const LoadedFile& file : files_) {
    wanted_.insert(file.facts.undefined.begin(), file.facts.undefined.end());
  }
  for (std::size_t i = 0; i < files_.size(); ++i) index(i);

  // Wave by wave: what was read last says what is to be read next.
  for (std::size_t done = 0; done < files_.size();) {
    const std::size_t end = files_.size();
    // Until every place that counts is known: the first may hold a file of another machine.
    for (std::vector<FoundFile> next;; next.clear()) {
      for (std::size_t i = done; i < end; ++i) follow(i, next);
      if (next.empty()) break;
      const std::size_t fresh = files_.size();
      read_all(next);
      for (std::size_t i = fresh; i < files_.size(); ++i) index(i);
    }
    done = end;
  }
}

// Reads the files and adds them, in the order given.
void LoadedFiles::read_all(const std::vector<FoundFile>& found) {
  std::vector<LoadedFile> fresh(found.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    fresh[i].path = found[i].path;
    by_inode_.emplace(std::pair(found[i].device, found[i].inode), files_.size() + i);
  }
  for_each_index(fresh.size(), threads_, [&](std::size_t i) {
    Expected<std::string> bytes = search_.files().read(fresh[i].path);
    if (!bytes) {
      fresh[i].failure = bytes.error().message();
      return;
    }
    tl::expected<DynamicFile, std::string> facts = dynamic_file(std::move(*bytes));
    if (facts) {
      fresh[i].facts = std::move(*facts);
    } else {
      fresh[i].failure = facts.error();
    }
  });
  for (LoadedFile& file : fresh) files_.push_back(std::move(file));
}

// Most files need the same few libraries, and look for them in the same places.
std::optional<FoundFile> LoadedFiles::look_up(const std::string& place) {
  const auto [known, fresh] = places_.try_emplace(place);
  if (fresh) known->second = search_.files().file_at(place);
  return known->second;
}

// Finds what DT_NEEDED of `file` leads to. A place whose file was not read yet is added to
// `wanted`.
void LoadedFiles::follow(std::size_t file, std::vector<FoundFile>& wanted) {
  LoadedFile& object = files_[file];
  if (!object.failure.empty()) return;
  object.needed.clear();
  object.not_found.clear();
  for (const std::string& needed : object.facts.needed) {
    bool found = false;
    for (const std::string& place : search_.places(needed, object.path, object.facts)) {
      const std::optional<FoundFile> at = look_up(place);
      if (!at) continue;
      const std::size_t library = known(*at);
      if (library == size()) {
        const auto same = [&](const FoundFile& other) {
          return other.device == at->device && other.inode == at->inode;
        };
        if (std::none_of(wanted.begin(), wanted.end(), same)) wanted.push_back(*at);
        found = true;
        break;
      }
      if (!files_[library].failure.empty()) continue;
      if (!same_machine(files_[library].facts, object.facts)) continue;
      object.needed.push_back(library);
      found = true;
      break;
    }
    if (!found && !follow_audited(needed, object)) object.not_found.push_back(needed);
  }
}

// An audited library may not be where it will be installed; its name tells that it is the one.
bool LoadedFiles::follow_audited(const std::string& needed, LoadedFile& object) const {
  for (std::size_t i = 0; i < audited_; ++i) {
    const LoadedFile& library = files_[i];
    if (library.facts.soname != needed || !library.failure.empty()) continue;
    if (!same_machine(library.facts, object.facts)) continue;
    object.needed.push_back(i);
    return true;
  }
  return false;
}

// Of libraries only what somebody wants is kept: the C library alone has thousands of names.
void LoadedFiles::index(std::size_t file) {
  for (const std::string& symbol : files_[file].facts.defined) {
    const auto known = wanted_.find(symbol);
    if (known != wanted_.end()) providers_[*known].push_back(file);
  }
}

const std::vector<std::size_t>& LoadedFiles::providers(std::string_view symbol) const {
  static const std::vector<std::size_t> kNone;
  const auto found = providers_.find(symbol);
  return found == providers_.end() ? kNone : found->second;
}

std::size_t LoadedFiles::known(const FoundFile& found) const {
  const auto file = by_inode_.find(std::pair(found.device, found.inode));
  return file == by_inode_.end() ? size() : file->second;
}

std::size_t LoadedFiles::find_or_read(const std::vector<std::string>& places, std::size_t like) {
  for (const std::string& place : places) {
    const std::optional<FoundFile> at = look_up(place);
    if (!at) continue;
    const std::size_t file = known(*at);
    if (file == size()) {
      read_all({*at});
      index(file);
    }
    const bool usable =
        files_[file].failure.empty() && same_machine(files_[file].facts, files_[like].facts);
    return usable ? file : size();
  }
  return size();
}

}  // namespace modbuild
