// What sources of C, C++ and assembler include, by a quick look at their text instead of a
// preprocessor: conditions are not evaluated, so more may be found than a compiler reads.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/parallel.h"
#include "includes/mentions.h"
#include "os/file_system.h"

namespace modbuild {

// Where a compiler looks for what is included.
struct IncludeDirectory {
  std::string path;          // relative to the root of the sources, "" = the root itself
  bool is_build = false;     // relative to the build directory
  bool only_quoted = false;  // -iquote
};

struct IncludeSearch {
  std::vector<IncludeDirectory> directories;  // in order
  std::vector<std::string> forced;            // files that flags name: -include
  std::vector<MacroName> macros;              // -DHEADER="x.h"
};

// A file that a step of the build makes. What it will include is not known before: it is taken to
// mention what its inputs and the sources of its maker mention.
struct MadeFile {
  std::string path;                     // relative to the build directory
  std::vector<std::string> stands_for;  // source files, relative to the root of the sources
  std::vector<std::string> beside;      // files of the build directory that it may include
};

// What is looked for among the files that a compiler may read. Paths are relative to the root of
// the sources.
struct IncludeTargets {
  // Whether the file is not what it was.
  std::function<bool(const std::string& path)> is_changed;
  // Whether a file of that path, also one that is not there, appeared or vanished.
  std::function<bool(const std::string& path)> comes_or_goes;
};

// How a compile step reaches a target: its source, what that includes, and so on.
struct IncludeChain {
  enum class End { None, Changed, ComesOrGoes, Unknown };

  End end = End::None;             // Unknown: the last file includes a name that is computed
  std::vector<std::string> files;  // "{build}/.." for what is made
};

struct Inclusions {
  IncludeChain chain;             // the shortest
  std::vector<std::string> met;   // all targets, sorted
  std::vector<std::string> made;  // files of the build directory that may be read, sorted
};

// A source, relative to the root of the sources or to the build directory.
struct IncludeSource {
  std::string path;
  bool is_build = false;
};

// Answers what is included, reading each file once. Not thread-safe. Files that cannot be read
// include nothing.
class IncludeReader {
 public:
  // `sources` must live as long.
  IncludeReader(FileSystem& sources, std::vector<MadeFile> made, IncludeTargets targets);
  ~IncludeReader();
  IncludeReader(const IncludeReader&) = delete;
  IncludeReader& operator=(const IncludeReader&) = delete;

  // Reads sources before they are asked for, in parallel.
  void read_ahead(const std::vector<std::string>& paths, Threads threads);
  // Gives a number to a search, which find() takes.
  std::size_t add_search(IncludeSearch search);
  // What a compiler may read for `source`. With `recorded`, what it did read for the same text
  // (relative to the root of the sources), only these files are followed, unless one of them is to
  // be read once (#pragma once).
  Inclusions find(const IncludeSource& source, std::size_t search,
                  const std::vector<std::string>* recorded = nullptr);

 private:
  class Work;
  std::unique_ptr<Work> work_;
};

}  // namespace modbuild
