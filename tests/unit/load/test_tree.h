// A small tree in memory for the tests of load: files are added, then it is loaded.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "os/memory_file_system.h"
#include "support/tree_loader.h"
#include "unit/load/catalog_text.h"

namespace modbuild {

class TestTree {
 public:
  TestTree() { tree({}); }

  // The tree file: its head, then `rest`.
  TestTree& tree(const std::string& rest) {
    return file("modbuild.toml",
                "schema = 1\n[tree]\nname = \"t\"\nversion = \"1.0\"\n"
                "modules = [\"modules/*\"]\nprograms = [\"hosts/*\"]\nlibraries = [\"lib/*\"]\n" +
                    rest);
  }
  TestTree& file(const std::string& path, const std::string& text = {}) {
    fs_.add_file(path, text);
    return *this;
  }
  // A manifest: `schema = 1` and `text`.
  TestTree& manifest(const std::string& dir, const std::string& text) {
    return file(dir + "/module.toml", "schema = 1\n" + text);
  }
  MemoryFileSystem& fs() { return fs_; }

  TreeLoad load(unsigned threads = 1) {
    for (const char* dir : {"modules", "hosts", "lib"}) fs_.add_directory(dir);
    for (const char* dir : {"modules/x", "hosts/x", "lib/x"}) fs_.add_directory(dir);
    return load_whole_tree(fs_, threads);
  }
  // What is said about it.
  std::string messages() { return load().messages; }
  // The component, when nothing is wrong; otherwise what is.
  std::string component(const std::string& name) {
    const TreeLoad result = load();
    if (!result.messages.empty()) return result.messages;
    const ComponentId id = result.catalog.find_component(name);
    if (!id.valid()) return "there is no " + name;
    return text_of(result.catalog, result.catalog.components[id]);
  }

 private:
  MemoryFileSystem fs_;
};

}  // namespace modbuild
