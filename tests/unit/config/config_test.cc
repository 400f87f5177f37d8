#include "config/config.h"

#include <gtest/gtest.h>

#include "base/str.h"

namespace modbuild {
namespace {

Component module(const std::string& name, std::vector<ComponentId> hosts) {
  Component component;
  component.name.value = name;
  component.kind = ComponentKind::Module;
  component.hosts = std::move(hosts);
  return component;
}

Component host(const std::string& name, const std::vector<std::string>& patterns) {
  Component component;
  component.name.value = name;
  component.kind = ComponentKind::Program;
  component.host.emplace();
  for (const std::string& pattern : patterns) component.host->config_load.push_back({pattern, {}});
  return component;
}

// Modules acc, tls and tm; sipd loads all but tm, webd only tm.
class ConfigTest : public testing::Test {
 protected:
  void tree(const std::vector<std::string>& of_sipd, const std::vector<std::string>& of_webd = {}) {
    const ComponentId sipd{1};
    const ComponentId webd{4};
    catalog_.components.push_back(module("acc", {sipd}));
    catalog_.components.push_back(host("sipd", of_sipd));
    catalog_.components.push_back(module("tls", {sipd}));
    catalog_.components[ComponentId{2}].file_name.value = "{host}_{name}.so";
    catalog_.components.push_back(module("tm", {webd}));
    catalog_.components.push_back(host("webd", of_webd));
  }

  // "acc 1:12, tls 3:1", then the messages.
  std::string loads(std::string_view text) {
    std::vector<std::string> parts;
    for (const ConfigLoad& load : modules_in_config(catalog_, text, FileId{0}, diagnostics_)) {
      parts.push_back(cat(catalog_.components[load.module].name.value, " ",
                          std::to_string(load.word.at.line), ":",
                          std::to_string(load.word.at.column)));
    }
    std::string out = join(parts, ", ");
    for (const Diagnostic& diagnostic : diagnostics_.take_sorted()) {
      append(out, "; ", diagnostic.message);
    }
    return out;
  }

  Catalog catalog_;
  Diagnostics diagnostics_;
};

TEST_F(ConfigTest, TakesNamesAndFilesWithDirectories) {
  tree({R"(^\s*loadmodule\s+"(?:.*/)?([^"/]+?)(?:\.so)?")"});
  EXPECT_EQ("acc 1:13, tls 3:18", loads("loadmodule \"acc.so\"\n"
                                        "# loadmodule \"tm\"\n"
                                        "  loadmodule \"/x/sipd_tls.so\"\r\n"));
}

TEST_F(ConfigTest, TakesEachModuleOnceAndSeveralOfOneLine) {
  tree({R"((?:^load|,)\s*([\w/.]+))"});
  EXPECT_EQ("tls 1:6, acc 1:11", loads("load tls, lib/acc.so, tls\nload acc"));
}

TEST_F(ConfigTest, AsksForTheHostWhosePatternFits) {
  tree({R"(^sip load (\w+))"}, {R"(^web load (\w+))"});
  EXPECT_EQ("acc 1:10, tm 2:10", loads("sip load acc\nweb load tm\n"));
  EXPECT_EQ("; the module 'tm' is not for the program of this configuration",
            loads("sip load tm\n"));
}

TEST_F(ConfigTest, TakesAWordThatSeveralHostsFindFromAnyOfThem) {
  tree({R"(^load (\w+))"}, {R"(^load (\w+))"});
  EXPECT_EQ("acc 1:6, tm 2:6", loads("load acc\nload tm\n"));
  EXPECT_EQ("; there is no module 'tz'", loads("load tz\n"));
}

TEST_F(ConfigTest, CountsColumnsInCharacters) {
  tree({R"(load (\w+))"});
  EXPECT_EQ("acc 1:10", loads("\xc3\xa4\xc3\xb6  load acc"));
}

TEST_F(ConfigTest, ReadsBytesThatAreNoText) {
  tree({R"(load (\w+))"});
  EXPECT_EQ("acc 2:9", loads(std::string_view("\xff\xfe\n\xff\0 load acc", 14)));
}

TEST_F(ConfigTest, RefusesPatternsThatCannotBeUsed) {
  tree({"load (", "load", R"((a)\1)", "(x)"});
  check_config_patterns(catalog_, diagnostics_);
  std::string all;
  for (const Diagnostic& diagnostic : diagnostics_.take_sorted())
    append(all, diagnostic.message, "\n");
  EXPECT_EQ(
      "this pattern of 'config-load' cannot be used: invalid escape sequence: \\1\n"
      "this pattern of 'config-load' cannot be used: missing ): load (\n"
      "this pattern of 'config-load' has no group that captures the module\n",
      all);
}

TEST_F(ConfigTest, IsLinearInWhatWouldBeExponentialElsewhere) {
  tree({"^(a+)+$"});
  const std::string line(1 << 20, 'a');
  EXPECT_EQ("", loads(line + "b"));
}

TEST_F(ConfigTest, RefusesALineOfMoreMatchesThanAnybodyWrites) {
  tree({"(a)(?:.*Z)?"});
  const std::string line(1 << 20, 'a');
  EXPECT_NE(std::string::npos,
            loads(line).find("a pattern matches more than 64 times in this line"));
}

TEST_F(ConfigTest, AWordWithoutANameIsNoModule) {
  tree({"load (\\S+)"});
  EXPECT_EQ("; '/' names no module; 'mods/' names no module", loads("load /\nload mods/\n"));
}

TEST(ConfigPatterns, AreThereOnlyWhereAHostHasThem) {
  Catalog catalog;
  catalog.components.push_back(host("sipd", {}));
  EXPECT_FALSE(has_config_patterns(catalog));
  catalog.components.push_back(host("webd", {"(x)"}));
  EXPECT_TRUE(has_config_patterns(catalog));
}

}  // namespace
}  // namespace modbuild
