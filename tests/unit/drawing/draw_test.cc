#include <gtest/gtest.h>

#include "base/str.h"
#include "drawing/drawing.h"
#include "support/catalog_builder.h"

namespace modbuild::test {
namespace {

CatalogBuilder exchange() {
  CatalogBuilder builder;
  builder.host("edged").links("core");
  builder.library("core");
  builder.module("acc").needs("tm");
  builder.module("auth").needs("tm");
  builder.module("cpl").needs("tm").needs("acc");
  builder.module("sl");
  builder.module("tm").load("sl").links("core");
  builder.group("aaa", {"acc", "auth", "cpl"});
  builder.group("core-modules", {"tm"});
  builder.group("default", {"*"});
  return builder;
}

std::vector<ComponentId> all(const Catalog& catalog) {
  std::vector<ComponentId> ids;
  for (const ComponentId id : catalog.components.ids()) ids.push_back(id);
  return ids;
}

// "acc [aaa] on", a line each, then "acc -> tm depends", a line each.
std::string text(const Drawing& drawing) {
  std::string out;
  for (const DrawnNode& node : drawing.nodes) {
    append(out, node.name);
    if (node.cluster != DrawnNode::kNoCluster) {
      append(out, " [", drawing.clusters[node.cluster].name, "]");
    }
    if (node.state != DrawnState::Undecided) append(out, " ", state_word(node.state));
    if (node.label != node.name) append(out, " '", node.label, "' (", node.tip, ")");
    out += "\n";
  }
  for (const DrawnEdge& edge : drawing.edges) {
    append(out, drawing.nodes[edge.from].name, " -> ", drawing.nodes[edge.to].name, " ",
           edge_word(edge.kind), "\n");
  }
  return out;
}

TEST(Draw, PutsAModuleIntoTheSmallestOfItsGroups) {
  const Catalog catalog = exchange().build();
  EXPECT_EQ(text(draw(catalog, build_graph(catalog), all(catalog), nullptr, {{EdgeKind::Hard}})),
            "acc [aaa]\n"
            "auth [aaa]\n"
            "core\n"
            "cpl [aaa]\n"
            "edged\n"
            "sl [default]\n"
            "tm [core-modules]\n"
            "acc -> tm depends\n"
            "auth -> tm depends\n"
            "cpl -> acc depends\n"
            "cpl -> tm depends\n");
}

TEST(Draw, ShowsOnlyWhatIsAskedForAndTheNeedsAmongThat) {
  const Catalog catalog = exchange().build();
  const std::vector<ComponentId> some = {
      catalog.find_component("acc"), catalog.find_component("core"), catalog.find_component("tm")};
  EXPECT_EQ(text(draw(catalog, build_graph(catalog), some, nullptr,
                      {{EdgeKind::Load, EdgeKind::Library}})),
            "acc [aaa]\ncore\ntm [core-modules]\ntm -> core library\n");
}

TEST(Draw, TellsVerdicts) {
  const Catalog catalog = exchange().build();
  Selection selection;
  selection.verdicts = IdVector<ComponentId, Verdict>(catalog.components.size());
  const auto verdict = [&](std::string_view name) -> Verdict& {
    return selection.verdicts[catalog.find_component(name)];
  };
  verdict("acc").wanted = true;
  verdict("edged").on = verdict("sl").on = verdict("tm").on = true;
  verdict("edged").linkage = verdict("tm").linkage = Linkage::Static;
  EXPECT_EQ(text(draw(catalog, build_graph(catalog), all(catalog), &selection, {})),
            "acc [aaa] dropped\n"
            "auth [aaa] off\n"
            "core off\n"
            "cpl [aaa] off\n"
            "edged on\n"
            "sl [default] on\n"
            "tm [core-modules] static\n");
}

TEST(Draw, CollapsesWhatNobodyNeedsAndWhatNeedsTheSameOneThing) {
  CatalogBuilder builder = exchange();
  for (const char* name : {"uac", "uid", "xmpp"}) builder.module(name).needs("tm").in({"aaa"});
  const Catalog catalog = builder.build();
  EXPECT_EQ(
      text(draw(catalog, build_graph(catalog), all(catalog), nullptr, {{EdgeKind::Hard}, true})),
      "acc [aaa]\n"
      "auth +3 [aaa] 'auth, uac and 2 more' (auth, uac, uid, xmpp)\n"
      "core\n"
      "cpl [aaa]\n"
      "edged\n"
      "sl [default]\n"
      "tm [core-modules]\n"
      "acc -> tm depends\n"
      "auth +3 -> tm depends\n"
      "cpl -> acc depends\n"
      "cpl -> tm depends\n");
}

TEST(Draw, CollapsesOnlyWhatLooksAlike) {
  CatalogBuilder builder;
  builder.host("edged");
  builder.program("ctl");
  for (const char* name : {"m1", "m2", "m3"}) builder.module(name);
  builder.group("one", {"m1"});
  const Catalog catalog = builder.build();
  EXPECT_EQ(text(draw(catalog, build_graph(catalog), all(catalog), nullptr, {{}, true})),
            "ctl +1 'ctl, edged' (ctl, edged)\n"
            "m1 [one]\n"
            "m2 +1 'm2, m3' (m2, m3)\n");
}

}  // namespace
}  // namespace modbuild::test
