// Trees whose sources lie elsewhere.
#include <gtest/gtest.h>

#include "base/str.h"
#include "os/memory_file_system.h"
#include "support/tree_loader.h"

namespace modbuild {
namespace {

constexpr const char* kTreeFile =
    "schema = 1\n[tree]\nname = \"t\"\nsources = \"../there\"\nmodules = [\"modules/*\"]\n"
    "programs = [\"core\"]\n";

class Overlay : public testing::Test {
 protected:
  Overlay() {
    here_.add_file("modbuild.toml", kTreeFile);
    here_.add_file("core/module.toml", "schema = 1\n[program]\n");
    here_.add_file("modules/tm/module.toml", "schema = 1\n[module]\n");
    there_.add_file("core/main.c", "");
    there_.add_file("modules/tm/tm.c", "");
  }

  TreeLoad load() { return load_whole_tree({&here_, &there_}); }

  MemoryFileSystem here_, there_;
};

TEST_F(Overlay, SourcesAreLookedUpThereAndManifestsHere) {
  here_.add_file("modules/tm/here.c", "");
  there_.add_file("modules/tm/module.toml", "no manifest");
  const TreeLoad loaded = load();
  EXPECT_EQ(loaded.messages, "");
  const Component& tm = loaded.catalog.components[loaded.catalog.find_component("tm")];
  ASSERT_EQ(tm.sources.size(), 1U);
  EXPECT_EQ(tm.sources[0].path, "modules/tm/tm.c");
}

TEST_F(Overlay, EachPlaceHasItsOwnInputs) {
  const TreeLoad loaded = load();
  EXPECT_EQ(join(loaded.inputs, " "), "core/module.toml modbuild.toml modules/tm/module.toml");
  EXPECT_EQ(join(loaded.source_inputs, " "), "core modules/tm");
}

TEST_F(Overlay, RootPathsMeanTheSources) {
  here_.add_file("modules/tm/module.toml",
                 "schema = 1\n[module]\n[build]\nsources = [\"//core/*.c\"]\n"
                 "includes = [\"//core\"]\n");
  EXPECT_EQ(load().messages, "");
}

TEST_F(Overlay, AComponentWithoutADirectoryThereIsAnError) {
  there_.erase("modules/tm");
  EXPECT_EQ(load().messages,
            "modules/tm/module.toml:2:1: error[MB053]: the sources have no directory "
            "'modules/tm'\n"
            "  2 | [module]\n"
            "    | ^^^^^^^^\n"
            "help: the sources are laid out as the tree: D of the one belongs to D of the other\n");
}

TEST_F(Overlay, TheDirectoryMayLieAnywhereButMustHaveAName) {
  const auto message = [this](const std::string& sources) {
    here_.add_file("modbuild.toml",
                   cat("schema = 1\n[tree]\nname = \"t\"\nmodules = [\"modules/*\"]\n"
                       "programs = [\"core\"]\nsources = ",
                       sources, "\n"));
    const std::string messages = load().messages;
    return messages.substr(0, messages.find('\n'));
  };
  EXPECT_EQ(message("\"/opt/kamailio/../other\""), "");
  EXPECT_EQ(message("\".\""), "");
  EXPECT_EQ(message("\"\""),
            "modbuild.toml:6:11: error[MB052]: the directory of the sources is empty");
  EXPECT_EQ(
      message("\"a\\tb\""),
      "modbuild.toml:6:11: error[MB060]: the directory holds a control character at offset 1");
  EXPECT_EQ(message("\"../x;y\"").substr(0, 31), "modbuild.toml:6:11: error[MB062");
}

}  // namespace
}  // namespace modbuild
