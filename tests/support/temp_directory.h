// A directory of a test's own on the real disk, gone at the end of the test.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace modbuild {

class TempDirectory {
 public:
  TempDirectory() {
    std::string name = (std::filesystem::temp_directory_path() / "modbuild-test-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  TempDirectory(const TempDirectory&) = delete;
  TempDirectory& operator=(const TempDirectory&) = delete;
  ~TempDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  const std::string& path() const { return path_; }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  // The paths of several of its entries, as PATH has them.
  std::string paths(const std::vector<std::string>& names) const {
    std::string result;
    for (const std::string& name : names) result += (result.empty() ? "" : ":") + (*this / name);
    return result;
  }

  void add_file(const std::string& name, const std::string& text) const {
    const std::filesystem::path path = *this / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
  }
  void add_directory(const std::string& name) const {
    std::filesystem::create_directories(*this / name);
  }
  void add_link(const std::string& name, const std::string& target) const {
    std::filesystem::create_symlink(target, *this / name);
  }
  std::string text(const std::string& name) const {
    std::ifstream file(*this / name, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }
  bool exists(const std::string& name) const {
    return std::filesystem::symlink_status(*this / name).type() !=
           std::filesystem::file_type::not_found;
  }

 private:
  std::string path_;
};

}  // namespace modbuild
