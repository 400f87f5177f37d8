#include "affected/step_searches.h"

#include <gtest/gtest.h>

#include "base/str.h"

namespace modbuild {
namespace {

Arg word(const std::string& text) {
  return {text, std::nullopt};
}

// "dir" of the sources, "{dir}" of the build directory, "'dir'" for quoted names only, "!x.h"
// forced, "M=x.h".
std::string search(std::vector<Arg> args) {
  Plan plan;
  FlagList list;
  for (Arg& arg : args) list.flags.push_back({std::move(arg), {}});
  CompileStep step;
  step.flags = plan.flags.push_back(std::move(list));
  const IncludeSearch found = search_of(plan, step, "../tree");
  std::string text;
  for (const IncludeDirectory& directory : found.directories) {
    const std::string path =
        directory.is_build ? cat("{", directory.path, "}") : cat(directory.path, "/");
    append(text, directory.only_quoted ? cat("'", path, "'") : path, " ");
  }
  for (const std::string& file : found.forced) append(text, "!", file, " ");
  for (const MacroName& macro : found.macros) append(text, macro.macro, "=", macro.name.name, " ");
  return text;
}

TEST(StepSearches, DirectoriesOfThePlan) {
  EXPECT_EQ("include/ / {gen/a} '{gen/b}' ", search({{"-I", Path{Root::Source, "include"}},
                                                     {"-I", Path{Root::Source, ""}},
                                                     {"-I", Path{Root::Build, "gen/a"}},
                                                     {"-iquote", Path{Root::Build, "gen/b"}}}));
}

TEST(StepSearches, DirectoriesInTheWordsOfFlags) {
  EXPECT_EQ("inc/ sys/ {local} ",
            search({word("-I../tree/inc"), word("-isystem"), word("../tree/sys"), word("-Ilocal"),
                    word("-I/usr/include/libxml2"), word("-O2")}));
}

TEST(StepSearches, ForcedFilesAndMacrosThatNameFiles) {
  EXPECT_EQ("!config.h !macros.h H=x.h ",
            search({word("-include"), word("config.h"), word("-imacrosmacros.h"),
                    word("-DH=\"x.h\""), word("-D"), word("N=1")}));
}

TEST(StepSearches, AMadeFileStandsForItsInputsAndItsToolsSources) {
  Plan plan;
  CompileStep compile;
  compile.source = {Root::Source, "tool/maker.c"};
  compile.object = {Root::Build, "obj/maker.o"};
  plan.compiles.push_back(compile);
  LinkStep link;
  link.output = {Root::Build, "bin/maker"};
  link.objects = {compile.object};
  plan.links.push_back(link);
  GenerateStep generate;
  generate.inputs = {{Root::Source, "a.in"}, {Root::Build, "gen/other.h"}};
  generate.implicit = {link.output};
  generate.outputs = {{Root::Build, "gen/a.h"}};
  plan.generates.push_back(generate);
  const std::vector<MadeFile> made = made_files(plan);
  ASSERT_EQ(1U, made.size());
  EXPECT_EQ("gen/a.h", made[0].path);
  EXPECT_EQ((std::vector<std::string>{"a.in", "tool/maker.c"}), made[0].stands_for);
  EXPECT_EQ((std::vector<std::string>{"bin/maker", "gen/a.h", "gen/other.h"}), made[0].beside);
}

}  // namespace
}  // namespace modbuild
