// Quoting, seen from the other end: what programs really get when ninja, sh and gcc have had their
// turn. Names that no tool can carry are refused before (base/portable_name.h, emit/escape.h).
#include <algorithm>
#include <set>

#include "e2e/hostile_text.h"
#include "e2e/ninja_case.h"
#include "emit/escape.h"

namespace modbuild {
namespace {

// Writes its arguments, each with a NUL behind it, to the file named first.
constexpr const char* kArgvPrinter = R"(
#include <stdio.h>
#include <string.h>
int main(int argc, char **argv) {
  FILE *out = fopen(argv[1], "wb");
  for (int i = 2; i < argc; ++i) fwrite(argv[i], 1, strlen(argv[i]) + 1, out);
  return fclose(out);
}
)";

std::string with_nuls(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += word + '\0';
  return text;
}

TEST(Quoting, EveryArgumentReachesTheProgramByteByByte) {
  NinjaCase build;
  build.add("print.c", kArgvPrinter);
  ASSERT_EQ(build.run({"cc", "-o", build.directory / "build/print", build.directory / "print.c"})
                .exit_status,
            0);
  HostileText text(1);
  std::vector<std::vector<std::string>> batches(30, std::vector<std::string>(100));
  for (std::size_t i = 0; i < batches.size(); ++i) {
    GenerateStep step;
    step.outputs = {in_build("gen/" + std::to_string(i))};
    step.command = {{"", in_build("print")}, {"", step.outputs[0]}};
    for (std::string& word : batches[i]) {
      word = text.word();
      step.command.push_back({word, {}});
    }
    build.plan.generates.push_back(step);
    build.plan.aliases = {{"all", {}, {}}};
  }
  for (const GenerateStep& step : build.plan.generates) {
    build.plan.aliases[0].outputs.push_back(step.outputs[0]);
  }
  build.emit();
  EXPECT_EQ(build.commands_run(), 30);
  for (std::size_t i = 0; i < batches.size(); ++i) {
    EXPECT_TRUE(build.built("gen/" + std::to_string(i)) == with_nuls(batches[i])) << "batch " << i;
  }
  EXPECT_EQ(build.commands_run(), 0);
}

// Ninja reads back exactly the path that was written, or the path was refused.
TEST(Quoting, EveryPathIsReadByNinjaAsItWasMeant) {
  NinjaCase build;
  HostileText text(2);
  std::set<std::string> names;
  std::size_t refused = 0;
  std::string file = "rule r\n  command = true\n";
  for (int i = 0; i < 3000; ++i) {
    std::string name = text.word() + std::to_string(i);
    std::replace(name.begin(), name.end(), '/', '_');  // Ninja normalises what it reads
    if (const Escaped<NinjaPath> path = ninja_path(name)) {
      file += "build " + path->text() + ": r\n";
      names.insert(name);
    } else {
      ++refused;
    }
  }
  build.add("build/build.ninja", file);
  const std::string listed = build.ninja({"-t", "targets", "all"}).output;
  std::set<std::string> read;
  for (std::size_t at = listed.find('\n') == std::string::npos ? 0 : 0; at < listed.size();) {
    const std::size_t end = listed.find('\n', at);
    const std::string line = listed.substr(at, end - at);
    if (line.ends_with(": r")) read.insert(line.substr(0, line.size() - 3));
    at = end + 1;
  }
  EXPECT_TRUE(read == names);
  EXPECT_GT(names.size(), 1500U);
  EXPECT_GT(refused, 100U);
}

TEST(Quoting, EveryDepfilePathIsReadByNinjaAsItWasMeant) {
  NinjaCase build;
  HostileText text(3);
  std::vector<std::string> paths;
  std::string depfile = "out:";
  while (paths.size() < 2000) {
    std::string path = "d" + text.word() + std::to_string(paths.size());
    std::replace(path.begin(), path.end(), '/', '_');
    const Escaped<DepfilePath> quoted = depfile_path(path);
    if (!quoted) continue;
    depfile += " \\\n" + quoted->text();
    paths.push_back(path);
  }
  build.add("build/in.d", depfile + "\n");
  build.add("build/build.ninja",
            "rule r\n  command = cp in.d out.d && touch out\n  deps = gcc\n  depfile = out.d\n"
            "build out: r\n");
  EXPECT_EQ(build.commands_run(), 1);
  std::string expected;
  for (const std::string& path : paths) expected += "    " + path + "\n";
  const std::string listed = build.ninja({"-t", "deps", "out"}).output;
  EXPECT_TRUE(listed.find(expected) != std::string::npos) << listed.substr(0, 2000);
}

std::string c_string(const std::string& bytes) {
  std::string text = "\"";
  for (const char c : bytes) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  return text + "\"";
}

// A program of many sources, each with a name, an include directory and a define of its own that
// are hard to quote. It prints what each source got.
class HostileProgram {
 public:
  static constexpr std::size_t kSources = 500;

