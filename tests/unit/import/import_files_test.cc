// Imported manifests on disk: what is written, and what somebody edited stays.
#include "import/import_files.h"

#include <gtest/gtest.h>

#include "base/str.h"
#include "os/memory_file_system.h"

namespace modbuild {
namespace {

std::string text_of(ImportChange change) {
  switch (change) {
    case ImportChange::Created:
      return "created";
    case ImportChange::Updated:
      return "updated";
    case ImportChange::Same:
      return "same";
    case ImportChange::Kept:
      return "kept";
    case ImportChange::Removed:
      return "removed";
  }
  return {};
}

class Overlay {
 public:
  // Imports, and gives back what happened to each file, or why nothing did.
  std::string import(const std::vector<ImportFile>& files,
                     Overwrite overwrite = Overwrite::Nothing) {
    Diagnostics diagnostics;
    const std::vector<ImportedFile> changes = compare_import(files, tree_, overwrite, diagnostics);
    std::string text;
    for (const Diagnostic& item : diagnostics.take_sorted()) {
      append(text, code_info(item.code).id, " ", item.message, "\n");
    }
    if (!text.empty()) return text;
    EXPECT_TRUE(write_import(files, changes, tree_).has_value());
    for (const ImportedFile& file : changes) {
      append(text, text_of(file.change), " ", file.path, "\n");
    }
    return text;
  }

  void write(const std::string& path, const std::string& text) { tree_.add_file(path, text); }
  // "" when there is no such file.
  std::string read(const std::string& path) { return tree_.read(path, 1000).value_or(""); }

 private:
  MemoryFileSystem tree_;
};

TEST(ImportFiles, AreCreatedWhereThereAreNone) {
  Overlay overlay;
  EXPECT_EQ(
      "created modbuild.toml\n"
      "created src/tm/module.toml\n",
      overlay.import({{"modbuild.toml", "1"}, {"src/tm/module.toml", "2"}}));
  EXPECT_EQ("2", overlay.read("src/tm/module.toml"));
}

TEST(ImportFiles, ThatAreTheSameAreNotWritten) {
  Overlay overlay;
  overlay.import({{"a.toml", "1"}});
  EXPECT_EQ("same a.toml\n", overlay.import({{"a.toml", "1"}}));
}

TEST(ImportFiles, ThatWouldChangeAreRefused) {
  Overlay overlay;
  overlay.import({{"a.toml", "1"}, {"b.toml", "1"}});
  EXPECT_EQ("MB162 1 file would be overwritten: b.toml\n",
            overlay.import({{"a.toml", "1"}, {"b.toml", "2"}}));
  EXPECT_EQ("1", overlay.read("b.toml"));
}

TEST(ImportFiles, OfSomebodyElseAreRefused) {
  Overlay overlay;
  overlay.write("modbuild.toml", "mine");
  EXPECT_EQ("MB162 1 file would be overwritten: modbuild.toml\n",
            overlay.import({{"modbuild.toml", "imported"}}));
}

TEST(ImportFiles, ManyThatAreRefusedAreNotAllNamed) {
  Overlay overlay;
  std::vector<ImportFile> files;
  for (const char* name : {"a", "b", "c", "d", "e", "f", "g"}) {
    overlay.write(name, "mine");
    files.push_back({name, "imported"});
  }
  EXPECT_EQ("MB162 7 files would be overwritten: a, b, c, d, e, and 2 other files\n",
            overlay.import(files));
}

TEST(ImportFiles, AreUpdatedWhereNobodyEditedThem) {
  Overlay overlay;
  overlay.import({{"a.toml", "1"}});
  EXPECT_EQ("updated a.toml\n", overlay.import({{"a.toml", "2"}}, Overwrite::OwnFiles));
  EXPECT_EQ("2", overlay.read("a.toml"));
}

TEST(ImportFiles, KeepAnEditHoweverOftenTheyAreUpdated) {
  Overlay overlay;
  overlay.import({{"a.toml", "1"}});
  overlay.write("a.toml", "edited");
  EXPECT_EQ("kept a.toml\n", overlay.import({{"a.toml", "2"}}, Overwrite::OwnFiles));
  EXPECT_EQ("kept a.toml\n", overlay.import({{"a.toml", "3"}}, Overwrite::OwnFiles));
  EXPECT_EQ("edited", overlay.read("a.toml"));
}

TEST(ImportFiles, ThatWereEditedBackAreUpdated) {
  Overlay overlay;
  overlay.import({{"a.toml", "1"}});
  overlay.write("a.toml", "edited");
  overlay.import({{"a.toml", "2"}}, Overwrite::OwnFiles);
  overlay.write("a.toml", "1");
  EXPECT_EQ("updated a.toml\n", overlay.import({{"a.toml", "2"}}, Overwrite::OwnFiles));
}

TEST(ImportFiles, AreOverwrittenByForce) {
  Overlay overlay;
  overlay.import({{"a.toml", "1"}});
  overlay.write("a.toml", "edited");
  overlay.write("b.toml", "mine");
  EXPECT_EQ(
      "updated a.toml\n"
      "updated b.toml\n",
      overlay.import({{"a.toml", "2"}, {"b.toml", "2"}}, Overwrite::All));
  EXPECT_EQ("2", overlay.read("a.toml"));
}

TEST(ImportFiles, ThatAreNoLongerImportedAreRemoved) {
  Overlay overlay;
  overlay.import({{"a.toml", "1"}, {"b.toml", "1"}});
  EXPECT_EQ(
      "same a.toml\n"
      "removed b.toml\n",
      overlay.import({{"a.toml", "1"}}, Overwrite::OwnFiles));
  EXPECT_EQ("", overlay.read("b.toml"));
  EXPECT_EQ("same a.toml\n", overlay.import({{"a.toml", "1"}}));
}

TEST(ImportFiles, ThatAreNoLongerImportedAreNotRemovedUnasked) {
  Overlay overlay;
  overlay.import({{"a.toml", "1"}, {"b.toml", "1"}});
  EXPECT_EQ("MB162 1 file would be overwritten: b.toml\n", overlay.import({{"a.toml", "1"}}));
  EXPECT_EQ("1", overlay.read("b.toml"));
}

TEST(ImportFiles, ThatAreNoLongerImportedAndWereEditedAreKept) {
  Overlay overlay;
  overlay.import({{"a.toml", "1"}, {"b.toml", "1"}});
  overlay.write("b.toml", "edited");
  EXPECT_EQ(
      "same a.toml\n"
      "kept b.toml\n",
      overlay.import({{"a.toml", "1"}}, Overwrite::OwnFiles));
  EXPECT_EQ("edited", overlay.read("b.toml"));
}

TEST(ImportFiles, ThatSomebodyRemovedAreCreatedAgain) {
  Overlay overlay;
  overlay.import({{"a.toml", "1"}, {"b.toml", "1"}});
  overlay.write(std::string(kImportRecord), overlay.read(std::string(kImportRecord)));
  Overlay other;
  other.write(std::string(kImportRecord), overlay.read(std::string(kImportRecord)));
  EXPECT_EQ("created a.toml\n", other.import({{"a.toml", "1"}}));
}

}  // namespace
}  // namespace modbuild
