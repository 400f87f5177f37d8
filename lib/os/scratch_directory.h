// A private directory for the files of one probe: mode 0700, gone with all that is in it at the end
// of its scope.
#pragma once

#include <string>
#include <string_view>

#include "os/host_error.h"

namespace modbuild {

class ScratchDirectory {
 public:
  // Below `parent` (absolute; "" = /tmp).
  static Expected<ScratchDirectory> make(const std::string& parent);

  ScratchDirectory(ScratchDirectory&& other) noexcept;
  ScratchDirectory& operator=(ScratchDirectory&&) = delete;
  ~ScratchDirectory();

  // The absolute path of a file in it.
  std::string file(std::string_view name) const;
  // Makes a file with this content.
  Expected<void> add(std::string_view name, std::string_view content) const;
  // The content of a file; "" when there is none.
  std::string read(std::string_view name) const;

 private:
  explicit ScratchDirectory(std::string path) : path_(std::move(path)) {}

  std::string path_;
};

}  // namespace modbuild
