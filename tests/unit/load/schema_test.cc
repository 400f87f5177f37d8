// The JSON Schemas that the key tables make: current in schemas/, and in agreement with the reader.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "load/document.h"
#include "load/load.h"
#include "support/schema_check.h"

namespace modbuild {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const fs::path kSource = MB_SOURCE_DIR;

std::string read_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

json to_json(const Value& value) {
  switch (value.kind) {
    case Value::Kind::String:
      return value.text;
    case Value::Kind::Integer:
      return value.integer;
    case Value::Kind::Boolean:
      return value.boolean;
    case Value::Kind::Array: {
      json items = json::array();
      for (const Value& item : value.items) items.push_back(to_json(item));
      return items;
    }
    case Value::Kind::Table: {
      json members = json::object();
      for (const Entry& entry : value.entries)
        members[std::string(entry.key.value)] = to_json(entry.value);
      return members;
    }
    case Value::Kind::Reported:
      break;
  }
  return nullptr;
}

// Whether the manifest's text satisfies the schema "tree" or "module".
bool is_valid(const std::string& schema_name, const std::string& text) {
  Diagnostics diagnostics;
  const std::optional<Document> document = parse_document(text, FileId{0}, diagnostics);
  if (!document) return false;
  return test::schema_faults(schema_name, to_json(document->root).dump()).empty();
}

class ManifestSchema : public testing::TestWithParam<const char*> {};

TEST_P(ManifestSchema, IsCurrent) {
  const fs::path path = kSource / "schemas" / (std::string(GetParam()) + ".schema.json");
  const std::string schema = manifest_schema(GetParam());
  if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(path, std::ios::binary) << schema;
  EXPECT_EQ(read_text(path), schema) << "UPDATE_GOLDEN=1 rewrites it";
}

INSTANTIATE_TEST_SUITE_P(Both, ManifestSchema, testing::Values("tree", "module"));

TEST(ManifestSchemas, TakeEveryManifestOfTheSampleTree) {
  int manifests = 0;
  for (const fs::directory_entry& entry :
       fs::recursive_directory_iterator(kSource / "sample-tree")) {
    if (entry.path().extension() != ".toml") continue;
    const bool is_tree = entry.path().filename() == "modbuild.toml";
    EXPECT_TRUE(is_valid(is_tree ? "tree" : "module", read_text(entry.path()))) << entry.path();
    ++manifests;
  }
  EXPECT_GT(manifests, 10);
}

TEST(ManifestSchemas, RefuseWhatTheReaderRefuses) {
  const std::string head = "schema = 1\n";
  EXPECT_TRUE(is_valid("module", head + "[module]\n"));
  for (const char* bad : {
           "[modul]\n",
           "[module]\n[library]\n",
           "[module]\nhosts = \"a\"\n",
           "[module]\nname = \"a b\"\n",
           "[module]\nsupport = \"no\"\n",
           "[module]\n[build]\nsources = [{ valu = \"a.c\" }]\n",
           "[module]\n[build]\nincludes = [\"inc*\"]\n",
           "[module]\n[depends]\nany-lib = [\"a\"]\n",
           "[module]\n[features.x]\ndefault = \"maybe\"\n",
           "[module]\n[[generate]]\noutputs = [\"a\"]\n",
           "[module]\n[[install]]\nkind = \"data\"\nfrom = [\"x\"]\nmode = \"644\"\n",
       }) {
    EXPECT_FALSE(is_valid("module", head + bad)) << bad;
  }
  const std::string tree = head + "[tree]\nname = \"t\"\n";
  EXPECT_TRUE(is_valid("tree", tree + "[groups]\na = [\"x\"]\nb = { groups = [\"a\"] }\n"));
  EXPECT_TRUE(
      is_valid("tree", tree + "[libs.x]\nany = [{ header = \"a.h\" }, { link = \"a\" }]\n"));
  EXPECT_TRUE(is_valid(
      "tree", tree + "[libs.x]\nany = [{ query = [\"a\"], header = \"a.h\", link = \"b\", "
                     "variables = { a = \"--a\", b = [\"-b\", \"c\"] }, defines = [\"X\"] }]\n"));
  for (const char* bad : {
           "nmae = 1\n",
           "[libs.x]\n",
           "[libs.x]\nany = [{ pkg-config = \"a >> 1\" }]\n",
           "[libs.x]\nany = [{ pkg-config = \"a\", query = [\"a\"], header = \"b.h\" }]\n",
           "[libs.x]\nany = [{ program = \"a\", link = \"b\" }]\n",
           "[libs.x]\nany = [{ config-tool = \"a\", variables = { \"a.b\" = \"--a\" } }]\n",
           "[groups]\na = \"x\"\n",
           "[profiles.p]\nbase = \"some\"\n",
       }) {
    EXPECT_FALSE(is_valid("tree", tree + bad)) << bad;
  }
}

}  // namespace
}  // namespace modbuild
