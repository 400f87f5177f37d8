// What a preview tells where nothing is planned yet.
#include <gtest/gtest.h>

#include "preview/preview.h"

namespace modbuild {
namespace {

TEST(PreviewOfASelection, TellsComponentsAndNoSteps) {
  Catalog catalog;
  catalog.tree.name.value = "t";
  Component module;
  module.name.value = "tm";
  Component library;
  library.name.value = "core";
  library.kind = ComponentKind::Library;
  catalog.components.push_back(library);
  catalog.components.push_back(module);
  Selection selection;
  Verdict on;
  on.on = true;
  on.because = {ReasonKind::Needed, "", {}, {}, {}};
  Verdict off;
  off.because = {ReasonKind::Excluded, "tm", {}, {}, {}};
  selection.verdicts.push_back(on);
  selection.verdicts.push_back(off);
  const ProbeReport probes;
  const Preview preview =
      preview_of({&catalog, &selection, &probes, nullptr,
                  [](const SourceRange&) { return std::string("modbuild.toml:1"); }});
  ASSERT_EQ(2U, preview.components.size());
  EXPECT_EQ("core", preview.components[0].name);
  EXPECT_TRUE(preview.components[0].on);
  EXPECT_EQ("library", preview.components[0].reason);
  EXPECT_FALSE(preview.components[1].on);
  EXPECT_EQ("excluded", preview.components[1].reason);
  EXPECT_TRUE(preview.steps.empty());
  EXPECT_TRUE(preview.common.empty());
}

}  // namespace
}  // namespace modbuild
