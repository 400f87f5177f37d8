#include "os/replace_file.h"

#include "base/path.h"
#include "base/str.h"

namespace modbuild {

Expected<void> replace_file(FileSystem& files, const std::string& path, std::string_view content,
                            Durability durability, std::optional<std::uint32_t> mode) {
  const std::string temporary =
      join_path(directory_of(path), cat(".", base_name(path), ".modbuild-tmp"));
  static_cast<void>(files.remove(temporary));  // of a run that was killed
  const Expected<FileHandle> file = files.create(temporary, 0644);
  if (!file) return tl::unexpected(file.error());
  Expected<void> done = files.write(*file, content);
  if (done && mode) done = files.set_mode(*file, *mode);
  if (done && durability == Durability::Synced) done = files.sync(*file);
  const Expected<void> closed = files.close(*file);
  if (done) done = closed;
  if (done) done = files.rename(temporary, path);
  if (!done) static_cast<void>(files.remove(temporary));
  return done;
}

}  // namespace modbuild
