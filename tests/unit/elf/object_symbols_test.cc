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

std::string object(const std::string& compiler, const std::string& source) {
  const TempDirectory dir;
  dir.add_file("a.cc", source);
  const std::string command = compiler + " -fPIC -c -o " + (dir / "a.o") + " " + (dir / "a.cc");
  if (std::system(command.c_str()) != 0) return {};
  std::ifstream file(dir / "a.o", std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

class ObjectSymbolsOf : public testing::TestWithParam<const char*> {};

TEST_P(ObjectSymbolsOf, AreThoseThatOthersSee) {
  const auto found = object_symbols(object(GetParam(), R"(
    extern "C" {
    int seen = 1;
    __attribute__((visibility("hidden"))) int hidden_one = 2;
    __attribute__((visibility("protected"))) int protected_one = 3;
    __attribute__((weak)) int weak_one = 4;
    static int local_one = 5;
    int wanted(int*);
    __attribute__((weak)) int wished(void);
    int call(void) { return wanted(&local_one) + (wished ? wished() : 0); }
    })"));
  ASSERT_TRUE(found) << found.error();
  EXPECT_EQ(found->defined, (Names{"call", "protected_one", "seen", "weak_one"}));
  EXPECT_EQ(found->strong, (Names{"call", "protected_one", "seen"}));
  EXPECT_EQ(found->unique, Names());
  for (const char* name : {"wanted", "wished"}) {
    EXPECT_EQ(std::count(found->undefined.begin(), found->undefined.end(), name), 1) << name;
  }
  EXPECT_EQ(std::count(found->undefined.begin(), found->undefined.end(), "local_one"), 0);
}

TEST_P(ObjectSymbolsOf, TellWhatIsOneInTheWholeProcess) {
  const auto found = object_symbols(object(
      GetParam(), "inline int& n() { static int i = 1; return i; } int f() { return n(); }"));
  ASSERT_TRUE(found) << found.error();
  EXPECT_EQ(found->unique, (Names{"_ZZ1nvE1i"}));
}

TEST_P(ObjectSymbolsOf, ListSections) {
  const auto found = object_symbols(
      object(GetParam(), "static int item __attribute__((used, section(\"items\"))) = 1;"));
  ASSERT_TRUE(found) << found.error();
  EXPECT_EQ(std::count(found->sections.begin(), found->sections.end(), "items"), 1);
}

TEST_P(ObjectSymbolsOf, ADamagedFileNeverLeadOutOfIt) {
  const std::string whole = object(GetParam(), "int a; int f(); int g() { return f() + a; }");
  ASSERT_FALSE(whole.empty());
  for (std::size_t size = 0; size < whole.size(); size += size < 256 ? 1 : 61) {
    static_cast<void>(object_symbols(whole.substr(0, size)));
  }
  for (std::size_t at = 0; at < whole.size(); at += at < 256 ? 1 : 7) {
    for (const char byte : {'\0', '\x7F', '\xFF'}) {
      std::string damaged = whole;
      damaged[at] = byte;
      static_cast<void>(object_symbols(damaged));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Compilers, ObjectSymbolsOf,
                         testing::Values("c++", "aarch64-linux-gnu-g++"), [](const auto& test) {
                           return std::string(test.param) == "c++" ? "Here" : "Arm64";
                         });

TEST(ObjectSymbolsOfOtherFiles, AreAnError) {
  for (const std::string& bytes : {std::string(),
                                   std::string("\x7F"
                                               "ELF"),
                                   std::string("text")}) {
    EXPECT_FALSE(object_symbols(bytes));
  }
}

}  // namespace
}  // namespace modbuild
