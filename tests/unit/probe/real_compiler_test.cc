// Compile and link tests with the machine's own compiler, on headers and libraries of our own.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>

#include "support/temp_directory.h"
#include "unit/probe/probe_case.h"

namespace modbuild {
namespace {

using Words = std::vector<std::string>;

class RealCompiler : public testing::Test {
 protected:
  RealCompiler() {
    machine_.environment = real_environment();
    machine_.input.toolchain.cc = {"cc"};
    machine_.input.toolchain.cxx = {"c++"};
    directory_.add_file("include/blue/sky.h", "int sky(void);\n#define LIMIT 3\n");
    directory_.add_file("sky.c", "int sky(void) { return 1; }\n");
    directory_.add_directory("lib");
    const std::string build =
        "cc -shared -fPIC -o " + directory_ / "lib/libsky.so" + " " + directory_ / "sky.c";
    EXPECT_EQ(std::system(build.c_str()), 0);
    directory_.add_directory("scratch");
    machine_.environment.variables["TMPDIR"] = directory_ / "scratch";
  }

  Alternative sky() const {
    Alternative alternative;
    alternative.kind = ProbeKind::Header;
    alternative.header.value = "blue/sky.h";
    alternative.link = {{"sky", {}}};
    alternative.symbol.value = "sky";
    alternative.cflags = {{"-I" + directory_ / "include", {}}};
    alternative.libs = {{"-L" + directory_ / "lib", {}}};
    return alternative;
  }

  LibAnswer ask(const Alternative& alternative) {
    const LibId id = machine_.add_lib("lib", {alternative});
    report_ = probe(machine_.input, processes_, machine_.environment, machine_.diagnostics);
    return report_.libs[id];
  }
  std::string answered(const Alternative& alternative) {
    return ask(alternative).evidence.front().answered;
  }
  bool is_watched(const std::string& path) const {
    return std::binary_search(report_.inputs.begin(), report_.inputs.end(), path);
  }

