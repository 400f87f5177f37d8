// The files that messages may point into. Keeps paths; texts are fetched again when one is shown,
// so that a run over thousands of manifests does not hold them.
#pragma once

#include <functional>
#include <mutex>
#include <string>

#include "diag/source_range.h"

namespace modbuild {

class Sources {
 public:
  // `path` as people should see it: relative to the tree's root. Thread-safe.
  FileId add(std::string path);
  // As add(), with the text given (command line, tests) rather than read again.
  FileId add(std::string path, std::string text);
  std::string path(FileId file) const;
  // The file's text, or "" when it cannot be read.
  std::string text(FileId file) const;
  // Whether the text was given.
  bool has_text(FileId file) const;
  // How to read the text behind a path; set once by the pipeline.
  void set_reader(std::function<std::string(const std::string& path)> reader);

 private:
  struct Entry {
    std::string path;
    std::string text;
    bool has_text = false;
  };
  mutable std::mutex mutex_;
  IdVector<FileId, Entry> files_;
  std::function<std::string(const std::string&)> reader_;
};

}  // namespace modbuild
