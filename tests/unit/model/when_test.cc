#include "model/when.h"

#include <gtest/gtest.h>

namespace modbuild {
namespace {

// A Linux machine with gcc 12.2 and glibc; feature `tls` and lib `ssl` are there.
Facts facts_of(const Platform& platform, Linkage linkage = Linkage::Shared) {
  Facts facts;
  facts.platform = &platform;
  facts.linkage = linkage;
  facts.feature = [](std::string_view name) { return name == "tls"; };
  facts.lib = [](std::string_view name) { return name == "ssl"; };
  return facts;
}

const Platform& linux_machine() {
  static const Platform platform{"linux", "x86_64", "glibc", "gcc", "12.2.0", "x86_64-linux-gnu"};
  return platform;
}

When parsed(const std::string& text) {
  Diagnostics diagnostics;
  When when = parse_when({text, {}}, diagnostics);
  EXPECT_FALSE(diagnostics.has_errors()) << text;
  return when;
}

struct ValueCase {
  const char* text;
  bool value;
};

class WhenOnLinux : public testing::TestWithParam<ValueCase> {};

TEST_P(WhenOnLinux, HasTheValue) {
  const ValueCase& test = GetParam();
  EXPECT_EQ(evaluate(parsed(test.text), facts_of(linux_machine())), test.value) << test.text;
}

INSTANTIATE_TEST_SUITE_P(Words, WhenOnLinux,
                         testing::Values(ValueCase{"true", true}, ValueCase{"false", false},
                                         ValueCase{"linux", true}, ValueCase{"freebsd", false},
                                         ValueCase{"darwin", false}, ValueCase{"unix", true},
                                         ValueCase{"x86_64", true}, ValueCase{"aarch64", false},
                                         ValueCase{"glibc", true}, ValueCase{"musl", false},
                                         ValueCase{"shared", true}, ValueCase{"static", false},
                                         ValueCase{"feature(tls)", true},
                                         ValueCase{"feature(dns)", false},
                                         ValueCase{"lib(ssl)", true}, ValueCase{"lib(z)", false}));

INSTANTIATE_TEST_SUITE_P(
    Compilers, WhenOnLinux,
    testing::Values(ValueCase{"cc(gcc)", true}, ValueCase{"cc(clang)", false},
                    ValueCase{"cc(gcc >= 12)", true}, ValueCase{"cc(gcc>=12.2.0)", true},
                    ValueCase{"cc(gcc > 12.2)", false}, ValueCase{"cc(gcc < 13)", true},
                    ValueCase{"cc(gcc <= 9)", false}, ValueCase{"cc(gcc = 12.2)", true},
                    ValueCase{"cc(gcc != 12.2)", false}, ValueCase{"cc(clang >= 1)", false}));

INSTANTIATE_TEST_SUITE_P(
    Operators, WhenOnLinux,
    testing::Values(ValueCase{"!linux", false}, ValueCase{"!!linux", true},
                    ValueCase{"linux & musl", false}, ValueCase{"linux | musl", true},
                    // `!` binds tightest, then `&`, then `|`
                    ValueCase{"true | true & false", true},
                    ValueCase{"(true | true) & false", false}, ValueCase{"!false & false", false},
                    ValueCase{"!(false & false)", true}, ValueCase{"!true | true", true},
                    ValueCase{"!(true | true)", false}, ValueCase{"false & false | true", true},
                    ValueCase{"linux & (x86_64 | aarch64) & !musl & feature(tls) & cc(gcc >= 12)",
                              true},
                    // blanks are free
                    ValueCase{"linux&!musl|false", true}, ValueCase{" ( linux ) ", true},
                    ValueCase{"linux\n  & glibc", true}));

TEST(When, IsAlwaysWithoutNodes) {
  const When when;
  EXPECT_TRUE(when.always());
  EXPECT_TRUE(evaluate(when, Facts()));
}

TEST(When, KeepsItsText) {
  EXPECT_EQ(parsed(" linux & !musl ").text(), " linux & !musl ");
}

TEST(When, KnowsOtherMachines) {
  const Platform platform{"freebsd", "aarch64", "", "clang", "14.0.5", "aarch64-freebsd"};
  const Facts facts = facts_of(platform, Linkage::Static);
  EXPECT_TRUE(evaluate(parsed("freebsd & unix & aarch64 & static & cc(clang < 15)"), facts));
  EXPECT_FALSE(evaluate(parsed("linux | glibc | musl | shared | cc(gcc)"), facts));
}

TEST(When, IsFalseAboutAMachineNobodyKnows) {
  EXPECT_FALSE(evaluate(parsed("linux | unix | glibc | cc(gcc) | feature(a) | lib(b)"), Facts()));
  const Platform platform{"plan9", "x86_64", "", "gcc", "4", ""};
  EXPECT_FALSE(evaluate(parsed("unix"), facts_of(platform)));
}

struct ReasonCase {
  const char* text;
  const char* reason;
};

class WhenIsFalse : public testing::TestWithParam<ReasonCase> {};

TEST_P(WhenIsFalse, ForTheReason) {
  const ReasonCase& test = GetParam();
  EXPECT_EQ(first_false(parsed(test.text), facts_of(linux_machine())), test.reason) << test.text;
}

INSTANTIATE_TEST_SUITE_P(
    Table, WhenIsFalse,
    testing::Values(
        ReasonCase{"linux", ""}, ReasonCase{"musl", "musl"}, ReasonCase{"!linux", "!linux"},
        ReasonCase{"!!musl", "musl"}, ReasonCase{"linux & musl & freebsd", "musl"},
        ReasonCase{"feature(dns)", "feature(dns)"}, ReasonCase{"lib(z)", "lib(z)"},
        ReasonCase{"cc(gcc >= 13)", "cc(gcc >= 13)"}, ReasonCase{"cc(clang)", "cc(clang)"},
        // each alternative would have been enough
        ReasonCase{"linux & (aarch64 | arm | riscv64)", "aarch64 | arm | riscv64"},
        ReasonCase{"linux & feature(dns) | darwin", "feature(dns) | darwin"},
        // under `!` the roles of `&` and `|` change
        ReasonCase{"!(linux & glibc)", "!linux | !glibc"}, ReasonCase{"!(musl | linux)", "!linux"},
        ReasonCase{"!(linux & !musl)", "!linux | musl"}));

TEST(WhenWords, AreAllAcceptedAndNamedOnce) {
  std::vector<std::string> words = when_words();
  EXPECT_EQ(words, (std::vector<std::string>{"linux",   "freebsd", "netbsd",  "openbsd", "darwin",
                                             "solaris", "unix",    "x86_64",  "i386",    "aarch64",
                                             "arm",     "riscv64", "ppc64le", "s390x",   "glibc",
                                             "musl",    "static",  "shared",  "true",    "false"}));
  for (const std::string& word : words) parsed(word);
}

}  // namespace
}  // namespace modbuild
