// The reading process, run in this one: pkgconf's library on .pc files of our own.
#include "probe/pkg_config_reader.h"

#include <gtest/gtest.h>

#include "probe/probe.h"
#include "support/temp_directory.h"

// The library keeps packages that require each other for ever; the reading process does not live
// long enough to mind, and this test is told not to.
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libpkgconf";
}

namespace modbuild {
namespace {

using Words = std::vector<std::string>;

class Reader : public testing::Test {
 protected:
  Reader() {
    // The library looks at variables; a test's answers must not depend on who runs it.
    for (const char* name : {"PKG_CONFIG_PATH", "PKG_CONFIG_LIBDIR", "PKG_CONFIG_SYSROOT_DIR"}) {
      unsetenv(name);
    }
    directory_.add_directory("pc");
  }

  void add_pc(const std::string& name, const std::string& version, const std::string& fields) {
    directory_.add_file(
        "pc/" + name + ".pc",
        "Name: " + name + "\nDescription: for tests\nVersion: " + version + "\n" + fields);
  }

  std::vector<PackageAnswer> ask_all(const std::vector<PackageQuestion>& questions) {
    Words arguments = reader_arguments(
        {{directory_ / "pc", directory_ / "gone"}, {"/usr/include"}, {"/usr/lib"}});
    arguments.erase(arguments.begin());
    for (const PackageQuestion& question : questions) arguments.push_back(packed(question));
    const auto printed = read_packages(arguments);
    EXPECT_TRUE(printed);
    const auto answers = unpacked_answers(printed.value_or(""), questions.size());
    EXPECT_TRUE(answers);
    return answers.value_or(std::vector<PackageAnswer>(questions.size()));
  }
  PackageAnswer ask(const Words& names, bool is_static = false) {
    return ask_all({PackageQuestion{names, is_static, {}}}).front();
  }

  TempDirectory directory_;
};

TEST_F(Reader, ReadsAPackageAndWhatItRequires) {
  add_pc("outer", "2.1", "Requires: inner\nCflags: -I/opt/outer -I/usr/include\nLibs: -louter\n");
  add_pc("inner", "1.0", "Cflags: -DA='\"x y\"'\nLibs: -L/usr/lib -linner\n");
  const PackageAnswer answer = ask({"outer >= 2"});
  EXPECT_TRUE(answer.found);
  EXPECT_EQ(answer.version, "2.1");
  EXPECT_EQ(answer.cflags, "-I/opt/outer -DA=\\\"x\\ y\\\" ");
  EXPECT_EQ(answer.libs, "-louter -linner ");
  EXPECT_EQ(answer.files, (Words{directory_ / "pc/inner.pc", directory_ / "pc/outer.pc"}));
}

TEST_F(Reader, GivesVariablesOfTheFirstName) {
  add_pc("outer", "1", "Requires: inner\nprefix=/opt\nplugins=${prefix}/plug ins\n");
  add_pc("inner", "1", "only=/inner\n");
  const auto answers = ask_all({{{"outer", "inner"}, false, {"plugins", "only", "prefix"}},
                                {{"inner"}, true, {"only"}},
                                {{"gone"}, false, {"only"}}});
  EXPECT_EQ(answers[0].values, (Words{"/opt/plug ins", "", "/opt"}));
  EXPECT_EQ(answers[1].values, (Words{"/inner"}));
  EXPECT_EQ(answers[2].values, (Words{""}));
}

TEST_F(Reader, AnswersManyQuestionsEachOnItsOwn) {
  add_pc("a", "1", "Requires: c\nLibs: -la\n");
  add_pc("b", "2", "Requires: c\nLibs: -lb\n");
  add_pc("c", "3", "Libs: -lc\nLibs.private: -lp\n");
  const auto answers = ask_all({{{"a"}, false, {}},
                                {{"gone"}, false, {}},
                                {{"b", "a"}, false, {}},
                                {{"c"}, true, {}},
                                {{"c"}, false, {}},
                                {{"b > 2"}, false, {}}});
  EXPECT_EQ(answers[0].libs, "-la -lc ");
  EXPECT_FALSE(answers[1].found);
  EXPECT_EQ(answers[1].errors, "Package 'gone', required by 'virtual:world', not found\n");
  EXPECT_EQ(answers[2].libs, "-lb -la -lc ");
  EXPECT_EQ(answers[2].version, "2");
  EXPECT_EQ(answers[3].libs, "-lc -lp ");
  EXPECT_EQ(answers[4].libs, "-lc ");
  EXPECT_FALSE(answers[5].found);
  EXPECT_NE(answers[5].errors.find("required version is '> 2'"), std::string::npos);
  EXPECT_EQ(answers[5].files, (Words{directory_ / "pc/b.pc", directory_ / "pc/c.pc"}));
}

TEST_F(Reader, TakesTheNewestOfAPatternThatIsGoodEnough) {
  for (const char* version : {"2.7", "3.9", "3.10"}) {
    add_pc(std::string("ruby-") + version, version, std::string("Libs: -lruby-") + version + "\n");
  }
  add_pc("ruby-4.0", "4.0", "Requires: absent\n");
  add_pc("rubyx", "9", "Libs: -lwrong\n");
  EXPECT_EQ(ask({"ruby-*"}).libs, "-lruby-3.10 ");
  EXPECT_EQ(ask({"ruby-* < 3"}).libs, "-lruby-2.7 ");
  EXPECT_FALSE(ask({"ruby-* > 5"}).found);
}

TEST_F(Reader, BearsFilesThatRequireEachOther) {
  add_pc("a", "1", "Requires: b\nLibs: -la\n");
  add_pc("b", "1", "Requires: a\nLibs: -lb\n");
  EXPECT_EQ(ask({"a"}).files, (Words{directory_ / "pc/a.pc", directory_ / "pc/b.pc"}));
}

TEST(ReaderArguments, ThatAreNoneOfOursAreRefused) {
  EXPECT_EQ(read_packages({}), std::nullopt);
  EXPECT_EQ(read_packages({"/a", "", "", "nonsense"}), std::nullopt);
  EXPECT_EQ(unpacked_answers("garbage", 1), std::nullopt);
  EXPECT_EQ(unpacked_answers("", 0), std::nullopt);
}

}  // namespace
}  // namespace modbuild
