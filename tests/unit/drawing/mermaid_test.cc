#include <gtest/gtest.h>

#include "drawing/drawing.h"

namespace modbuild::test {
namespace {

constexpr std::size_t kUnclustered = DrawnNode::kNoCluster;

TEST(Mermaid, DrawsClustersNodesAndArrows) {
  Drawing drawing;
  drawing.clusters = {{"db-drivers", "needs a database"}, {"end", ""}};
  drawing.nodes = {
      {"db_my", "db_my", "", ComponentKind::Module, DrawnState::Dropped, 0},
      {"db_my +2", "db_my, db_pg and 1 more", "", ComponentKind::Module, DrawnState::On, 0},
      {"core", "core", "", ComponentKind::Library, DrawnState::On, kUnclustered},
      {"end", "end", "", ComponentKind::Module, DrawnState::Undecided, 1},
      {"edged", "edged", "", ComponentKind::Program, DrawnState::Undecided, kUnclustered}};
  drawing.edges = {{0, 2, EdgeKind::Library},
                   {0, 3, EdgeKind::Hard},
                   {0, 4, EdgeKind::Load},
                   {1, 3, EdgeKind::Optional},
                   {2, 4, EdgeKind::Tool}};
  EXPECT_EQ(mermaid_text(drawing),
            "flowchart LR\n"
            "  subgraph g_db_2ddrivers[\"db-drivers: needs a database\"]\n"
            "    n_db__my[\"db_my\"]\n"
            "    n_db__my_20_2b2[\"db_my, db_pg and 1 more\"]\n"
            "  end\n"
            "  subgraph g_end[\"end\"]\n"
            "    n_end[\"end\"]\n"
            "  end\n"
            "  n_core[(\"core\")]\n"
            "  n_edged[[\"edged\"]]\n"
            "  n_db__my -->|library| n_core\n"
            "  n_db__my --> n_end\n"
            "  n_db__my -.->|load| n_edged\n"
            "  n_db__my_20_2b2 -.->|optional| n_end\n"
            "  n_core -->|tool| n_edged\n"
            "  classDef is_on fill:#d8f0d8,stroke:#2e7d32\n"
            "  class n_db__my_20_2b2,n_core is_on\n"
            "  classDef is_dropped fill:#fadada,stroke:#c62828\n"
            "  class n_db__my is_dropped\n");
}

TEST(Mermaid, LetsNoDescriptionOutOfItsQuotes) {
  Drawing drawing;
  drawing.clusters = {{"g", "\"]; click x \"javascript:a()\" <b>`#quot;\xc3\xa4\n%%{init}%%"}};
  drawing.nodes = {{"m", "m", "", ComponentKind::Module, DrawnState::Undecided, 0}};
  EXPECT_EQ(mermaid_text(drawing),
            "flowchart LR\n"
            "  subgraph g_g[\"g: #34;#93;#59; click x #34;javascript:a#40;#41;#34; "
            "#60;b#62;#96;#35;quot#59;\xc3\xa4#92;x0A#37;#37;#123;init#125;#37;#37;\"]\n"
            "    n_m[\"m\"]\n"
            "  end\n");
}

}  // namespace
}  // namespace modbuild::test
