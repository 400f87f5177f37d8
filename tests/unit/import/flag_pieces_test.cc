// The flags of a directory as pieces of a manifest. They are written as words; what comes out is
// compared as one piece a line, with features, leftovers and decisions behind.
#include "import/flag_pieces.h"

#include <gtest/gtest.h>

#include "base/str.h"
#include "words.h"

namespace modbuild {
namespace {

constexpr const char* kMakefile = "src/modules/m/Makefile";

FlagVariant variant(const std::string& compile, const std::string& link,
                    std::map<std::string, std::string> settings = {}) {
  FlagVariant variant;
  variant.settings = std::move(settings);
  variant.flags.fixed = {words_of(compile), words_of(link)};
  return variant;
}

DirectoryRuns runs(FlagVariant flags) {
  DirectoryRuns runs;
  runs.directory = "src/modules/m";
  runs.name = "m.so";
  runs.makefile.files = {{kMakefile, "NAME=m.so\nDEFS+=-I/x\n"}};
  runs.flags = std::move(flags);
  return runs;
}

OptionVariant option(const std::string& name, const std::string& by_default,
                     const std::vector<std::string>& others, const std::string& value,
                     FlagVariant flags) {
  return {{name, by_default, others, 3}, value, std::move(flags), false};
}

ProbedPart zlib_or_nothing(const std::string& defines) {
  ProbedPart part;
  part.outcomes.push_back(
      {{"package zlib"}, {words_of(defines), words_of("`pkg-config --libs zlib`")}, false});
  part.outcomes.emplace_back();
  return part;
}

std::string kind_text(PieceKind kind) {
  switch (kind) {
    case PieceKind::Include:
      return "include ";
    case PieceKind::Define:
      return "define ";
    case PieceKind::Cflag:
      return "cflag ";
    case PieceKind::Ldflag:
      return "ldflag ";
    case PieceKind::Object:
      return "object ";
    case PieceKind::Lib:
      return "lib ";
    case PieceKind::OptionalLib:
      return "optional lib ";
  }
  return {};
}

void append_list(std::string& text, std::string_view key, const ImportedValues& values,
                 const std::map<std::string, std::string>& libs) {
  for (const ImportedValue& value : values) {
    const auto lib = libs.find(value.value);
    append(text, "  ", key, " ", lib == libs.end() ? value.value : lib->second, "\n");
  }
}

std::string pieces_of(const DirectoryRuns& runs) {
  LibRegistry registry;
  const FlagPieces found = flag_pieces(runs, registry);
  registry.name_all();
  std::map<std::string, std::string> libs;  // "#0" -> "zlib (pkg-config = zlib)"
  const auto declared = registry.take();
  for (std::size_t i = 0; i < declared.size(); ++i) {
    std::string text = cat(registry.name(i), " (");
    for (const ImportedAlternative& one : declared.at(registry.name(i)).any) {
      append(text, text.ends_with("(") ? "" : "; ", text_of(one));
    }
    libs[cat("#", std::to_string(i))] = cat(text, ")");
  }
  std::string text;
  for (const Piece& piece : found.pieces) {
    const bool is_lib = piece.kind == PieceKind::Lib || piece.kind == PieceKind::OptionalLib;
    append(text, kind_text(piece.kind), is_lib ? libs.at(cat("#", piece.value)) : piece.value,
           piece.when.empty() ? "" : " when ", piece.when, "\n");
  }
  for (const ImportedFeature& feature : found.features) {
    append(text, "feature ", feature.name, " ", feature.by_default, "\n");
    append_list(text, "lib", feature.libs, libs);
    append_list(text, "include", feature.includes, libs);
    append_list(text, "define", feature.defines, libs);
    append_list(text, "cflag", feature.cflags, libs);
    append_list(text, "ldflag", feature.ldflags, libs);
  }
  for (const ImportNote& note : found.leftovers) {
    append(text, "left over ", note.file, ":", std::to_string(note.line), " ", note.text, "\n");
  }
  for (const ImportNote& note : found.decisions) {
    append(text, "decided ", note.file, ":", std::to_string(note.line), " ", note.text, "\n");
  }
  return text;
}

TEST(FlagPieces, AreSortedByWhatTheyAre) {
  EXPECT_EQ(
      "define USE_FIFO\n"
      "define NAME=\"m\"\n"
      "cflag -Wall\n"
      "ldflag -Wl,-z,now\n",
      pieces_of(runs(variant("-DUSE_FIFO -DNAME=\"m\" -Wall", "-Wl,-z,now"))));
}

TEST(FlagPieces, FlagsOfTheLinkerGoAlong) {
  DirectoryRuns linked = runs(variant("", ""));
  linked.flags.linker = {"-shared", "-rdynamic", "-Wl,-O2"};
  EXPECT_EQ("ldflag -Wl,-O2\n", pieces_of(linked));
}

TEST(FlagPieces, AreThereOnce) {
  EXPECT_EQ(
      "define A\n"
      "cflag -Xa\n",
      pieces_of(runs(variant("-DA -DA -Xa -Xa", ""))));
}

TEST(FlagPieces, IncludesBelowTheMakefileStayAndThoseAboveAreOfTheTree) {
  EXPECT_EQ(
      "include sub\n"
      "include .\n"
      "include //src/core\n"
      "include //src/modules\n",
      pieces_of(runs(variant("-Isub -I. -I../../core -I..", ""))));
}

TEST(FlagPieces, DirectoriesOutsideTheTreeGoWithThePlainLibraries) {
  EXPECT_EQ(
      "lib sqlite3 (link = sqlite3, cflags = -I/usr/local/include, libs = -L/usr/local/lib)\n",
      pieces_of(runs(variant("-I/usr/local/include", "-L/usr/local/lib -lsqlite3"))));
}

TEST(FlagPieces, LibrariesThatTheSystemBringsAreFlags) {
  EXPECT_EQ(
      "ldflag -lm\n"
      "ldflag -lrt\n"
      "lib z (link = z)\n",
      pieces_of(runs(variant("", "-lm -lrt -lz"))));
}

TEST(FlagPieces, ADirectoryIsForTheLibrariesBehindIt) {
  EXPECT_EQ(
      "lib a (link = a)\n"
      "lib b (link = b, libs = -L/opt/lib)\n",
      pieces_of(runs(variant("", "-la -L/opt/lib -lb"))));
}

TEST(FlagPieces, ADirectoryBehindAllLibrariesIsForEachOfThem) {
  EXPECT_EQ(
      "lib a (link = a, libs = -L/opt/lib)\n"
      "lib b (link = b, libs = -L/opt/lib)\n",
      pieces_of(runs(variant("", "-la -lb -L/opt/lib"))));
}

TEST(FlagPieces, ADirectoryInWhichNoLibraryIsLookedForIsLeftOut) {
  EXPECT_EQ(
      "define A\n"
      "decided src/modules/m/Makefile:0 -I/opt/include is left out: no library is looked for "
      "there\n",
      pieces_of(runs(variant("-I/opt/include -DA", ""))));
}

TEST(FlagPieces, AnObjectIsLinkedAndIsNoFlag) {
  EXPECT_EQ("object numbers.o\n", pieces_of(runs(variant("", "numbers.o"))));
}

TEST(FlagPieces, AFrameworkIsALib) {
  EXPECT_EQ("lib CoreServices (framework = CoreServices)\n", [] {
    FlagVariant flags = variant("", "");
    flags.flags.fixed.link = {"-framework CoreServices"};
    return pieces_of(runs(flags));
  }());
}

TEST(FlagPieces, AProbeIsALibWhereItsWordsStood) {
  FlagVariant flags = variant("", "-la -lb");
  flags.flags.parts = {zlib_or_nothing("")};
  flags.flags.parts[0].link_at = 1;
  EXPECT_EQ(
      "lib a (link = a)\n"
      "lib zlib (pkg-config = zlib)\n"
      "lib b (link = b)\n"
      "decided src/modules/m/Makefile:0 without zlib make goes on and links nothing; it is taken "
      "as "
      "needed\n",
      pieces_of(runs(flags)));
}

TEST(FlagPieces, AProbeThatTellsTheSourcesIsAnOptionalLib) {
  FlagVariant flags = variant("", "");
  flags.flags.parts = {zlib_or_nothing("-DWITH_ZLIB")};
  EXPECT_EQ("optional lib zlib (pkg-config = zlib, defines = WITH_ZLIB)\n", pieces_of(runs(flags)));
}

TEST(FlagPieces, ALibraryBehindAPrintedDirectoryGoesWithIt) {
  FlagVariant flags = variant("", "-lpq");
  ProbedPart part;
  part.outcomes.push_back({{"program pg_config"}, {{}, words_of("-L`pg_config --libdir`")}, false});
  part.outcomes.push_back({{}, {{}, words_of("-L/usr/local/lib")}, false});
  flags.flags.parts = {part};
  EXPECT_EQ(
      "lib pg (config-tool = pg_config, link = pq, add-libs = -L{libdir}, {libdir} = --libdir; "
      "link = pq, libs = -L/usr/local/lib)\n",
      pieces_of(runs(flags)));
}

TEST(FlagPieces, AProbeThatCannotBeExpressedIsLeftOverWithItsPlace) {
  FlagVariant flags = variant("", "");
  ProbedPart part;
  part.outcomes.push_back({{"package zlib"}, {{}, {"extra.o"}}, false});
  flags.flags.parts = {part};
  DirectoryRuns one = runs(flags);
  one.makefile.files[0].text = "NAME=m.so\n\nLIBS=$(shell pkg-config --libs zlib)\n";
  EXPECT_EQ("left over src/modules/m/Makefile:3 a probe cannot be expressed: it links extra.o\n",
            pieces_of(one));
}

TEST(FlagPieces, FlagsOfAProbeThatNothingAsksForAreLeftOver) {
  EXPECT_EQ(
      "left over src/modules/m/Makefile:0 flags of a probe stand where nothing asks whether it "
      "finds anything\n",
      pieces_of(runs(variant("`pkg-config --cflags zlib`", "`pkg-config --libs zlib`"))));
}

TEST(FlagPieces, AWordThatIsNoFlagIsLeftOver) {
  EXPECT_EQ("left over src/modules/m/Makefile:0 'yes' is no flag\n",
            pieces_of(runs(variant("yes", ""))));
}

TEST(FlagPieces, ProbesThatDependOnEachOtherAreLeftOver) {
  FlagVariant flags = variant("", "-lz");
  flags.flags.entangled = "its probes depend on each other";
  EXPECT_EQ(
      "lib z (link = z)\n"
      "left over src/modules/m/Makefile:0 its probes depend on each other; found are those of a "
      "full machine\n",
      pieces_of(runs(flags)));
}

TEST(FlagPieces, AFlagThatOneNamedSystemLacksIsThereOnAllOthers) {
  DirectoryRuns one = runs(variant("-DA", "-luuid"));
  one.systems = {variant("-DA", "", {{"OS", "darwin"}}),
                 variant("-DA", "-luuid", {{"OS", "netbsd"}})};
  EXPECT_EQ(
      "define A\n"
      "lib uuid (link = uuid) when !darwin\n",
      pieces_of(one));
}

TEST(FlagPieces, AFlagOfOneSystemIsThereOnThatSystem) {
  DirectoryRuns one = runs(variant("-DA", ""));
  one.systems = {variant("-DA -DMAC", "", {{"OS", "darwin"}}),
                 variant("-DA", "", {{"OS", "netbsd"}})};
  EXPECT_EQ(
      "define A\n"
      "define MAC when darwin\n",
      pieces_of(one));
}

TEST(FlagPieces, AFlagOfLinuxAloneIsThereOnLinux) {
  DirectoryRuns one = runs(variant("-DEPOLL", ""));
  one.systems = {variant("", "", {{"OS", "netbsd"}})};
  EXPECT_EQ("define EPOLL when linux\n", pieces_of(one));
}

TEST(FlagPieces, AFlagThatLinuxAloneLacksIsThereOnAllOthers) {
  DirectoryRuns one = runs(variant("", ""));
  one.systems = {variant("-DKQUEUE", "", {{"OS", "darwin"}}),
                 variant("-DKQUEUE", "", {{"OS", "netbsd"}})};
  EXPECT_EQ("define KQUEUE when !linux\n", pieces_of(one));
}

TEST(FlagPieces, FlagsOfSeveralSystemsNameThem) {
  DirectoryRuns one = runs(variant("-DA", ""));
  one.systems = {variant("-DA -DB", "", {{"OS", "freebsd"}}),
                 variant("-DB", "", {{"OS", "darwin"}}), variant("", "", {{"OS", "netbsd"}})};
  EXPECT_EQ(
      "define A when linux | freebsd\n"
      "define B when freebsd | darwin\n",
      pieces_of(one));
}

TEST(FlagPieces, AFlagThatSeveralSystemsLackNamesThose) {
  DirectoryRuns one = runs(variant("-DA", ""));
  one.systems = {variant("", "", {{"OS", "openbsd"}}), variant("", "", {{"OS", "darwin"}}),
                 variant("-DA", "", {{"OS", "netbsd"}})};
  EXPECT_EQ("define A when !openbsd & !darwin\n", pieces_of(one));
}

TEST(FlagPieces, ASystemOnWhichMakeFailsSaysNothing) {
  DirectoryRuns one = runs(variant("-DA", ""));
  one.systems = {variant("", "", {{"OS", "netbsd"}})};
  one.systems[0].failed = true;
  EXPECT_EQ("define A\n", pieces_of(one));
}

TEST(FlagPieces, AFlagOfOneCompilerNamesIt) {
  DirectoryRuns one = runs(variant("-Wa -Wgcc", ""));
  one.systems = {variant("-Wa -Wclang", "", {{"CC_NAME", "clang"}})};
  EXPECT_EQ(
      "cflag -Wa\n"
      "cflag -Wgcc when cc(gcc)\n"
      "cflag -Wclang when cc(clang)\n",
      pieces_of(one));
}

TEST(FlagPieces, WhatAnOptionAddsIsAFeatureThatIsOff) {
  DirectoryRuns one = runs(variant("-DA", ""));
  one.options = {option("QUEUE_TRACE", "", {"1"}, "1", variant("-DA -DTRACE -Itrace", "-lt"))};
  EXPECT_EQ(
      "define A\n"
      "feature queue-trace off\n"
      "  lib t (link = t)\n"
      "  include trace\n"
      "  define TRACE\n",
      pieces_of(one));
}

TEST(FlagPieces, WhatAnOptionTakesAwayIsThereWithoutTheFeature) {
  DirectoryRuns one = runs(variant("-DOLD", "-lold"));
  one.options = {option("LUAJIT", "", {"yes"}, "yes", variant("-DNEW", "-lnew"))};
  EXPECT_EQ(
      "define OLD when !feature(luajit)\n"
      "lib old (link = old) when !feature(luajit)\n"
      "feature luajit off\n"
      "  lib new (link = new)\n"
      "  define NEW\n",
      pieces_of(one));
}

TEST(FlagPieces, AnOptionWithSeveralValuesIsAFeatureForEach) {
  DirectoryRuns one = runs(variant("", ""));
  one.options = {option("MODE", "", {"a", "b"}, "a", variant("-DMODE_A", "")),
                 option("MODE", "", {"a", "b"}, "b", variant("-DMODE_B", ""))};
  EXPECT_EQ(
      "feature mode-a off\n"
      "  define MODE_A\n"
      "feature mode-b off\n"
      "  define MODE_B\n",
      pieces_of(one));
}

TEST(FlagPieces, AConditionOnSystemsAndOneOnFeaturesAreBothNeeded) {
  DirectoryRuns one = runs(variant("", "-luuid"));
  one.systems = {variant("", "", {{"OS", "darwin"}}), variant("", "-luuid", {{"OS", "netbsd"}})};
  one.options = {option("STATIC", "no", {"yes"}, "yes", variant("", ""))};
  EXPECT_EQ(
      "lib uuid (link = uuid) when !darwin & !feature(static)\n"
      "feature static off\n",
      pieces_of(one));
}

TEST(FlagPieces, AnOptionThatChangesNothingIsTold) {
  DirectoryRuns one = runs(variant("-DA", ""));
  one.options = {option("CSTDVER", "c++17", {}, "c++20", variant("-DA", ""))};
  EXPECT_EQ(
      "define A\n"
      "decided src/modules/m/Makefile:3 the option CSTDVER is left as it is by default: c++17\n",
      pieces_of(one));
}

TEST(FlagPieces, AnOptionWhoseValueIsTextIsTold) {
  DirectoryRuns one = runs(variant("-DA", ""));
  one.options = {option("SRCPATH", "", {}, "mb-any-value", variant("-DA -Imb-any-value", ""))};
  one.options[0].is_text = true;
  EXPECT_EQ(
      "define A\n"
      "decided src/modules/m/Makefile:3 the option SRCPATH is left as it is by default: unset\n",
      pieces_of(one));
}

TEST(FlagPieces, AConditionThatLooksIntoPrintedFlagsIsLeftOver) {
  DirectoryRuns one = runs(variant("-DA", ""));
  one.flags.reads_flags = true;
  one.makefile.files[0].text = "NAME=m.so\nifneq (,$(findstring ssl,$(LIBS)))\n";
  EXPECT_EQ(
      "define A\n"
      "left over src/modules/m/Makefile:2 a condition looks into the flags that a probe printed; "
      "taken is what holds when they name the library\n",
      pieces_of(one));
}

}  // namespace
}  // namespace modbuild