  TempDirectory directory_;
  ProbeCase machine_;
  RealProcessRunner processes_;
  ProbeReport report_;
};

// What a query found, with a test of its flags beside it.
class Proof : public RealCompiler {
 protected:
  Proof() {
    directory_.add_file("bin/sky-flags", "#!/bin/sh\necho " + flags());
    chmod((directory_ / "bin/sky-flags").c_str(), 0755);
    std::string& path = machine_.environment.variables["PATH"];
    path = directory_ / "bin" + ":" + path;
  }
  std::string flags() const {
    return "-I" + directory_ / "include" + " -L" + directory_ / "lib" + "\n";
  }
  static Alternative query() {
    Alternative alternative;
    alternative.kind = ProbeKind::Query;
    alternative.query = {{"sky-flags", {}}};
    return alternative;
  }
};

TEST_F(Proof, LetsFlagsThatWorkPass) {
  Alternative alternative = query();
  alternative.header.value = "blue/sky.h";
  alternative.link = {{"sky", {}}};
  alternative.symbol.value = "sky";
  const LibAnswer answer = ask(alternative);
  EXPECT_EQ(evidence_of(answer),
            "query sky-flags, header blue/sky.h, link -lsky, symbol sky: found\n");
  EXPECT_EQ(answer.cflags, (Words{"-I" + directory_ / "include"}));
  EXPECT_EQ(answer.libs, (Words{"-L" + directory_ / "lib", "-lsky"}));
  EXPECT_TRUE(is_watched(directory_ / "lib/libsky.so"));
}

TEST_F(Proof, RefusesFlagsThatDoNotWork) {
  Alternative alternative = query();
  alternative.link = {{"sky", {}}};
  alternative.symbol.value = "storm";
  EXPECT_EQ(answered(alternative), "its flags do not work: symbol storm not found");
  Alternative header = query();
  header.header.value = "blue/sea.h";
  EXPECT_EQ(answered(header), "its flags do not work: header blue/sea.h not found");
}

TEST_F(Proof, MayAskForASymbolAlone) {
  Alternative alternative = query();
  alternative.add_libs = {{"-lsky", {}}};
  alternative.symbol.value = "sky";
  EXPECT_EQ(answered(alternative), "found");
}

TEST_F(RealCompiler, LinksAFileOfAnExactName) {
  Alternative alternative = sky();
  alternative.link = {{":libsky.so", {}}};
  EXPECT_EQ(ask(alternative).libs, (Words{"-L" + directory_ / "lib", "-l:libsky.so"}));
  alternative.link = {{":libsky.a", {}}};
  EXPECT_EQ(answered(alternative), "library :libsky.a not found");
}

TEST_F(RealCompiler, FindsAHeaderALibraryAndAFunction) {
  const LibAnswer answer = ask(sky());
  EXPECT_EQ(evidence_of(answer), "header blue/sky.h, link -lsky, symbol sky: found\n");
  EXPECT_EQ(answer.cflags, (Words{"-I" + directory_ / "include"}));
  EXPECT_EQ(answer.libs, (Words{"-L" + directory_ / "lib", "-lsky"}));
  EXPECT_TRUE(is_watched(directory_ / "include/blue/sky.h"));
  EXPECT_TRUE(is_watched(directory_ / "include/blue"));
  EXPECT_TRUE(is_watched(directory_ / "lib/libsky.so"));
  EXPECT_TRUE(is_watched(directory_ / "lib"));
}

TEST_F(RealCompiler, LeavesNothingBehind) {
  ask(sky());
  EXPECT_TRUE(std::filesystem::is_empty(directory_ / "scratch"));
}

TEST_F(RealCompiler, SaysWhichPartIsMissing) {
  Alternative header = sky();
  header.header.value = "blue/sea.h";
  EXPECT_EQ(answered(header), "header blue/sea.h not found");
  EXPECT_TRUE(is_watched(directory_ / "include/blue"));
  Alternative deeper = sky();
  deeper.header.value = "green/field.h";
  EXPECT_EQ(answered(deeper), "header green/field.h not found");
  EXPECT_TRUE(is_watched(directory_ / "include"));
  Alternative library = sky();
  library.link = {{"sea", {}}};
  EXPECT_EQ(answered(library), "library sea not found");
  EXPECT_TRUE(is_watched(directory_ / "lib"));
  Alternative symbol = sky();
  symbol.symbol.value = "sea";
  EXPECT_EQ(answered(symbol), "symbol sea not found");
}

TEST_F(RealCompiler, AFunctionThatIsDeclaredMustBeThereAsWell) {
  directory_.add_file("include/blue/sky.h", "int sky(void);\nint cloud(void);\n");
  Alternative symbol = sky();
  symbol.symbol.value = "cloud";
  EXPECT_EQ(answered(symbol), "symbol cloud not found");
}

TEST_F(RealCompiler, AMacroOfThatNameWillDo) {
  Alternative macro = sky();
  macro.symbol.value = "LIMIT";
  EXPECT_EQ(answered(macro), "found");
}

TEST_F(RealCompiler, ALibraryAloneCanBeAskedFor) {
  Alternative library = sky();
  library.header = {};
  EXPECT_EQ(evidence_of(ask(library)), "link -lsky, symbol sky: found\n");
  library.symbol = {};
  EXPECT_EQ(evidence_of(ask(library)), "link -lsky: found\n");
}

TEST_F(RealCompiler, AHeaderCanBeOfCxx) {
  directory_.add_file("include/blue/sky.h",
                      "#include <string>\nnamespace blue { class Sky {}; }\n");
  Alternative header = sky();
  header.link = {};
  header.symbol = {};
  EXPECT_EQ(answered(header), "header string not found");
  header.language = ProbeLanguage::Cxx;
  EXPECT_EQ(answered(header), "found");
}

TEST_F(RealCompiler, CompilesWithTheFlagsOfTheEnvironment) {
  Alternative header = sky();
  header.cflags = {};
  header.libs = {};
  machine_.input.toolchain.cflags = {"-I" + directory_ / "include", "-O2", "-Wall", "-Werror"};
  machine_.input.toolchain.ldflags = {"-L" + directory_ / "lib"};
  EXPECT_EQ(answered(header), "found");
}

TEST_F(RealCompiler, QuotesNothingOfWhatItIncludes) {
  directory_.add_file("include/blue/sky.h", "the password is swordfish\n");
  Alternative header = sky();
  header.symbol = {};
  EXPECT_EQ(answered(header), "does not compile and link");
}

TEST_F(RealCompiler, WithoutOneIsNotFound) {
  machine_.input.toolchain.cc = {"no-such-compiler"};
  EXPECT_EQ(answered(sky()), "there is no c compiler");
}

}  // namespace
}  // namespace modbuild
