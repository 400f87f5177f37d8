#include "abi/abi.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "os/memory_file_system.h"
#include "support/catalog_builder.h"

namespace modbuild::test {
namespace {

// A host for each name, which depends on the files that are given for it.
struct Hosts {
  CatalogBuilder builder;
  MemoryFileSystem tree;
  Diagnostics diagnostics;
  std::vector<std::string> off;

  void add(const std::string& name, std::vector<std::string> files) {
    builder.host(name).raw().host->abi.files = std::move(files);
  }

  AbiReport read(unsigned threads = 1) {
    const Catalog catalog = builder.build();
    Selection selection;
    selection.verdicts = IdVector<ComponentId, Verdict>(catalog.components.size());
    for (const ComponentId id : catalog.components.ids()) {
      const std::string& name = catalog.components[id].name.value;
      selection.verdicts[id].on = std::find(off.begin(), off.end(), name) == off.end();
    }
    return read_abi_files(catalog, selection, tree, threads, diagnostics);
  }

  std::string digest(std::uint32_t host = 0) { return read().digests[ComponentId{host}]; }
};

TEST(ReadAbiFiles, TellsContentsApart) {
  Hosts hosts;
  hosts.add("pbxd", {"a.h", "b.h"});
  hosts.tree.add_file("a.h", "1");
  hosts.tree.add_file("b.h", "2");
  const std::string first = hosts.digest();
  EXPECT_EQ(first.size(), 64U);
  hosts.tree.add_file("b.h", "3");
  EXPECT_NE(first, hosts.digest());
  hosts.tree.add_file("a.h", "2");
  hosts.tree.add_file("b.h", "1");
  EXPECT_NE(first, hosts.digest());
  hosts.tree.add_file("a.h", "1");
  hosts.tree.add_file("b.h", "2");
  EXPECT_EQ(first, hosts.digest());
}

TEST(ReadAbiFiles, TellsNamesApart) {
  Hosts one;
  one.add("pbxd", {"a.h"});
  one.tree.add_file("a.h", "1");
  Hosts other;
  other.add("pbxd", {"b.h"});
  other.tree.add_file("b.h", "1");
  EXPECT_NE(one.digest(), other.digest());
}

TEST(ReadAbiFiles, ReadsAFileOfSeveralHostsOnceAndGivesEachItsOwn) {
  Hosts hosts;
  hosts.add("edged", {"a.h", "b.h"});
  hosts.add("pbxd", {"a.h"});
  hosts.add("plain", {});
  hosts.tree.add_file("a.h", "1");
  hosts.tree.add_file("b.h", "2");
  const AbiReport report = hosts.read(8);
  EXPECT_EQ(report.inputs, (std::vector<std::string>{"a.h", "b.h"}));
  EXPECT_EQ(hosts.tree.counters().files_read, 2U);
  EXPECT_NE(report.digests[ComponentId{0}], report.digests[ComponentId{1}]);
  EXPECT_EQ(report.digests[ComponentId{2}], "");
}

TEST(ReadAbiFiles, LeavesHostsAloneThatAreOff) {
  Hosts hosts;
  hosts.add("pbxd", {"a.h"});
  hosts.off = {"pbxd"};
  const AbiReport report = hosts.read();
  EXPECT_TRUE(report.inputs.empty());
  EXPECT_EQ(report.digests[ComponentId{0}], "");
  EXPECT_FALSE(hosts.diagnostics.has_errors());
}

TEST(ReadAbiFiles, TellsWhichFileCannotBeRead) {
  Hosts hosts;
  hosts.add("pbxd", {"a.h", "gone.h"});
  hosts.tree.add_file("a.h", "1");
  hosts.read();
  const std::vector<Diagnostic> said = hosts.diagnostics.take_sorted();
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said[0].code, Code::AbiFileUnreadable);
  EXPECT_NE(said[0].message.find("the ABI of 'pbxd' is not known: cannot read 'gone.h'"),
            std::string::npos);
}

}  // namespace
}  // namespace modbuild::test
