// What GNU Make reads: every word through its sink into a makefile, and back as make has it.
#include <algorithm>

#include "e2e/argv_printer.h"
#include "e2e/hostile_text.h"
#include "e2e/make_case.h"

namespace modbuild {
namespace {

// A name without directories that make can carry.
std::string file_name(HostileText& text, const std::string& suffix) {
  while (true) {
    std::string name = text.word() + suffix;
    std::replace(name.begin(), name.end(), '/', '_');
    if (make_target(name)) return name;
  }
}

// As a target and as a prerequisite: $@ is the name, and the rule is found by it.
TEST(MakeQuoting, EveryPathIsReadByMakeAsItWasMeant) {
  MakeCase build;
  HostileText text(6);
  std::string rules;
  std::string all = "all:";
  std::string expected;
  for (int i = 0; i < 3000; ++i) {
    const std::string name = file_name(text, std::to_string(i));
    rules += make_target(name)->text() + ":\n\t@: $(info $@)\n";
    all += " " + make_prerequisite(name)->text();
    expected += name + "\n";
  }
  build.add("build/Makefile", "EQ := =\n" + all + "\n" + rules);
  const ProcessAnswer answer = build.make({"-j1", "-rR", "all"});
  EXPECT_EQ(answer.exit_status, 0) << answer.errors;
  EXPECT_TRUE(answer.output == expected);
}

TEST(MakeQuoting, EveryIncludedFileIsFound) {
  MakeCase build;
  HostileText text(10);
  std::string makefile = "EQ := =\nall:\ninclude";
  std::string expected;
  for (int i = 0; i < 1000; ++i) {
    const std::string n = std::to_string(i);
    const std::string name = file_name(text, n);
    build.add("build/" + name, "$(info " + n + ")\n");
    makefile += " \\\n  " + make_included(name)->text();
    expected += n + "\n";
  }
  build.add("build/Makefile", makefile + "\nall:\n\t@:\n");
  const ProcessAnswer answer = build.make({"-j1", "-rR"});
  EXPECT_EQ(answer.exit_status, 0) << answer.errors.substr(0, 2000);
  EXPECT_TRUE(answer.output == expected);
}

// In a variable that a recipe uses, as flags are.
TEST(MakeQuoting, EveryWordOfARecipeReachesTheProgramByteByByte) {
  MakeCase build;
  ASSERT_TRUE(compile_argv_printer(build));
  HostileText text(7);
  std::string makefile;
  std::string all = "all:";
  std::vector<std::vector<std::string>> batches(30, std::vector<std::string>(100));
  for (std::size_t i = 0; i < batches.size(); ++i) {
    const std::string n = std::to_string(i);
    makefile += "w." + n + " :=";
    for (std::string& word : batches[i]) {
      word = text.word();
      makefile += " " + make_value(*shell_word(word)).text();
    }
    makefile += "\n" + n + ":\n\t@./print $@ $(w." + n + ")\n";
    all += " " + n;
  }
  build.add("build/Makefile", all + "\n" + makefile);
  EXPECT_EQ(build.make({"all"}).exit_status, 0);
  for (std::size_t i = 0; i < batches.size(); ++i) {
    EXPECT_TRUE(build.built(std::to_string(i)) == with_nuls(batches[i])) << "batch " << i;
  }
}

// Through a file that $(file) writes: gcc hands the words of '@file' on to what it runs.
TEST(MakeQuoting, EveryWordOfAResponseFileReachesTheProgramByteByByte) {
  MakeCase build;
  ASSERT_TRUE(compile_argv_printer(build));
  HostileText text(8);
  std::string makefile =
      "all:\n\t@: $(file >rsp,$(r))\n\t@gcc @rsp\nr := -wrapper ./print,words -fsyntax-only in.c";
  std::vector<std::string> words;
  while (words.size() < 2000) {
    const std::string word = "-DX=" + text.word();
    words.push_back(word);
    makefile += " " + make_value(*rsp_token(word)).text();
  }
  build.add("build/in.c", "");
  build.add("build/Makefile", makefile + "\n");
  const ProcessAnswer answer = build.make({"-j1"});
  EXPECT_EQ(answer.exit_status, 0) << answer.errors.substr(0, 2000);
  const std::string got = build.built("words");
  std::size_t at = 0;
  for (const std::string& word : words) {
    const std::string define = word.substr(2);
    const std::size_t found = std::min(got.find("-D" + std::string(1, '\0') + define + '\0', at),
                                       got.find(word + '\0', at));
    ASSERT_NE(found, std::string::npos) << word;
    at = found;
  }
}

TEST(MakeQuoting, EveryDepfilePathIsReadByMakeAsItWasMeant) {
  MakeCase build;
  HostileText text(9);
  std::string depfile = "out:";
  std::vector<std::string> plain, others;
  while (plain.size() + others.size() < 2000) {
    const std::string n = std::to_string(plain.size() + others.size());
    const std::string path = text.below(4) == 0 ? "plain" + n : file_name(text, n);
    const Escaped<DepfilePath> quoted = depfile_path(path);
    if (!quoted) continue;
    depfile += " \\\n" + quoted->text();
    (is_plain_path(path) ? plain : others).push_back(path);
  }
  Diagnostics diagnostics;
  const auto record = make_dependencies(depfile + "\n", {"out", "K", "H"}, diagnostics);
  ASSERT_TRUE(record.has_value());
  build.add("build/Makefile", "EQ := =\nall: out\n" + *record +
                                  "out: $(d.K) $(e.K)\n\t@: $(foreach p,$(d.K),$(info $p))"
                                  "$(info $(filter-out $(d.K),$^))\n$(d.K):\n");
  const ProcessAnswer answer = build.make({"-j1", "-rR"});
  EXPECT_EQ(answer.exit_status, 0) << answer.errors.substr(0, 2000);
  std::string expected;
  for (const std::string& path : plain) expected += path + "\n";
  for (const std::string& path : others) expected += (path == others[0] ? "" : " ") + path;
  // Make's functions see words, so runs of blanks are one there.
  const auto is_double_blank = [](char a, char b) { return a == ' ' && b == ' '; };
  expected.erase(std::unique(expected.begin(), expected.end(), is_double_blank), expected.end());
  EXPECT_TRUE(answer.output == expected + "\n");
}

}  // namespace
}  // namespace modbuild
