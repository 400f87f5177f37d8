#include <gtest/gtest.h>

#include "emit/emit.h"

namespace modbuild {
namespace {

std::string depfile(const std::vector<std::string>& inputs,
                    std::vector<Diagnostic>* said = nullptr) {
  Diagnostics diagnostics;
  std::string text = regenerate_depfile(inputs, diagnostics);
  if (said != nullptr) *said = diagnostics.take_sorted();
  return text;
}

TEST(RegenerateDepfile, NamesTheStampAndOnePathALine) {
  EXPECT_EQ(depfile({"..", "../modules/a b/module.toml", "/usr/lib/x.pc"}),
            ".modbuild/stamp: \\\n"
            ".. \\\n"
            "../modules/a\\ b/module.toml \\\n"
            "/usr/lib/x.pc\n");
}

TEST(RegenerateDepfile, WithoutInputsItIsStillADepfile) {
  EXPECT_EQ(depfile({}), ".modbuild/stamp:\n");
}

// Left out it would not be watched, put in it would make every run dirty.
TEST(RegenerateDepfile, RefusesPathsThatNinjaWouldMisread) {
  std::vector<Diagnostic> said;
  depfile({"/opt/a&b/x.pc", "/opt/c/x.pc"}, &said);
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(code_info(said[0].code).id, "MB062");
  EXPECT_NE(said[0].message.find("'/opt/a&b/x.pc'"), std::string::npos) << said[0].message;
}

TEST(RegenerateDepfile, IsReadBackAsItWasMeant) {
  const std::vector<std::string> paths = {"..",     "a b",     "#a$b$$c",
                                          "a: b:c", "$(x) ##", "../ä=%~@(1)"};
  EXPECT_EQ(depfile_prerequisites(depfile(paths)), paths);
  EXPECT_EQ(depfile_prerequisites(depfile({})), std::vector<std::string>());
}

}  // namespace
}  // namespace modbuild
