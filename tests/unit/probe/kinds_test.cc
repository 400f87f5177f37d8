// Config tools, queries, programs and frameworks, with a machine that answers from a table and
// programs that exist.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "support/temp_directory.h"
#include "unit/probe/probe_case.h"

namespace modbuild {
namespace {

using Words = std::vector<std::string>;

std::vector<Text> texts(const Words& words) {
  std::vector<Text> made;
  for (const std::string& word : words) made.push_back({word, {}});
  return made;
}

class ToolProbe : public testing::Test {
 protected:
  ToolProbe() {
    directory_.add_directory("bin");
    machine_.environment.variables["PATH"] = directory_ / "bin";
  }

  // A program that can be found; what it says stands in the table.
  std::string add_program(const std::string& name) {
    directory_.add_file("bin/" + name, "");
    chmod((directory_ / "bin" + "/" + name).c_str(), 0755);
    return directory_ / "bin" + "/" + name;
  }

  LibAnswer ask(const Alternative& alternative) {
    const LibId id = machine_.add_lib("lib", {alternative});
    report_ = machine_.run();
    return report_.libs[id];
  }

  TempDirectory directory_;
  ProbeCase machine_;
  ProbeReport report_;
};

Alternative config_tool(const std::string& name, const Words& cflags, const Words& libs) {
  Alternative alternative;
  alternative.kind = ProbeKind::ConfigTool;
  alternative.config_tool.value = name;
  alternative.cflags = texts(cflags);
  alternative.libs = texts(libs);
  return alternative;
}

Alternative program(const std::string& name) {
  Alternative alternative;
  alternative.kind = ProbeKind::Program;
  alternative.program.value = name;
  return alternative;
}

Alternative query(const Words& argv) {
  Alternative alternative;
  alternative.kind = ProbeKind::Query;
  alternative.query = texts(argv);
  return alternative;
}

TEST_F(ToolProbe, AsksAConfigToolForEachList) {
  const std::string tool = add_program("my_config");
  machine_.processes.answers[tool + " --include"] = prints("-I" + directory_ / "my/include" + "\n");
  machine_.processes.answers[tool + " --libs --all"] =
      prints("-L" + directory_ / "bin" + " -lmy\n");
  machine_.processes.answers[tool + " --version"] = prints("5.7.44\n");
  Alternative alternative = config_tool("my_config", {"--include"}, {"--libs", "--all"});
  alternative.version = texts({"--version"});
  const LibAnswer answer = ask(alternative);
  EXPECT_EQ(answer.cflags, (Words{"-I" + directory_ / "my/include"}));
  EXPECT_EQ(answer.libs, (Words{"-L" + directory_ / "bin", "-lmy"}));
  EXPECT_EQ(answer.version, "5.7.44");
  EXPECT_EQ(evidence_of(answer), "config-tool my_config: 5.7.44\n");
  EXPECT_EQ(report_.inputs, (Words{directory_.path(), directory_ / "bin", tool}));
}

TEST_F(ToolProbe, AConfigToolMustHaveTheVersionThatIsNeeded) {
  const std::string tool = add_program("my_config");
  machine_.processes.answers[tool + " --libs"] = prints("-lmy\n");
  machine_.processes.answers[tool + " -V"] = prints("my_config version 5.1\n");
  Alternative alternative = config_tool("my_config", {}, {"--libs"});
  alternative.version = texts({"-V"});
  alternative.needs = versioned("", ">=", "5.2");
  const LibAnswer answer = ask(alternative);
  EXPECT_FALSE(answer.found);
  EXPECT_EQ(evidence_of(answer), "config-tool my_config >= 5.2: version 5.1, needs >= 5.2\n");
}

TEST_F(ToolProbe, AConfigToolThatIsNotThereIsWatchedFor) {
  const LibAnswer answer = ask(config_tool("my_config", {}, {"--libs"}));
  EXPECT_EQ(evidence_of(answer), "config-tool my_config: there is no 'my_config' on PATH\n");
  EXPECT_EQ(report_.inputs, (Words{directory_ / "bin"}));
}

TEST_F(ToolProbe, AConfigToolThatPrintsErrorsAndSucceedsIsNotBelieved) {
  const std::string tool = add_program("my_config");
  machine_.processes.answers[tool + " --libs"] = prints("my_config: cannot find my.cnf\n");
  EXPECT_FALSE(ask(config_tool("my_config", {}, {"--libs"})).found);
  EXPECT_EQ(machine_.said(),
            "MB093 'config-tool my_config' printed the word 'my_config:', which is no flag\n");
}

TEST_F(ToolProbe, AConfigToolThatFailsIsQuotedInALine) {
  const std::string tool = add_program("my_config");
  machine_.processes.answers[tool + " --libs"] = fails("my_config: bad option\nusage: ..\n", 2);
  EXPECT_EQ(evidence_of(ask(config_tool("my_config", {}, {"--libs"}))),
            "config-tool my_config: failed with exit status 2: my_config: bad option\n");
}

TEST_F(ToolProbe, AConfigToolOfThisMachineIsNotAskedAboutAnother) {
  add_program("my_config");
  const std::string tool = add_program("riscv64-linux-gnu-my_config");
  machine_.processes.answers[tool + " --libs"] = prints("-lmy\n");
  machine_.processes.answers["/x/cc -v"] = fails("Target: riscv64-linux-gnu\ngcc version 12\n", 0);
  machine_.input.platform = true;
  machine_.input.toolchain.name = "board";
  EXPECT_EQ(ask(config_tool("my_config", {}, {"--libs"})).libs, (Words{"-lmy"}));
  EXPECT_EQ(machine_.processes.log, (Words{"/x/cc -v", tool + " --libs"}));
}

TEST_F(ToolProbe, AProgramIsFoundWithoutBeingRun) {
  add_program("bison");
  EXPECT_EQ(evidence_of(ask(program("bison"))), "program bison: found\n");
  EXPECT_EQ(machine_.processes.log, Words{});
}

TEST_F(ToolProbe, AProgramSaysItsVersionAmongOtherThings) {
  const std::string path = add_program("bison");
  machine_.processes.answers[path + " --version"] =
      prints("bison (GNU Bison) 3.8.2\nWritten 2021 by ..\n");
  Alternative alternative = program("bison");
  alternative.needs = versioned("", ">=", "3.1");
  const LibAnswer answer = ask(alternative);
  EXPECT_TRUE(answer.found);
  EXPECT_EQ(evidence_of(answer), "program bison >= 3.1: 3.8.2\n");
}

TEST_F(ToolProbe, AProgramMayPrintItsVersionAsAnError) {
  const std::string path = add_program("lua");
  machine_.processes.answers[path + " -v"] = fails("Lua 5.1.5  Copyright (C)\n", 0);
  Alternative alternative = program("lua");
  alternative.version = texts({"-v"});
  EXPECT_EQ(ask(alternative).version, "5.1.5");
}

TEST_F(ToolProbe, AProgramOfTheTreeIsNotFound) {
  add_program("bison");
  machine_.input.tree_root = directory_.path();
  EXPECT_FALSE(ask(program("bison")).found);
}

TEST_F(ToolProbe, AQueryGivesEachWordToTheListItsFormBelongsTo) {
  const std::string path = add_program("speak");
  machine_.processes.answers[path + " flags"] = prints("-I/s -DX=1 -pthread -L/s/lib -ls\n");
  const LibAnswer answer = ask(query({"speak", "flags"}));
  EXPECT_EQ(answer.cflags, (Words{"-I/s", "-DX=1", "-pthread"}));
  EXPECT_EQ(answer.libs, (Words{"-pthread", "-L/s/lib", "-ls"}));
  EXPECT_EQ(evidence_of(answer), "query speak flags: found\n");
}

TEST_F(ToolProbe, AQueryMayHaveArgumentsForEachList) {
  const std::string path = add_program("perl");
  machine_.processes.answers[path + " -MExtUtils::Embed -e ccopts"] = prints("-fwrapv -I/p\n");
  machine_.processes.answers[path + " -MExtUtils::Embed -e ldopts"] = prints("-lperl\n");
  Alternative alternative = query({"perl", "-MExtUtils::Embed", "-e"});
  alternative.cflags = texts({"ccopts"});
  alternative.libs = texts({"ldopts"});
  const LibAnswer answer = ask(alternative);
  EXPECT_EQ(answer.cflags, (Words{"-fwrapv", "-I/p"}));
  EXPECT_EQ(answer.libs, (Words{"-lperl"}));
}

TEST_F(ToolProbe, FlagsOfTheAlternativeStandBehindThoseThatWerePrinted) {
  const std::string path = add_program("speak");
  machine_.processes.answers[path + " flags"] = prints("-I/s -ls\n");
  Alternative alternative = query({"speak", "flags"});
  alternative.add_cflags = texts({"-DOLD_SPEAK"});
  alternative.add_libs = texts({"-lm", "-ldl"});
  const LibAnswer answer = ask(alternative);
  EXPECT_EQ(answer.cflags, (Words{"-I/s", "-DOLD_SPEAK"}));
  EXPECT_EQ(answer.libs, (Words{"-ls", "-lm", "-ldl"}));
}

TEST_F(ToolProbe, TheAlternativeThatWasFoundIsKnownByItsPlace) {
  add_program("second");
  const LibId id = machine_.add_lib("lib", {program("first"), program("second")});
  EXPECT_EQ(machine_.run().libs[id].alternative, 1U);
}

Alternative with_variable(Alternative alternative, const std::string& name, const Words& words) {
  alternative.variables.push_back({{name, {}}, texts(words)});
  return alternative;
}

TEST_F(ToolProbe, VariablesAreAskedOneByOneAndFillTheAlternativesFlags) {
  const std::string tool = add_program("pg_config");
  machine_.processes.answers[tool + " --includedir"] = prints("  /opt/p g/include\n");
  machine_.processes.answers[tool + " --libdir --short"] = prints("/opt/lib\n\n");
  Alternative alternative =
      with_variable(config_tool("pg_config", {}, {}), "includedir", {"--includedir"});
  alternative = with_variable(alternative, "libdir", {"--libdir", "--short"});
  alternative.add_cflags = texts({"-I{includedir}", "-DBRACES={{}}"});
  alternative.add_libs = texts({"-L{libdir}", "-lpq"});
  const LibAnswer answer = ask(alternative);
  EXPECT_EQ(answer.cflags, (Words{"-I/opt/p g/include", "-DBRACES={}"}));
  EXPECT_EQ(answer.libs, (Words{"-L/opt/lib", "-lpq"}));
  EXPECT_EQ(answer.variables, (std::map<std::string, std::string>{
                                  {"includedir", "/opt/p g/include"}, {"libdir", "/opt/lib"}}));
  EXPECT_EQ(machine_.processes.log, (Words{tool + " --includedir", tool + " --libdir --short"}));
}

TEST_F(ToolProbe, AQueryMayHaveVariablesBesideItsFlags) {
  const std::string path = add_program("erl");
  machine_.processes.answers[path + " -e libs"] = prints("-lei\n");
  machine_.processes.answers[path + " -e root"] = prints("/usr/lib/erlang\n");
  Alternative alternative = with_variable(query({"erl", "-e"}), "root", {"root"});
  alternative.libs = texts({"libs"});
  const LibAnswer answer = ask(alternative);
  EXPECT_EQ(answer.libs, (Words{"-lei"}));
  EXPECT_EQ(answer.variables.at("root"), "/usr/lib/erlang");
}

struct BadValue {
  const char* printed;
  const char* answered;
};

class BadValues : public ToolProbe, public testing::WithParamInterface<BadValue> {};

TEST_P(BadValues, MakeTheAlternativeMissing) {
  const std::string tool = add_program("my_config");
  machine_.processes.answers[tool + " --dir"] = prints(GetParam().printed);
  const LibAnswer answer = ask(with_variable(config_tool("my_config", {}, {}), "dir", {"--dir"}));
  EXPECT_FALSE(answer.found);
  EXPECT_EQ(evidence_of(answer),
            std::string("config-tool my_config: the value of 'dir' ") + GetParam().answered + "\n");
}

INSTANTIATE_TEST_SUITE_P(
    Values, BadValues,
    testing::Values(BadValue{"\n", "is empty"}, BadValue{"", "is empty"},
                    BadValue{"/a\n/b\n", "has 2 lines, expected one"},
                    BadValue{"/a\x1b[31m\n", "holds control characters"},
                    BadValue{"/a\tb\n", "holds control characters"},
                    BadValue{"/\xff\n", "is not UTF-8"},
                    BadValue{"cannot open my.cnf\n",
                             "is neither a path nor one word: 'cannot open my.cnf'"},
                    BadValue{"--help\n", "looks like an option: '--help'"},
                    BadValue{"@/tmp/flags\n", "looks like an option: '@/tmp/flags'"}));

TEST_F(ToolProbe, AFlagThatAValueMakesMustBePermitted) {
  const std::string tool = add_program("my_config");
  machine_.processes.answers[tool + " --kind"] = prints("plugin=/tmp/evil.so\n");
  Alternative alternative = with_variable(config_tool("my_config", {}, {}), "kind", {"--kind"});
  alternative.add_cflags = texts({"-f{kind}"});
  EXPECT_FALSE(ask(alternative).found);
  EXPECT_EQ(machine_.said(),
            "MB093 'config-tool my_config' printed a value that makes the flag "
            "'-fplugin=/tmp/evil.so', which loads a plug-in into the compiler\n");
}

TEST_F(ToolProbe, AToolThatFailsToSayAValueIsAskedAgain) {
  const std::string tool = add_program("my_config");
  machine_.processes.answers[tool + " --dir"] = fails("no such option\n");
  EXPECT_EQ(evidence_of(ask(with_variable(config_tool("my_config", {}, {}), "dir", {"--dir"}))),
            "config-tool my_config: failed with exit status 1: no such option\n");
}

TEST_F(ToolProbe, AFrameworkIsADarwinThing) {
  Alternative framework;
  framework.kind = ProbeKind::Framework;
  framework.framework.value = "CoreFoundation";
  machine_.input.platform = true;
  machine_.processes.answers["/x/cc -v"] =
      fails("Target: x86_64-linux-gnu\ngcc version 12.2.0\n", 0);
  EXPECT_EQ(evidence_of(ask(framework)), "framework CoreFoundation: only darwin has frameworks\n");
}

}  // namespace
}  // namespace modbuild
