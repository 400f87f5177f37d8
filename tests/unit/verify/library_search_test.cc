#include "verify/library_search.h"

#include <gtest/gtest.h>

#include "os/memory_file_system.h"

namespace modbuild {
namespace {

using Paths = std::vector<std::string>;

// What stands behind the directories that every system has.
const Paths kBuiltIn = {"/lib64/libz.so.1", "/usr/lib64/libz.so.1", "/lib/libz.so.1",
                        "/usr/lib/libz.so.1"};

Paths with_built_in(Paths first) {
  first.insert(first.end(), kBuiltIn.begin(), kBuiltIn.end());
  return first;
}

TEST(LibrarySearch, ReadsTheConfigurationOfTheDynamicLinker) {
  MemoryFileSystem system;
  system.add_file("etc/ld.so.conf", "/opt/lib  # ours\ninclude /etc/ld.so.conf.d/*.conf\n");
  system.add_file("etc/ld.so.conf.d/b.conf", "/usr/b\n");
  system.add_file("etc/ld.so.conf.d/a.conf", "/usr/a\n");
  system.add_file("etc/ld.so.conf.d/other", "/usr/other\n");
  const LibrarySearch search({&system, nullptr});
  EXPECT_EQ(search.places("libz.so.1", "/usr/bin/a", {}),
            with_built_in({"/opt/lib/libz.so.1", "/usr/a/libz.so.1", "/usr/b/libz.so.1"}));
}

TEST(LibrarySearch, EndsWhereConfigurationsIncludeThemselves) {
  MemoryFileSystem system;
  system.add_file("etc/ld.so.conf", "include /etc/*.conf\n");
  const LibrarySearch search({&system, nullptr});
  EXPECT_EQ(search.places("libz.so.1", "/usr/bin/a", {}), kBuiltIn);
}

TEST(LibrarySearch, FollowsRunPathsFromTheObject) {
  MemoryFileSystem system;
  const LibrarySearch search({&system, nullptr});
  DynamicFile object;
  object.rpath = {"/only/without/runpath"};
  EXPECT_EQ(search.places("libz.so.1", "/opt/bin/a", object),
            with_built_in({"/only/without/runpath/libz.so.1"}));
  object.runpath = {"$ORIGIN/../lib", "${ORIGIN}", "relative"};
  EXPECT_EQ(search.places("libz.so.1", "/opt/bin/a", object),
            with_built_in({"/opt/lib/libz.so.1", "/opt/bin/libz.so.1"}));
  EXPECT_EQ(search.places("/abs/libz.so.1", "/opt/bin/a", object), Paths{"/abs/libz.so.1"});
}

TEST(LibrarySearch, LooksWhereTheLinkerLooks) {
  MemoryFileSystem system;
  const LibrarySearch search({&system, nullptr});
  EXPECT_EQ(search.link_places("-lz", {"-L/opt/lib", "-lz"}).front(), "/opt/lib/libz.so");
  EXPECT_EQ(search.link_places("-l:libz.a", {}).front(), "/lib64/libz.a");
  EXPECT_TRUE(search.link_places("-pthread", {}).empty());
}

TEST(SystemFiles, FollowLinksOfTheStageBeforeTheSystem) {
  MemoryFileSystem system;
  MemoryFileSystem stage;
  system.add_file("usr/lib/libz.so.1.2", "system");
  system.add_link("usr/lib/libz.so.1", "libz.so.1.2");
  stage.add_file("usr/lib/deep/libz.so.1.3", "stage");
  stage.add_link("usr/lib/libz.so.2", "deep/../deep/libz.so.1.3");
  system.add_link("usr/lib/loop", "loop");
  const SystemFiles files{&system, &stage};
  EXPECT_EQ(files.file_at("/usr/lib/libz.so.1")->path, "/usr/lib/libz.so.1.2");
  EXPECT_EQ(files.file_at("/usr/lib/libz.so.2")->path, "/usr/lib/deep/libz.so.1.3");
  EXPECT_EQ(*files.read("/usr/lib/deep/libz.so.1.3"), "stage");
  EXPECT_EQ(*files.read("/usr/lib/libz.so.1.2"), "system");
  EXPECT_FALSE(files.file_at("/usr/lib/loop"));
  EXPECT_FALSE(files.file_at("/usr/lib"));
}

}  // namespace
}  // namespace modbuild
