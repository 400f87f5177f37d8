// What a makefile does to find a library, as the declaration of a lib. A part is written as its
// outcomes, "questions | compile words | link words" each; a declaration is compared as its name,
// its alternatives, one a line, and what else is said of it.
#include "import/lib_declaration.h"

#include <gtest/gtest.h>

#include "base/str.h"
#include "words.h"

namespace modbuild {
namespace {

std::string trimmed(const std::string& text) {
  return join(split(text, " "), " ");
}

Outcome outcome_of(const std::string& text) {
  const std::size_t first = text.find('|');
  const std::size_t second = text.find('|', first + 1);
  Outcome outcome;
  for (const std::string& question : split(text.substr(0, first), ";")) {
    if (!trimmed(question).empty()) outcome.found.push_back(trimmed(question));
  }
  outcome.flags.compile = words_of(text.substr(first + 1, second - first - 1));
  outcome.flags.link = words_of(text.substr(second + 1));
  return outcome;
}

ProbedPart part_of(const std::vector<std::string>& outcomes) {
  ProbedPart part;
  for (const std::string& text : outcomes) {
    if (text == "error") {
      part.outcomes.emplace_back().failed = true;
    } else {
      part.outcomes.push_back(outcome_of(text));
    }
  }
  return part;
}

std::string text_of(const LibDeclaration& lib) {
  std::string text = lib.name;
  for (const ImportedAlternative& one : lib.any) append(text, "\n", text_of(one));
  if (lib.optional && !lib.any.empty()) append(text, "\noptional");
  if (lib.goes_on) append(text, "\ngoes on");
  for (const std::string& words : lib.dropped)
    append(text, "\ndropped ", readable(split(words, " ")));
  if (!lib.fault.empty()) append(text, "\nfault: ", lib.fault);
  return text;
}

std::string declared(const std::vector<std::string>& outcomes) {
  return text_of(declare_lib(part_of(outcomes)));
}

TEST(LibDeclaration, APkgConfigNameIsThatNameAlone) {
  EXPECT_EQ(
      "zlib\n"
      "pkg-config = zlib\n"
      "goes on",
      declared({"package zlib | `pkg-config --cflags zlib` | `pkg-config --libs zlib`", "| |"}));
}

TEST(LibDeclaration, OutcomesAreAlternativesInTheirOrder) {
  EXPECT_EQ(
      "xml2\n"
      "config-tool = xml2-config, cflags = --cflags, libs = --libs\n"
      "pkg-config = libxml-2.0\n"
      "link = xml2, cflags = -I/usr/local/include/libxml2, libs = -L/usr/local/lib",
      declared({"program xml2-config | `xml2-config --cflags` | `xml2-config --libs`",
                "package libxml-2.0 | `pkg-config --cflags libxml-2.0` | "
                "`pkg-config --libs libxml-2.0`",
                "| -I/usr/local/include/libxml2 | -L/usr/local/lib -lxml2"}));
}

TEST(LibDeclaration, SeveralNamesOfOnePartAreOneAlternative) {
  EXPECT_EQ(
      "queue+json\n"
      "pkg-config = queue json",
      declared({"package queue; package json | `pkg-config --cflags queue` "
                "`pkg-config --cflags json` | `pkg-config --libs queue json`",
                "error"}));
}

TEST(LibDeclaration, StaticLinkingIsAKeyOfTheAlternative) {
  EXPECT_EQ(
      "zlib\n"
      "pkg-config = zlib, static = true",
      declared({"package zlib | `pkg-config --cflags zlib` | `pkg-config --libs --static zlib`"}));
}

TEST(LibDeclaration, APredicateOfAVersionIsAPartOfTheName) {
  EXPECT_EQ(
      "queue-0.13\n"
      "pkg-config = queue >= 0.13\n"
      "pkg-config = queue",
      declared({"package queue >= 0.13 | `pkg-config --cflags queue` | `pkg-config --libs queue`",
                "package queue | `pkg-config --cflags queue` | `pkg-config --libs queue`",
                "error"}));
}

TEST(LibDeclaration, ThePackageOfAListThatHoldsAWordIsAPattern) {
  EXPECT_EQ(
      "ruby\n"
      "pkg-config = *ruby*\n"
      "link = ruby pthread, cflags = -I/usr/local/include",
      declared({"package-like ruby; package ruby-99.99 | `pkg-config --cflags ruby-99.99` | "
                "`pkg-config --libs ruby-99.99`",
                "| -I/usr/local/include | -lruby -lpthread"}));
}

TEST(LibDeclaration, AConfigToolSaysWhichOptionsItIsAskedWith) {
  EXPECT_EQ(
      "mysql\n"
      "config-tool = mysql_config, cflags = --include, libs = --libs_r",
      declared(
          {"program mysql_config | `mysql_config --include` | `mysql_config --libs_r`", "error"}));
}

TEST(LibDeclaration, AnInterpreterAskedWithCodeIsAQueryOfWhatAllItsCallsShare) {
  EXPECT_EQ(
      "perl\n"
      "query = perl -MExtUtils::Embed -e, cflags = ccopts, libs = ldopts",
      declared({"program perl | `perl -MExtUtils::Embed -e ccopts` | "
                "`perl -MExtUtils::Embed -e ldopts`",
                "error"}));
}

TEST(LibDeclaration, APrintedDirectoryIsAVariableInsideAFlag) {
  EXPECT_EQ(
      "pg\n"
      "config-tool = pg_config, link = pq, add-cflags = -I{includedir}, add-libs = -L{libdir}, "
      "{includedir} = --includedir, {libdir} = --libdir",
      declared({"program pg_config | -I`pg_config --includedir` | -L`pg_config --libdir` -lpq"}));
}

TEST(LibDeclaration, FlagsOnTopOfAPackageAreAddedToIt) {
  EXPECT_EQ(
      "redis\n"
      "pkg-config = redis, link = ssl, defines = WITH_SSL=1, add-cflags = -I/x, "
      "add-libs = -Wl,-z,now",
      declared({"package redis | `pkg-config --cflags redis` -DWITH_SSL=1 -I/x | "
                "`pkg-config --libs redis` -lssl -Wl,-z,now"}));
}

TEST(LibDeclaration, OnlyDirectoriesAndArchivesFromAPackageAreAQueryOfPkgConfig) {
  EXPECT_EQ(
      "libssl-static\n"
      "query = pkg-config, cflags = --cflags libssl, libs = --libs-only-L libssl, "
      "link = :libssl.a :libcrypto.a, defines = TLS_STATIC",
      declared({"package libssl | -DTLS_STATIC `pkg-config --cflags libssl` | "
                "-L`pkg-config --libs-only-L libssl` -l:libssl.a -l:libcrypto.a"}));
}

TEST(LibDeclaration, AFallbackWithoutALibraryIsDroppedAndMakeGoesOn) {
  EXPECT_EQ(
      "zlib\n"
      "pkg-config = zlib\n"
      "goes on\n"
      "dropped -I/usr/local/include",
      declared({"package zlib | `pkg-config --cflags zlib` | `pkg-config --libs zlib`",
                "| -I/usr/local/include |"}));
}

TEST(LibDeclaration, OneThatTheSourcesAreToldOfIsOptional) {
  EXPECT_EQ(
      "zlib\n"
      "pkg-config = zlib, defines = WITH_ZLIB\n"
      "optional\n"
      "goes on",
      declared({"package zlib | -DWITH_ZLIB `pkg-config --cflags zlib` | `pkg-config --libs zlib`",
                "| |"}));
}

TEST(LibDeclaration, WithADefineAndNoOtherWayItIsNotOptional) {
  EXPECT_EQ(
      "zlib\n"
      "pkg-config = zlib, defines = WITH_ZLIB",
      declared({"package zlib | -DWITH_ZLIB `pkg-config --cflags zlib` | `pkg-config --libs zlib`",
                "error"}));
}

TEST(LibDeclaration, OneThatTheSourcesAreToldOfInOneCaseOnlyIsNotOptional) {
  EXPECT_EQ(
      "queue\n"
      "pkg-config = queue, link = queue_ssl, defines = WITH_SSL\n"
      "pkg-config = queue\n"
      "goes on",
      declared({"package queue; files /usr/lib libqueue_ssl.so | -DWITH_SSL | "
                "`pkg-config --libs queue` -lqueue_ssl",
                "package queue | | `pkg-config --libs queue`", "| |"}));
}

TEST(LibDeclaration, AProgramNamedByWhatAnotherPrintedIsNoAlternative) {
  EXPECT_EQ(
      "python3\n"
      "config-tool = python3-config, libs = --ldflags\n"
      "goes on\n"
      "dropped `__mb_6162___-config --ldflags`",
      declared({"program python3-config | | `python3-config --ldflags`",
                "program __mb_6162___-config | | `__mb_6162___-config --ldflags`"}));
}

TEST(LibDeclaration, AnErrorIsNoAlternative) {
  EXPECT_EQ(
      "snmp\n"
      "config-tool = snmp-config, libs = --libs",
      declared({"program snmp-config | | `snmp-config --libs`", "error"}));
}

TEST(LibDeclaration, EqualOutcomesAreOneAlternative) {
  EXPECT_EQ(
      "zlib\n"
      "pkg-config = zlib",
      declared({"package zlib | | `pkg-config --libs zlib`",
                "package zlib | | `pkg-config --libs zlib`"}));
}

TEST(LibDeclaration, ADirectoryOfAProgramThatIsMissingIsNoAlternative) {
  EXPECT_EQ(
      "pg\n"
      "config-tool = pg_config, link = pq, add-libs = -L{libdir}, {libdir} = --libdir",
      declared({"program pg_config | | -L`pg_config --libdir` -lpq", "| -I | -L -lpq"}));
}

TEST(LibDeclaration, AProgramThatBringsADefineIsTheProgram) {
  EXPECT_EQ(
      "luac\n"
      "program = luac, defines = WITH_LUAC\n"
      "optional\n"
      "goes on",
      declared({"program luac | -DWITH_LUAC |", "| |"}));
}

TEST(LibDeclaration, FilesThatWereLookedForAreTheLibraryThatIsLinked) {
  EXPECT_EQ(
      "queue_ssl\n"
      "link = queue_ssl, defines = WITH_SSL\n"
      "optional\n"
      "goes on",
      declared({"files /usr/lib libqueue_ssl.so | -DWITH_SSL | -lqueue_ssl", "| |"}));
}

TEST(LibDeclaration, FilesThatNothingLinksCannotBeExpressed) {
  EXPECT_EQ(
      "\n"
      "goes on\n"
      "fault: it looks for files in the machine's directories",
      declared({"files /usr/include foo.h | -DHAVE_FOO |", "| |"}));
}

TEST(LibDeclaration, AnObjectFileCannotBeExpressed) {
  EXPECT_EQ(
      "\n"
      "fault: it links extra.o",
      declared({"package zlib | | `pkg-config --libs zlib` extra.o"}));
}

TEST(LibDeclaration, TwoProgramsInOneOutcomeCannotBeExpressed) {
  EXPECT_EQ(
      "\n"
      "fault: it mixes what xml2-config and pg_config print",
      declared({"program xml2-config; program pg_config | `xml2-config --cflags` | "
                "`pg_config --libs`"}));
}

TEST(LibDeclaration, APackageThatIsAskedForAndNotUsedCannotBeExpressed) {
  EXPECT_EQ(
      "\n"
      "fault: it asks for json and does not use it",
      declared({"package queue; package json | | `pkg-config --libs queue`"}));
}

TEST(LibDeclaration, AProbeThatLinksNothingCannotBeExpressed) {
  EXPECT_EQ(
      "\n"
      "goes on\n"
      "fault: it finds nothing that can be linked",
      declared({"| |"}));
}

TEST(PlainLib, IsTheLibraryWithWhereItMayBe) {
  EXPECT_EQ(
      "sqlite3\n"
      "link = sqlite3, cflags = -I/usr/local/include, libs = -L/usr/local/lib",
      text_of(declare_plain_lib("-lsqlite3", {"-I/usr/local/include"}, {"-L/usr/local/lib"})));
}

TEST(PlainLib, OfAnArchiveIsNamedAfterTheLibrary) {
  EXPECT_EQ(
      "ssl-static\n"
      "link = :libssl.a",
      text_of(declare_plain_lib("-l:libssl.a", {}, {})));
}

}  // namespace
}  // namespace modbuild
