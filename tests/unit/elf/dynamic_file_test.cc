#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "elf/elf.h"
#include "support/temp_directory.h"

namespace modbuild {
namespace {

using Names = std::vector<std::string>;

// What gcc makes of the source with these flags.
std::string linked(const std::string& source, const std::string& flags) {
  const TempDirectory dir;
  dir.add_file("a.c", source);
  const std::string command =
      "cd " + dir.path() + " && gcc a.c -o a.out " + flags + " 2> /dev/null";
  if (std::system(command.c_str()) != 0) return {};
  std::ifstream file(dir / "a.out", std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

constexpr const char* kModule =
    "int wanted(int); int wished(int) __attribute__((weak));\n"
    "__attribute__((visibility(\"hidden\"))) int hidden(void) { return 1; }\n"
    "int seen(int a) { return wanted(a) + (wished ? wished(a) : hidden()); }\n";

bool has(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

TEST(DynamicFile, TellsWhatTheDynamicLinkerIsTold) {
  const auto file = dynamic_file(linked(
      kModule, "-shared -fPIC -Wl,-soname,m.so.1 -Wl,--no-as-needed -lm '-Wl,-rpath,$ORIGIN:/x'"));
  ASSERT_TRUE(file) << file.error();
  EXPECT_FALSE(file->is_program);
  EXPECT_EQ(file->soname, "m.so.1");
  EXPECT_EQ(file->needed, (Names{"libm.so.6", "libc.so.6"}));
  EXPECT_EQ(file->runpath, (Names{"$ORIGIN", "/x"}));
  EXPECT_TRUE(has(file->defined, "seen"));
  EXPECT_FALSE(has(file->defined, "hidden"));
  EXPECT_EQ(file->undefined, Names{"wanted"});
  EXPECT_TRUE(has(file->weak_undefined, "wished"));
  EXPECT_FALSE(file->executable_stack);
  EXPECT_FALSE(file->text_relocations);
}

TEST(DynamicFile, KnowsProgramsOfEveryKind) {
  const std::string program = "int seen(void) { return 1; } int main(void) { return 0; }";
  for (const char* flags : {"-rdynamic -pie -fPIE", "-rdynamic -no-pie", ""}) {
    const auto file = dynamic_file(linked(program, flags));
    ASSERT_TRUE(file) << file.error();
    EXPECT_TRUE(file->is_program) << flags;
    EXPECT_EQ(has(file->defined, "seen"), *flags != '\0') << flags;
  }
}

TEST(DynamicFile, TakesALibraryThatCanBeRunForALibrary) {
  const auto file =
      dynamic_file(linked("const char interpreter[] __attribute__((section(\".interp\"))) = "
                          "\"/lib64/ld-linux-x86-64.so.2\";"
                          "int seen(void) { return interpreter[0]; }",
                          "-shared -fPIC -Wl,-soname,m.so.1"));
  ASSERT_TRUE(file) << file.error();
  EXPECT_FALSE(file->is_program);
}

TEST(DynamicFile, TellsAnEmptyPartOfARunPath) {
  const auto file =
      dynamic_file(linked(kModule, "-shared -fPIC -Wl,--disable-new-dtags -Wl,-rpath,/a::/b"));
  ASSERT_TRUE(file) << file.error();
  EXPECT_EQ(file->rpath, (Names{"/a", "", "/b"}));
  EXPECT_TRUE(file->runpath.empty());
}

TEST(DynamicFile, RefusesWhatWasNotLinkedAndWhatIsNoElf) {
  EXPECT_EQ(dynamic_file(linked("int a;", "-c")).error(), "it is an object that was not linked");
  EXPECT_EQ(dynamic_file("#!/bin/sh\n").error(), "it is no ELF file");
  EXPECT_EQ(dynamic_file("").error(), "it is no ELF file");
}

TEST(DynamicFile, SurvivesEveryCut) {
  const std::string whole = linked(kModule, "-shared -fPIC");
  ASSERT_FALSE(whole.empty());
  for (std::size_t size = 0; size < whole.size(); size += 13) {
    const auto file = dynamic_file(whole.substr(0, size));
    EXPECT_FALSE(file && file->needed.empty()) << size;
  }
}

}  // namespace
}  // namespace modbuild
