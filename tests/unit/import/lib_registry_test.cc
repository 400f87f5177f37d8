// Every external library of a tree, declared once.
#include "import/lib_registry.h"

#include <gtest/gtest.h>

#include "base/str.h"
#include "words.h"

namespace modbuild {
namespace {

using Keys = std::vector<std::pair<std::string, std::vector<std::string>>>;

LibDeclaration lib(const std::string& name, const std::vector<Keys>& alternatives) {
  LibDeclaration declaration;
  declaration.name = name;
  for (const Keys& keys : alternatives) declaration.any.push_back({keys, {}});
  return declaration;
}

// Each lib by its name, with its alternatives.
std::string text_of(LibRegistry& registry) {
  registry.name_all();
  std::string text;
  for (const auto& [name, lib] : registry.take()) {
    append(text, name, "\n");
    for (const ImportedAlternative& one : lib.any) append(text, "  ", text_of(one), "\n");
  }
  return text;
}

const LibDeclaration kPackage = lib("zlib", {{{"pkg-config", {"zlib"}}}});

TEST(LibRegistry, EqualDeclarationsAreOneLib) {
  LibRegistry registry;
  EXPECT_EQ(0U, registry.add(kPackage));
  EXPECT_EQ(0U, registry.add(kPackage));
  EXPECT_EQ(std::vector<std::string>{}, registry.joined());
  EXPECT_EQ(
      "zlib\n"
      "  pkg-config = zlib\n",
      text_of(registry));
}

TEST(LibRegistry, ABareLibraryInOtherDirectoriesIsAnotherLib) {
  LibRegistry registry;
  registry.add(lib("pq", {{{"link", {"pq"}}, {"libs", {"-L/usr/local/lib"}}}}));
  registry.add(lib("pq", {{{"link", {"pq"}}, {"libs", {"-L/opt/lib"}}}}));
  EXPECT_EQ(std::vector<std::string>{}, registry.joined());
  EXPECT_EQ(
      "pq\n"
      "  link = pq, libs = -L/usr/local/lib\n"
      "pq-link\n"
      "  link = pq, libs = -L/opt/lib\n",
      text_of(registry));
}

TEST(LibRegistry, DirectoriesInWhichALibraryIsLookedForInTheEndAreJoined) {
  LibRegistry registry;
  const auto pq = [](const std::string& directory) {
    return lib("libpq",
               {{{"pkg-config", {"libpq"}}}, {{"link", {"pq"}}, {"libs", {cat("-L", directory)}}}});
  };
  EXPECT_EQ(0U, registry.add(pq("/usr/local/lib")));
  EXPECT_EQ(0U, registry.add(pq("/opt/lib")));
  EXPECT_EQ(std::vector<std::string>{"libpq"}, registry.joined());
  EXPECT_EQ(
      "libpq\n"
      "  pkg-config = libpq\n"
      "  link = pq, libs = -L/usr/local/lib -L/opt/lib\n",
      text_of(registry));
}

TEST(LibRegistry, OneThatLooksFurtherAddsItsAlternatives) {
  LibRegistry registry;
  registry.add(lib("zlib", {{{"pkg-config", {"zlib"}}}}));
  registry.add(lib("zlib", {{{"pkg-config", {"zlib"}}}, {{"link", {"z"}}}}));
  EXPECT_EQ(std::vector<std::string>{"zlib"}, registry.joined());
  EXPECT_EQ(
      "zlib\n"
      "  pkg-config = zlib\n"
      "  link = z\n",
      text_of(registry));
}

TEST(LibRegistry, OtherDefinesMakeAnotherLib) {
  LibRegistry registry;
  EXPECT_EQ(0U, registry.add(kPackage));
  EXPECT_EQ(1U, registry.add(lib("zlib", {{{"pkg-config", {"zlib"}}, {"defines", {"Z"}}}})));
  EXPECT_EQ(
      "zlib\n"
      "  pkg-config = zlib\n"
      "zlib-2\n"
      "  pkg-config = zlib, defines = Z\n",
      text_of(registry));
}

TEST(LibRegistry, OtherFlagsOfAProgramMakeAnotherLib) {
  LibRegistry registry;
  EXPECT_EQ(0U, registry.add(lib("mysql", {{{"config-tool", {"mysql_config"}},  //
                                            {"libs", {"--libs"}}}})));
  EXPECT_EQ(1U, registry.add(lib("mysql", {{{"config-tool", {"mysql_config"}},  //
                                            {"libs", {"--libs_r"}}}})));
}

TEST(LibRegistry, ABareLibraryWithTheNameOfAPackageIsTheLink) {
  LibRegistry registry;
  registry.add(lib("libpq", {{{"pkg-config", {"libpq"}}}}));
  registry.add(lib("libpq", {{{"link", {"libpq"}}}}));
  EXPECT_EQ(
      "libpq\n"
      "  pkg-config = libpq\n"
      "libpq-link\n"
      "  link = libpq\n",
      text_of(registry));
}

TEST(LibRegistry, NamesThatDifferInCaseOnlyAreNotTwoNames) {
  LibRegistry registry;
  registry.add(lib("zlib", {{{"pkg-config", {"zlib"}}}}));
  registry.add(lib("ZLIB", {{{"pkg-config", {"ZLIB"}}}}));
  EXPECT_EQ(
      "ZLIB-2\n"
      "  pkg-config = ZLIB\n"
      "zlib\n"
      "  pkg-config = zlib\n",
      text_of(registry));
}

TEST(LibRegistry, AVariableGoesToTheLibOfItsProgram) {
  LibRegistry registry;
  std::vector<LibRegistry::Number> libs = {
      registry.add(lib("perl", {{{"query", {"perl", "-e"}}, {"libs", {"ldopts"}}}}))};
  EXPECT_EQ("{lib.0.value1}", registry.add_variable(libs, {"perl", "-e", "print 1"}));
  EXPECT_EQ(std::vector<LibRegistry::Number>{0}, libs);
  EXPECT_EQ(
      "perl\n"
      "  query = perl -e, libs = ldopts, {value1} = print 1\n",
      text_of(registry));
}

TEST(LibRegistry, TheSameQuestionIsTheSameVariable) {
  LibRegistry registry;
  std::vector<LibRegistry::Number> libs = {
      registry.add(lib("perl", {{{"query", {"perl", "-e"}}}}))};
  registry.add_variable(libs, {"perl", "-e", "print 1"});
  EXPECT_EQ("{lib.0.value1}", registry.add_variable(libs, {"perl", "-e", "print 1"}));
  EXPECT_EQ("{lib.0.value2}", registry.add_variable(libs, {"perl", "-e", "print 2"}));
}

TEST(LibRegistry, AProgramThatNoLibAsksIsALibOfItsOwn) {
  LibRegistry registry;
  std::vector<LibRegistry::Number> libs = {registry.add(kPackage)};
  EXPECT_EQ("{lib.1.value1}", registry.add_variable(libs, {"net-snmp-config", "--prefix"}));
  EXPECT_EQ((std::vector<LibRegistry::Number>{0, 1}), libs);
  EXPECT_EQ(
      "net-snmp-config\n"
      "  query = net-snmp-config, {value1} = --prefix\n"
      "zlib\n"
      "  pkg-config = zlib\n",
      text_of(registry));
}

TEST(LibRegistry, ALibThatMayBeFoundInAnotherWayHasNoVariableForSure) {
  LibRegistry registry;
  std::vector<LibRegistry::Number> libs = {
      registry.add(lib("pg", {{{"config-tool", {"pg_config"}}}, {{"link", {"pq"}}}}))};
  EXPECT_EQ("{lib.1.value1}", registry.add_variable(libs, {"pg_config", "--sharedir"}));
  EXPECT_EQ((std::vector<LibRegistry::Number>{0, 1}), libs);
}

}  // namespace
}  // namespace modbuild
