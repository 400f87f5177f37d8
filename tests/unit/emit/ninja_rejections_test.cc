#include <gtest/gtest.h>

#include "unit/emit/sample_plan.h"

namespace modbuild {
namespace {

// What is said about `plan`, one line each.
std::string said(const Plan& plan) {
  Diagnostics diagnostics;
  backends().front().emit({&plan, "..", {}}, diagnostics);
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics.take_sorted()) {
    text += std::string(code_info(diagnostic.code).id) + " " + diagnostic.message + "\n";
  }
  return text;
}

TEST(NinjaRejections, NameTheByteOfAPath) {
  Plan plan = empty_plan();
  add_compile(plan, "modules/a|b.c", "obj/a.o");
  EXPECT_EQ(said(plan),
            "MB062 path '../modules/a|b.c' cannot be written to build.ninja: byte 0x7C '|' at "
            "offset 12\n");
}

TEST(NinjaRejections, NeverShowControlCharacters) {
  Plan plan = empty_plan();
  add_compile(plan, "modules/a\x1B.c", "obj/a.o");
  EXPECT_EQ(said(plan),
            "MB060 path '../modules/a\\x1B.c' cannot be written to build.ninja: byte 0x1B at "
            "offset 12\n");
}

TEST(NinjaRejections, NameTheByteOfAFlag) {
  Plan plan = empty_plan();
  add_compile(plan, "a.c", "obj/a.o", add_flags(plan, "c_a", {{"-DX=a\nb", {}}}));
  EXPECT_EQ(said(plan),
            "MB060 flag '-DX=a\\x0Ab' cannot be written to build.ninja: byte 0x0A at offset 5\n");
}

TEST(NinjaRejections, RefuseASourceThatLooksLikeAnOption) {
  Plan plan = empty_plan();
  add_compile(plan, "-v.c", "obj/a.o");
  Diagnostics diagnostics;
  backends().front().emit({&plan, ".", {}}, diagnostics);
  const std::vector<Diagnostic> all = diagnostics.take_sorted();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].message,
            "path '-v.c' cannot be written to build.ninja: byte 0x2D '-' at offset 0");
}

TEST(NinjaRejections, RefuseAnArgumentFileForTheLinker) {
  Plan plan = empty_plan();
  const FlagsId flags = add_flags(plan, "ld_a", {{"@evil", {}}});
  add_link(plan, LinkKind::Module, "modules/a.so", {"obj/a.o"}).flags = flags;
  EXPECT_EQ(said(plan),
            "MB063 flag '@evil' cannot be written to build.ninja: byte 0x40 '@' at offset 0\n");
}

TEST(NinjaRejections, RefuseFlagsThatNoCommandCanHold) {
  Plan plan = empty_plan();
  const FlagsId flags = add_flags(plan, "c_a", {{"-D" + std::string(100'000, 'X'), {}}});
  add_compile(plan, "a.c", "obj/a.o", flags);
  EXPECT_EQ(said(plan),
            "MB064 the compiler flags of 'c_a' are 100002 bytes long; a command may have 100000\n");
}

}  // namespace
}  // namespace modbuild
