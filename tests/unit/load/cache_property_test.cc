// Whatever happens to a tree between two runs: what is kept of it never shows in what is loaded.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

#include "base/path.h"
#include "base/str.h"
#include "load/manifest_cache.h"
#include "os/memory_file_system.h"
#include "support/dice.h"
#include "support/tree_loader.h"
#include "unit/load/catalog_text.h"

namespace modbuild {
namespace {

const std::vector<std::string> kModules = {"modules/a", "modules/b", "modules/c", "modules/deep/d"};
const std::vector<std::string> kFiles = {"x.c", "y.c", "z.cc", "sub/w.c", "note.txt", "x.h"};

const std::vector<std::string> kManifests = {
    "schema = 1\n[module]\n",
    "schema = 1\n[module]\ngroups = [\"g\"]\n[build]\nsources = [\"*.c\", \"sub/*.c\"]\n",
    "schema = 1\n[module]\n[build]\nsources = [\"x.c\"]\ncflags = [\"-DA\", \"-fplugin=odd\"]\n",
    "schema = 1\n[module]\n[depends]\nmodules = [\"b\"]\noptional = [\"c\"]\n",
    "schema = 1\n[module]\nwhen = \"linux & !feature(tls)\"\n[features.tls]\nsources = [\"y.c\"]\n",
    "schema = 1\n[module]\n[build]\nsources = [\"//modules/a/*.c\"]\nincludes = "
    "[\"//modules/b\"]\n",
    "schema = 1\n[module]\n[[generate]]\ninputs = [\"x.c\"]\noutputs = [\"gen.c\"]\n"
    "command = [\"cp\", \"{in}\", \"{out}\"]\n[[install]]\nkind = \"data\"\nfrom = "
    "[\"**/*.txt\"]\n",
    "schema = 1\n[module\n",
    "schema = 2\n[module]\n",
    "schema = 1\n[module]\nname = \"other\"\n[build]\nexclude = [\"y.*\"]\n",
};

const std::vector<std::string> kTrees = {
    "modules = [\"modules/*\"]\n", "modules = [\"modules/*\"]\nallow-flags = [\"-fplugin=odd\"]\n",
    "modules = [\"modules/**\"]\n", "modules = [\"modules/a\", \"modules/deep/d\"]\n"};

constexpr std::size_t kBytes = 100;

// A tree that changes, and what is kept of it as the files of two runs would.
class ChangingTree {
 public:
  ChangingTree() {
    set_tree_file(kTrees.front());
    for (const std::string& module : kModules) {
      fs_.add_file(join_path(module, "module.toml"), kManifests.front());
      fs_.add_file(join_path(module, "x.c"), "");
    }
  }

  void change(test::Dice& dice) {
    const std::string& module = dice.of(kModules);
    const std::string file = join_path(module, dice.of(kFiles));
    switch (dice.below(12)) {
      case 0:
      case 1:
      case 2:
        fs_.add_file(join_path(module, "module.toml"), dice.of(kManifests));
        break;
      case 3:
        fs_.add_file(file, dice.one_in(2) ? "int x;" : "");
        break;
      case 4:
        fs_.erase(file);
        break;
      case 5:
        fs_.erase(module);
        break;
      case 6:
        fs_.erase(file);
        fs_.add_link(file, dice.one_in(2) ? "x.c" : "../b/y.c");
        break;
      case 7:
        fs_.erase(module);
        fs_.add_link(module, cat("../", dice.of(kModules)));
        break;
      case 8:
        put_link_to("modules/deep", "modules/depth");
        break;
      default:
        set_tree_file(dice.of(kTrees));
    }
  }

  void wait(std::size_t seconds) {
    for (; seconds > 0; --seconds) fs_.tick();
  }

  std::string load(bool cached, unsigned threads) {
    ListingCache listings(fs_.now_ns());
    ManifestCache manifests(fs_.now_ns());
    TreePlaces places{&fs_, nullptr};
    if (cached) {
      listings.load(listings_file_);
      manifests.load(manifests_file_);
      places.kept_listings = &listings;
      places.kept_manifests = &manifests;
    }
    const TreeLoad loaded = load_whole_tree(places, threads);
    if (cached) {
      // One after the other: the caches point into the old ones.
      std::string listings_file = listings.packed();
      std::string manifests_file = manifests.packed();
      listings_file_ = std::move(listings_file);
      manifests_file_ = std::move(manifests_file);
    }
    return cat(loaded.messages, text_of(loaded.catalog), join(loaded.inputs, "\n"));
  }

  std::uint64_t files_read() const { return fs_.counters().files_read; }

 private:
  // The directory moves away, and a link takes its place.
  void put_link_to(const std::string& directory, const std::string& other) {
    fs_.erase(other);
    if (fs_.rename(directory, other)) fs_.add_link(directory, std::string(base_name(other)));
  }
  void set_tree_file(const std::string& rest) {
    fs_.add_file("modbuild.toml", cat("schema = 1\n[tree]\nname = \"t\"\n", rest));
  }

  MemoryFileSystem fs_;
  std::string listings_file_, manifests_file_;
};

RC_GTEST_PROP(Cache, NeverShows, ()) {
  const auto byte = rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<std::uint8_t>());
  test::Dice dice(*rc::gen::container<std::vector<std::uint8_t>>(kBytes, byte));
  ChangingTree tree;
  for (std::size_t run = 0; run < 8; ++run) {
    for (std::size_t changes = dice.below(4); changes > 0; --changes) tree.change(dice);
    tree.wait(dice.below(5));
    const unsigned threads = dice.one_in(3) ? 2 : 1;
    RC_ASSERT(tree.load(true, threads) == tree.load(false, threads));
  }
}

TEST(Cache, AKnownTreeIsNotReadAgain) {
  ChangingTree tree;
  tree.wait(5);
  tree.load(true, 1);
  const std::uint64_t before = tree.files_read();
  tree.load(true, 1);
  EXPECT_EQ(tree.files_read() - before, 1U);  // the tree file
}

TEST(Cache, AManifestAsYoungAsTheRunIsReadAgain) {
  ChangingTree tree;
  tree.load(true, 1);
  const std::uint64_t before = tree.files_read();
  tree.load(true, 1);
  EXPECT_EQ(tree.files_read() - before, 4U);
}

}  // namespace
}  // namespace modbuild
