#include <gtest/gtest.h>

#include "base/hash.h"
#include "base/str.h"
#include "emit/emit.h"
#include "emit/escape.h"

namespace modbuild {
namespace {

std::string target(std::string_view path) {
  const auto quoted = make_target(path);
  return quoted ? quoted->text() : "(refused)";
}

std::string prerequisite(std::string_view path) {
  const auto quoted = make_prerequisite(path);
  return quoted ? quoted->text() : "(refused)";
}

TEST(MakePath, OfPlainBytesStandsAsItIs) {
  EXPECT_EQ(target("obj/tm/a+2F.c.o"), "obj/tm/a+2F.c.o");
  EXPECT_EQ(prerequisite("../modules/tm/a,b@c{d}.c"), "../modules/tm/a,b@c{d}.c");
}

TEST(MakePath, HasEscapesForWhatMakeReadsOtherwise) {
  EXPECT_EQ(target("a b#c$d=e%f:g"), "a\\ b\\#c$$d$(EQ)e\\%f\\:g");
  EXPECT_EQ(prerequisite("a b#c$d=e%f:g"), "a\\ b\\#c$$d$(EQ)e%f\\:g");
}

TEST(MakePath, IsReadByIncludeWithoutAnEscapeForColons) {
  EXPECT_EQ(make_included("a b#c$d=e%f:g")->text(), "a\\ b\\#c$$d$(EQ)e%f:g");
  EXPECT_FALSE(make_included("a;b").has_value());
}

TEST(MakePath, IsRefusedWhereMakeHasNoWayToWriteIt) {
  for (const char* path : {"", "a;b", "a|b", "a&b", "a*b", "a?b", "a[b", "a\\b", "a\nb", "a\tb",
                           "~a", "x(y)", "a ", "a'b", "a`b", "a\"b", "a<b", "a>b"}) {
    EXPECT_EQ(target(path), "(refused)") << path;
    EXPECT_EQ(prerequisite(path), "(refused)") << path;
  }
  EXPECT_EQ(target("x(y)z"), "x(y)z");
}

TEST(MakeValue, IsReadBackByMake) {
  EXPECT_EQ(make_value(*shell_word("-DX=$y")).text(), "'-DX=$$y'");
  EXPECT_EQ(make_value(*shell_word("a#b\\#c")).text(), "'a\\#b\\\\\\#c'");
  EXPECT_EQ(make_value(*rsp_token("a\\")).text(), "a\\\\ ");
}

std::string dependencies(std::string_view depfile, std::string* said = nullptr) {
  Diagnostics diagnostics;
  const auto text = make_dependencies(depfile, {"obj/tm/a.c.o", "K", "H"}, diagnostics);
  if (said != nullptr) {
    for (const Diagnostic& diagnostic : diagnostics.take_sorted()) *said += diagnostic.message;
  }
  return text.value_or("(refused)");
}

TEST(MakeDependencies, NameWhatWasIncludedAndTheHashOfTheCommand) {
  EXPECT_EQ(dependencies("obj/tm/a.c.o: ../a.c ../x.h \\\n ../y.h\n"),
            "d.K := ../a.c ../x.h ../y.h\ns.K := H\n");
}

TEST(MakeDependencies, HaveRulesForNamesThatAreNotPlain) {
  EXPECT_EQ(dependencies("a.o: a.c odd\\ name$$.h\n"),
            "d.K := a.c\ne.K := odd\\ name$$.h\nodd\\ name$$.h:\ns.K := H\n");
}

TEST(MakeDependencies, AskForTheGeneratedFileThatAPathIsAnotherNameOf) {
  const std::string key = hash_hex("gen/tm/x.h");
  for (const char* path :
       {"gen/tm/sub/../x.h", "./gen/tm/x.h", "gen//tm/x.h", "a/.././gen/tm/x.h"}) {
    EXPECT_EQ(dependencies(cat("a.o: ", path, "\n")),
              cat("d.K := ", path, "\ne.K := $(k.", key, ")\ns.K := H\n"));
  }
}

TEST(MakeDependencies, OutsideTheBuildDirectoryAreNoOtherNamesOfGeneratedFiles) {
  for (const char* path : {"../tm/../x.h", "a/../../x.h", "/a//x.h", "/../x.h", "gen/tm/x.h"}) {
    EXPECT_EQ(dependencies(cat("a.o: ", path, "\n")), cat("d.K := ", path, "\ns.K := H\n"));
  }
}

TEST(MakeDependencies, AreRefusedWhereMakeWouldRunAName) {
  std::string said;
  EXPECT_EQ(dependencies("a.o: a.c ;touch$${IFS}PWN;.h\n", &said), "(refused)");
  EXPECT_EQ(said,
            "path ';touch${IFS}PWN;.h' cannot be written to a makefile (obj/tm/a.c.o includes it): "
            "byte 0x3B ';' at offset 0");
}

TEST(MakeDependencies, AreThoseOfAllRulesInADepfile) {
  EXPECT_EQ(dependencies("a.o: a.c x.h\n\nx.h:\n"), "d.K := a.c x.h\ns.K := H\n");
  EXPECT_EQ(dependencies("a.c a.h: a.y\na.o: a.c a.h \\\n b.h\nb.h:\n\n"),
            "d.K := a.y a.c a.h b.h\ns.K := H\n");
  EXPECT_EQ(dependencies(""), "d.K :=\ns.K := H\n");
}

}  // namespace
}  // namespace modbuild