  HostileProgram() {
    HostileText text(4);
    std::string declarations = "#include <stdio.h>\n";
    std::string calls = "int main(void) {\n";
    for (std::size_t i = 0; i < kSources; ++i) {
      add_source(i, text);
      const std::string n = std::to_string(i);
      declarations += "extern const char *value_" + n + "; extern int header_" + n + ";\n";
      calls += "  fputs(value_" + n + ", stdout); printf(\"|%d\\n\", header_" + n + ");\n";
      expected_ += values_[i] + "|" + n + "\n";
    }
    build.add("main.c", declarations + calls + "  return 0;\n}\n");
    add_compile(build.plan, "main.c", "obj/main.o");
    objects_.push_back(in_build("obj/main.o"));
    LinkStep& link = add_link(build.plan, LinkKind::Program, "bin/hostile", {});
    link.objects = objects_;
    build.plan.aliases = {{"all", {}, {in_build("bin/hostile")}}};
    build.emit();
  }

  std::string output() const { return build.run({build.directory / "build/bin/hostile"}).output; }

  const std::string& expected() const { return expected_; }
  const std::string& source(std::size_t i) const { return sources_[i]; }
  const std::string& header(std::size_t i) const { return headers_[i]; }

  NinjaCase build;

 private:
  void add_source(std::size_t i, HostileText& text) {
    const std::string n = std::to_string(i);
    const std::string directory = "d" + n + "/" + text.portable_name();
    sources_.push_back(directory + "/" + text.portable_name() + ".c");
    headers_.push_back(directory + "/i " + text.portable_name() + "/h.h");
    values_.push_back(text.word());
    build.add(sources_[i], "#include \"h.h\"\nconst char *value_" + n + " = VALUE;\nint header_" +
                               n + " = HEADER;\n");
    build.add(headers_[i], "#define HEADER " + n + "\n");
    CompileStep& step = add_compile(build.plan, sources_[i], "obj/" + n + ".o");
    const std::string include = headers_[i].substr(0, headers_[i].size() - 4);
    step.extra = {{{"-I", in_tree(include)}, {}}, {{"-DVALUE=" + c_string(values_[i]), {}}, {}}};
    objects_.push_back(step.object);
  }

  std::vector<std::string> sources_;
  std::vector<std::string> headers_;
  std::vector<std::string> values_;
  std::vector<Path> objects_;
  std::string expected_;
};

TEST(Quoting, SourcesIncludeDirectoriesAndDefinesWorkWithAnyPortableName) {
  const HostileProgram program;
  EXPECT_EQ(program.build.commands_run(), static_cast<int>(HostileProgram::kSources) + 2);
  EXPECT_TRUE(program.output() == program.expected());
  EXPECT_EQ(program.build.commands_run(), 0) << "the second run must find nothing to do";
  for (const std::size_t i : {std::size_t{0}, std::size_t{123}, HostileProgram::kSources - 1}) {
    program.build.touch(program.source(i));
    EXPECT_EQ(program.build.commands_run(), 2) << program.source(i);
    program.build.touch(program.header(i));
    EXPECT_EQ(program.build.commands_run(), 2) << program.header(i);
  }
  // Each depfile named the right header: all of them, touched together, rebuild all.
  for (std::size_t i = 0; i < HostileProgram::kSources; ++i) {
    program.build.add(program.header(i), program.build.directory.text(program.header(i)));
  }
  const ProcessAnswer dry = program.build.ninja({"-n"});
  EXPECT_NE(dry.output.find("/" + std::to_string(HostileProgram::kSources + 1) + "]"),
            std::string::npos)
      << dry.output.substr(0, 500);
}

// Names of objects are plain by layout; libraries and objects of any other name still link.
TEST(Quoting, ResponseFilesCarryAnyNameToTheLinker) {
  NinjaCase build;
  HostileText text(5);
  LinkStep link;
  link.kind = LinkKind::Program;
  link.output = in_build("bin/sum");
  std::string main = "int main(void) { return 0";
  for (std::size_t i = 0; i < 150; ++i) {
    const std::string n = std::to_string(i);
    std::string name = "o" + n + text.word() + ".o";
    std::replace(name.begin(), name.end(), '/', '_');
    if (!ninja_path(name)) continue;
    build.add("s" + n + ".c", "int f" + n + "(void) { return 0; }\n");
    // Without a depfile: only the linker is to see the name.
    GenerateStep compile;
    compile.outputs = {in_build("obj/" + name)};
    compile.inputs = {in_tree("s" + n + ".c")};
    compile.command = {
        {"cc", {}}, {"-c", {}}, {"-o", {}}, {"", compile.outputs[0]}, {"", compile.inputs[0]}};
    build.plan.generates.push_back(compile);
    link.objects.push_back(compile.outputs[0]);
    main += " + f" + n + "()";
  }
  EXPECT_GT(link.objects.size(), 100U);
  build.add("main.c", "int f0(void);\n" + main + "; }\n");
  add_compile(build.plan, "main.c", "obj/main.o", add_flags(build.plan, "c", {{"-w", {}}}));
  link.objects.push_back(in_build("obj/main.o"));
  const std::string rpath = "/opt/it's \"$ORIGIN\" \\ here";
  link.flags = add_flags(build.plan, "ld", {{"-Wl,-rpath," + rpath, {}}});
  build.plan.links.push_back(link);
  build.plan.aliases = {{"all", {}, {in_build("bin/sum")}}};
  build.emit();
  EXPECT_GT(build.commands_run(), 100);
  EXPECT_EQ(build.run({build.directory / "build/bin/sum"}).exit_status, 0);
  EXPECT_NE(build.built("bin/sum").find(rpath), std::string::npos);
  EXPECT_EQ(build.commands_run(), 0);
}

}  // namespace
}  // namespace modbuild
