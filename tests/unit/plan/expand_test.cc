#include "plan/expand.h"

#include <gtest/gtest.h>

namespace modbuild {
namespace {

CommandValues values() {
  CommandValues v;
  v.inputs = {{Root::Source, "m/a.def"}, {Root::Source, "m/b.def"}};
  v.outputs = {{Root::Build, "gen/m/a.c"}};
  v.modules = {"tm", "rr"};
  v.paths["tool:gen"] = {Root::Build, "bin/gen"};
  v.texts["name"] = "m";
  return v;
}

std::vector<Arg> word(const std::string& text, std::vector<Diagnostic>* said = nullptr) {
  Diagnostics diagnostics;
  std::vector<Arg> args = expand_word({text, {}}, values(), diagnostics);
  if (said != nullptr) *said = diagnostics.take_sorted();
  return args;
}

TEST(ExpandWord, AListAloneBecomesSeveralWords) {
  EXPECT_EQ(word("{inputs}"), (std::vector<Arg>{{"", Path{Root::Source, "m/a.def"}},
                                                {"", Path{Root::Source, "m/b.def"}}}));
  EXPECT_EQ(word("{modules}"), (std::vector<Arg>{{"tm", std::nullopt}, {"rr", std::nullopt}}));
}

TEST(ExpandWord, AnIndexedPathMayHaveTextBeforeIt) {
  EXPECT_EQ(word("--in={inputs[1]}"), (std::vector<Arg>{{"--in=", Path{Root::Source, "m/b.def"}}}));
}

TEST(ExpandWord, AToolIsThePathOfItsProgram) {
  EXPECT_EQ(word("{tool:gen}"), (std::vector<Arg>{{"", Path{Root::Build, "bin/gen"}}}));
}

TEST(ExpandWord, AnIndexBehindTheEndIsUnknown) {
  std::vector<Diagnostic> said;
  word("{outputs[1]}", &said);
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said[0].message, "nothing stands for {outputs[1]} here");
}

TEST(ExpandWord, APathMustEndItsWord) {
  std::vector<Diagnostic> said;
  word("{outputs[0]}.tmp", &said);
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said[0].message, "the path {outputs[0]} must end its word");
}

}  // namespace
}  // namespace modbuild
