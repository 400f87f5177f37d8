// What the libraries of a link line define, as the linker would find them.
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "verify/library_search.h"

namespace modbuild {

class LinkLibraries {
 public:
  explicit LinkLibraries(const LibrarySearch& search) : search_(search) {}

  // Takes the words "-lNAME" and "-l:FILE" of a link line, with its "-LDIR", and what a C or C++
  // compiler links by itself.
  void take(const std::vector<std::string>& words);

  bool defines(const std::string& symbol) const { return symbols_.count(symbol) != 0; }
  // Words whose libraries were not found or could not be read, in order.
  const std::vector<std::string>& unknown() const { return unknown_; }
  // Libraries that were read.
  std::size_t read() const { return read_.size(); }
  // Two versions of one library that would both be loaded: "libssl.so.1.1 and libssl.so.3".
  std::vector<std::string> rival_versions() const;

 private:
  bool take_word(const std::string& word, const std::vector<std::string>& words, int depth);
  bool take_file(const std::string& path, const std::vector<std::string>& words, int depth);
  bool take_script(const std::string& text, const std::vector<std::string>& words, int depth);

  const LibrarySearch& search_;
  std::unordered_set<std::string> symbols_;
  std::unordered_set<std::string> read_;  // paths
  std::vector<std::string> sonames_;
  std::vector<std::string> unknown_;
};

}  // namespace modbuild
