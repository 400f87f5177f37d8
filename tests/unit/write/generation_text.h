// Writing a generation in tests, and what came of it as text to compare.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "write/write.h"

namespace modbuild {

// Names of outputs live to the end of the tests.
inline WriteInput generation(std::vector<OutputFile> files,
                             const std::vector<std::string>& outputs) {
  static std::set<std::string> names;
  WriteInput input;
  input.files = std::move(files);
  for (const std::string& output : outputs) {
    input.outputs.push_back(*names.insert(output).first);
  }
  return input;
}

inline std::string text_of(const std::vector<WrittenFile>& written) {
  static constexpr const char* kWords[] = {"created", "changed", "same", "removed"};
  std::string text;
  for (const WrittenFile& file : written) {
    text += std::string(kWords[static_cast<int>(file.change)]) + " " + file.path + "\n";
  }
  return text;
}

// "MB120 message" for each.
inline std::string text_of(Diagnostics& diagnostics) {
  std::string text;
  for (const Diagnostic& item : diagnostics.take_sorted()) {
    text += std::string(code_info(item.code).id) + " " + item.message + "\n";
  }
  return text;
}

// What was written, then what was said.
inline std::string write_text(const WriteInput& input, FileSystem& build) {
  Diagnostics diagnostics;
  const std::string written = text_of(write_generation(input, build, diagnostics));
  return written + text_of(diagnostics);
}

// `files` without modbuild's own.
inline std::map<std::string, std::string> without_state(std::map<std::string, std::string> files) {
  for (auto file = files.begin(); file != files.end();) {
    file = file->first.starts_with(kStateDirectory) ? files.erase(file) : std::next(file);
  }
  return files;
}

}  // namespace modbuild
