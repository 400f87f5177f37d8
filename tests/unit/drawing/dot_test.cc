#include <gtest/gtest.h>

#include "base/str.h"
#include "drawing/drawing.h"

namespace modbuild::test {
namespace {

constexpr std::size_t kAlone = DrawnNode::kNoCluster;

DrawnNode node(const std::string& name, const std::string& tip, ComponentKind kind,
               DrawnState state, std::size_t cluster) {
  return {name, name, tip, kind, state, cluster};
}

// What stands between the header and the closing brace.
std::string body(const Drawing& drawing) {
  const std::string text = dot_text(drawing);
  const std::size_t begin = text.find('\n', text.find("  edge [")) + 1;
  return text.substr(begin, text.size() - begin - 2);
}

TEST(Dot, DrawsClustersNodesAndArrows) {
  Drawing drawing;
  drawing.title = "yard";
  drawing.clusters = {{"db", "needs a database"}};
  drawing.nodes = {node("auth", "who may call", ComponentKind::Module, DrawnState::Dropped, 0),
                   node("core", "", ComponentKind::Library, DrawnState::On, kAlone),
                   node("edged", "", ComponentKind::Program, DrawnState::Undecided, kAlone)};
  drawing.edges = {{0, 1, EdgeKind::Library}, {0, 2, EdgeKind::Hard}, {2, 1, EdgeKind::Load}};
  EXPECT_EQ(
      dot_text(drawing),
      "digraph \"yard\" {\n"
      "  graph [rankdir=LR, label=\"yard: arrows lead to what is needed; green on, red dropped\","
      " fontname=\"sans-serif\", fontsize=11, nodesep=0.12, ranksep=0.4, pack=16,"
      " packmode=\"graph\"]\n"
      "  node [shape=box, style=\"rounded,filled\", fillcolor=white, color=\"#757575\","
      " fontname=\"sans-serif\", fontsize=10, height=0.28, margin=\"0.1,0.03\"]\n"
      "  edge [color=\"#616161\", arrowsize=0.6]\n"
      "  subgraph \"cluster_db\" {\n"
      "    label=\"db\"\n"
      "    tooltip=\"needs a database\"\n"
      "    style=rounded\n"
      "    color=\"#bdbdbd\"\n"
      "    \"auth\" [fillcolor=\"#fadada\", color=\"#c62828\", tooltip=\"who may call "
      "(dropped)\"]\n"
      "  }\n"
      "  \"core\" [shape=cylinder, style=filled, fillcolor=\"#d8f0d8\", color=\"#2e7d32\","
      " tooltip=\"core (on)\"]\n"
      "  \"edged\" [shape=box3d, style=filled, tooltip=\"edged\"]\n"
      "  \"auth\" -> \"core\" [color=\"#8d6e63\", tooltip=\"auth -> core (library)\"]\n"
      "  \"auth\" -> \"edged\" [tooltip=\"auth -> edged (depends)\"]\n"
      "  \"edged\" -> \"core\" [style=dashed, tooltip=\"edged -> core (load)\"]\n"
      "}\n");
}

TEST(Dot, LetsNoDescriptionOutOfItsQuotes) {
  Drawing drawing;
  drawing.nodes = {node("tm", "say \"x\\\" & \n]; a -> b \\N \x1b[31m", ComponentKind::Module,
                        DrawnState::Undecided, kAlone)};
  EXPECT_EQ(body(drawing),
            "  \"tm\" [tooltip=\"say \\\"x\\\\\\\" &amp; \\\\x0A]; a -> b \\\\N \\\\x1B[31m\"]\n");
}

TEST(Dot, PutsWhatHasNoArrowsIntoRows) {
  Drawing drawing;
  for (int i = 0; i < 11; ++i) {
    drawing.nodes.push_back(node(cat("m", std::to_string(i)), "", ComponentKind::Module,
                                 DrawnState::Undecided, kAlone));
  }
  drawing.edges = {{9, 10, EdgeKind::Hard}};
  const std::string text = body(drawing);
  EXPECT_EQ(text.substr(text.find("  \"m0\" ->")),
            "  \"m0\" -> \"m1\" -> \"m2\" [style=invis]\n"
            "  \"m3\" -> \"m4\" -> \"m5\" [style=invis]\n"
            "  \"m6\" -> \"m7\" -> \"m8\" [style=invis]\n"
            "  \"m9\" -> \"m10\" [tooltip=\"m9 -> m10 (depends)\"]\n");
}

}  // namespace
}  // namespace modbuild::test
