// Puts one generation of files on disk: all of it or nothing (HAZARDS H28-H31). Temp files, fsync,
// rename, build file last, then the stamp; unchanged files are left alone.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/parallel.h"
#include "diag/diagnostics.h"
#include "emit/emit.h"
#include "os/file_system.h"

namespace modbuild {

enum class FileChange : std::uint8_t { Created, Changed, Same, Removed };

struct WrittenFile {
  std::string path;  // relative to the build directory
  FileChange change = FileChange::Same;
};

struct WriteInput {
  std::vector<OutputFile> files;          // in the order in which they must appear; build file last
  std::vector<std::string_view> outputs;  // what the build will make, sorted; see removal below
  std::vector<std::string> obsolete;      // files of other generations: build files of another kind
  // When the inputs were first looked at, by the file system's clock: the stamp gets this time, so
  // that what was changed meanwhile is newer than it. 0: the time of writing.
  std::int64_t began_ns = 0;
  bool dry_run = false;  // say what would happen, touch nothing
  Threads threads = 1;   // that make the parts of a file
};

// Files of modbuild's own in the build directory.
inline constexpr const char* kStateDirectory = ".modbuild";
inline constexpr const char* kLockFile = ".modbuild/lock";
inline constexpr const char* kStampFile = ".modbuild/stamp";
inline constexpr const char* kOutputsFile = ".modbuild/outputs";

// Takes the build directory's lock, making the directory if needed. Null with MB122 when another
// modbuild holds it.
std::unique_ptr<FileLock> lock_build_directory(FileSystem& build, Diagnostics& diagnostics);

// Writes the generation. Outputs that the last generation listed and this one does not are removed,
// if they are regular files below the build directory, and so are `obsolete` files. On any failure
// the old files are whole, an error is added (MB120), and no temp file stays. The caller holds the
// lock.
std::vector<WrittenFile> write_generation(const WriteInput& input, FileSystem& build,
                                          Diagnostics& diagnostics);

}  // namespace modbuild
