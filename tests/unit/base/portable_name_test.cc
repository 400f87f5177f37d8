#include "base/portable_name.h"

#include <gtest/gtest.h>

#include <string>

namespace modbuild {
namespace {

// "FAULT: why", or "fine".
std::string verdict(std::string_view path) {
  const auto problem = check_portable_path(path);
  if (!problem) return "fine";
  const char* fault = "";
  switch (problem->fault) {
    case NameFault::ControlCharacter:
      fault = "control";
      break;
    case NameFault::Encoding:
      fault = "encoding";
      break;
    case NameFault::Unportable:
      fault = "unportable";
      break;
    case NameFault::OptionLike:
      fault = "option";
      break;
    case NameFault::TooLong:
      fault = "long";
      break;
    case NameFault::BlankAtEnd:
      fault = "blank";
      break;
  }
  EXPECT_EQ(static_cast<unsigned char>(path[problem->offset]), problem->byte);
  return std::string(fault) + ": " + problem->why;
}

TEST(PortablePath, TakesWhatEveryToolCarries) {
  EXPECT_EQ("fine", verdict(""));
  EXPECT_EQ("fine", verdict("modules/tm/t_lookup.c"));
  EXPECT_EQ("fine", verdict("a b/c+d,e=f@g%h#i$j{k}l!m~n-o_p.q"));
  EXPECT_EQ("fine", verdict("$(touch x).c"));
  EXPECT_EQ("fine", verdict(".hidden/file"));
  EXPECT_EQ("fine", verdict("m\xC3\xB6"
                            "dul/\xE6\xBC\xA2.c"));
}

TEST(PortablePath, SaysWhichByteStandsWhereAndWhatItWouldDo) {
  EXPECT_EQ("unportable: byte 0x3B ';' at offset 9: GNU make would execute what follows it",
            verdict("modules/x;touch PWN;.c"));
}

TEST(PortablePath, RefusesEachByteThatSomeToolCannotCarry) {
  const std::string refused = "\"'&*:;<>?[\\]^`|";
  for (int byte = 1; byte < 0x80; ++byte) {
    const char c = static_cast<char>(byte);
    if (c == '/') continue;
    const bool control = byte < 0x20 || byte == 0x7F;
    std::string expected = "fine";
    if (control) expected = "control";
    if (refused.find(c) != std::string::npos) expected = "unportable";
    const std::string found = verdict(std::string("a") + c + "b");
    EXPECT_EQ(expected, found.substr(0, found.find(':'))) << "byte " << byte;
  }
}

TEST(PortablePath, RefusesNul) {
  EXPECT_EQ("control: byte 0x00 at offset 1: Ninja would take it for the end of the file",
            verdict(std::string_view("a\0b", 3)));
}

TEST(PortablePath, RefusesNamesThatLookLikeOptions) {
  EXPECT_EQ("option: byte 0x2D '-' at offset 0: compilers would take the name for an option",
            verdict("-v.c"));
  EXPECT_EQ("option: byte 0x40 '@' at offset 4: gcc would take the name for a response file",
            verdict("src/@x.c"));
  EXPECT_EQ("option: byte 0x7E '~' at offset 0: make and shells would put a home directory there",
            verdict("~root/a.c"));
}

TEST(PortablePath, RefusesBlanksAndDotsAtTheEndsOfAName) {
  EXPECT_EQ("blank: byte 0x20 ' ' at offset 2: make would cut it off", verdict("a/ b"));
  EXPECT_EQ("blank: byte 0x20 ' ' at offset 1: make would cut it off", verdict("a /b"));
  EXPECT_EQ("blank: byte 0x2E '.' at offset 3: some file systems would cut it off",
            verdict("a/b."));
  EXPECT_EQ("blank: byte 0x2E '.' at offset 1: some file systems would cut it off",
            verdict("../b"));
}

TEST(PortablePath, RefusesEmptyNames) {
  EXPECT_EQ("unportable: byte 0x2F '/' at offset 0: no name stands beside the '/'", verdict("/a"));
  EXPECT_EQ("unportable: byte 0x2F '/' at offset 2: no name stands beside the '/'",
            verdict("a//b"));
  EXPECT_EQ("unportable: byte 0x2F '/' at offset 1: no name stands beside the '/'", verdict("a/"));
}

TEST(PortablePath, RefusesWhatIsNotUtf8) {
  EXPECT_EQ("encoding: byte 0xFF at offset 1: not valid UTF-8", verdict("a\xff"
                                                                        "b.c"));
  EXPECT_EQ("encoding: byte 0xC0 at offset 0: not valid UTF-8", verdict("\xC0\xAF"));
}

TEST(PortablePath, RefusesCharactersThatTerminalsActOn) {
  EXPECT_EQ("control: byte 0xE2 at offset 1: terminals would act on U+202E", verdict("a\xE2\x80\xAE"
                                                                                     "b"));
  EXPECT_EQ("control: byte 0xC2 at offset 0: terminals would act on U+0085", verdict("\xC2\x85"));
}

TEST(PortablePath, RefusesDecomposedLetters) {
  EXPECT_EQ(
      "encoding: byte 0x6F 'o' at offset 3: not in Unicode's normal form NFC, some file systems "
      "would "
      "change it",
      verdict("a/mo\xCC\x88"
              "dul"));
}

TEST(PortablePath, RefusesTheSyntaxOfArchiveMembers) {
  EXPECT_EQ(
      "unportable: byte 0x29 ')' at offset 4: make would take 'x(y)' for a member of an archive",
      verdict("lib()"));
  EXPECT_EQ("fine", verdict("lib(1)/a.c"));
}

TEST(PortablePath, CountsBytesOfNamesAndPaths) {
  EXPECT_EQ("fine", verdict("a/" + std::string(255, 'x')));
  EXPECT_EQ("long: byte 0x78 'x' at offset 257: the name has 256 bytes, file systems take 255",
            verdict("a/" + std::string(256, 'x')));
  std::string path;
  for (int i = 0; i < 2048; ++i) path += "x/";
  EXPECT_EQ("fine", verdict(path.substr(0, 4095)));
  EXPECT_EQ("long: byte 0x79 'y' at offset 4096: the path has 4097 bytes, systems take 4096",
            verdict(path + "y"));
}

TEST(ValidName, FollowsThePattern) {
  for (const char* name : {"tm", "db_redis", "3com", "a.b+c-d", "X"}) {
    EXPECT_TRUE(is_valid_name(name)) << name;
  }
  for (const char* name : {"", "_x", ".x", "-x", "a b", "a/b", "a:b", "x.", "\xC3\xB6"}) {
    EXPECT_FALSE(is_valid_name(name)) << name;
  }
}

// Paths of plain letters are looked at in one step; a blank in front makes them be looked at byte
// by byte.
TEST(PortablePath, PlainOnesFollowTheSameRules) {
  const std::string letters[] = {"", "a", ".", "/", "-", "_", "+", "~", "Z9"};
  for (const std::string& a : letters) {
    for (const std::string& b : letters) {
      for (const std::string& c : letters) {
        for (const std::string& d : letters) {
          const std::string path = a + b + c + d;
          if (path.empty()) continue;
          EXPECT_EQ(verdict("x y/" + path) == "fine", verdict(path) == "fine") << path;
        }
      }
    }
  }
  for (const std::size_t length : {255U, 256U}) {
    EXPECT_EQ(verdict("x y/" + std::string(length, 'a')) == "fine",
              verdict(std::string(length, 'a')) == "fine");
  }
}

TEST(ValidName, HasAtMost64Bytes) {
  EXPECT_TRUE(is_valid_name(std::string(64, 'x')));
  EXPECT_FALSE(is_valid_name(std::string(65, 'x')));
}

TEST(ValidName, IsNoReservedName) {
  for (const char* name : {"all", "clean", "Install", "uninstall", "build.ninja", "Makefile",
                           "define", "con", "NUL.txt", "com1", "lpt9"}) {
    EXPECT_TRUE(is_reserved_name(name)) << name;
    EXPECT_FALSE(is_valid_name(name)) << name;
  }
  for (const char* name : {"default", "com", "com0", "console", "comx", "test"}) {
    EXPECT_FALSE(is_reserved_name(name)) << name;
    EXPECT_TRUE(is_valid_name(name)) << name;
  }
}

}  // namespace
}  // namespace modbuild
