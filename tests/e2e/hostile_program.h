// A program whose sources, include directories and defines are hard to quote, for any build tool.
#pragma once

#include <string>
#include <vector>

#include "e2e/hostile_text.h"
#include "unit/emit/sample_plan.h"

namespace modbuild {

inline std::string c_string(const std::string& bytes) {
  std::string text = "\"";
  for (const char c : bytes) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  return text + "\"";
}

// A program of many sources, each with a name, an include directory and a define of its own that
// are hard to quote. It prints what each source got.
template <class Case>
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

  Case build;

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

}  // namespace modbuild
