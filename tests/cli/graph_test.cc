#include <gtest/gtest.h>

#include "support/cli_test.h"
#include "trees.h"

namespace modbuild::test {
namespace {

// harbour, with a description that would like to be more than that.
TestTree port() {
  std::map<std::string, std::string> files = harbour();
  files["modules/log/module.toml"] =
      "schema = 1\n[module]\ndescription = '\"]; evil [label=\"\\'\n[depends]\nmodules = "
      "[\"core_io\"]\n";
  return TestTree(files);
}

TEST(Graph, DrawsAPartForMermaid) {
  const TestTree tree = port();
  Cli("graph 'deps(log + auth)' --format mermaid")
      .in(tree)
      .expect_stdout(
          "flowchart LR\n"
          "  subgraph g_basic[\"basic\"]\n"
          "    n_core__io[\"core_io\"]\n"
          "    n_log[\"log\"]\n"
          "  end\n"
          "  subgraph g_security[\"security: who may come in\"]\n"
          "    n_auth[\"auth\"]\n"
          "    n_tls[\"tls\"]\n"
          "  end\n"
          "  n_auth --> n_tls\n"
          "  n_log --> n_core__io\n")
      .expect_stderr("")
      .exits(0);
}

TEST(Graph, ColoursByVerdictWhereThatIsAskedFor) {
  const TestTree tree = port();
  const std::string colours =
      "flowchart LR\n"
      "  subgraph g_basic[\"basic\"]\n"
      "    n_log[\"log\"]\n"
      "  end\n"
      "  subgraph g_security[\"security: who may come in\"]\n"
      "    n_tls[\"tls\"]\n"
      "  end\n";
  Cli("graph 'log + tls' --verdicts --format mermaid")
      .in(tree)
      .expect_stdout(colours +
                     "  classDef is_on fill:#d8f0d8,stroke:#2e7d32\n"
                     "  class n_log is_on\n"
                     "  classDef is_dropped fill:#fadada,stroke:#c62828\n"
                     "  class n_tls is_dropped\n")
      .exits(0);
  Cli("graph 'log + tls' -g db --format mermaid")
      .in(tree)
      .expect_stdout(colours +
                     "  classDef is_off fill:#eeeeee,stroke:#9e9e9e\n"
                     "  class n_log,n_tls is_off\n")
      .exits(0);
}

TEST(Graph, DrawsTheWholeTreeForGraphvizAlwaysAlike) {
  const TestTree tree = port();
  const Outcome one = Cli("graph --no-cache -j 1").in(tree).run();
  const Outcome eight = Cli("graph -j 8").in(tree).run();
  EXPECT_EQ(one.status, 0) << one.err;
  EXPECT_EQ(one.out, eight.out);
  EXPECT_NE(one.out.find("    \"log\" [tooltip=\"\\\"]; evil [label=\\\"\\\\\"]\n"),
            std::string::npos)
      << one.out;
  EXPECT_EQ(Cli("graph '*' --format dot").in(tree).run().out, one.out);
  EXPECT_EQ(Cli("query '*' --type depends --format dot").in(tree).run().out, one.out);
}

TEST(Graph, CollapsesWhatLooksAlike) {
  const TestTree tree = port();
  Cli("graph 'kind(module)' --collapse --format mermaid")
      .in(tree)
      .expect_stdout(
          "flowchart LR\n"
          "  subgraph g_basic[\"basic\"]\n"
          "    n_core__io[\"core_io\"]\n"
          "    n_log[\"log\"]\n"
          "  end\n"
          "  subgraph g_db[\"db\"]\n"
          "    n_db__json_20_2b1[\"db_json, db_text\"]\n"
          "  end\n"
          "  subgraph g_security[\"security: who may come in\"]\n"
          "    n_auth[\"auth\"]\n"
          "    n_tls[\"tls\"]\n"
          "  end\n"
          "  n_spare[\"spare\"]\n"
          "  n_auth --> n_tls\n"
          "  n_log --> n_core__io\n")
      .exits(0);
}

TEST(Graph, IsMadeAPictureByGraphviz) {
  const TestTree tree = port();
  const Outcome picture = Cli("graph --verdicts --format svg").in(tree).run();
  EXPECT_EQ(picture.status, 0) << picture.err;
  EXPECT_EQ(picture.err, "");
  EXPECT_NE(picture.out.find("<svg "), std::string::npos) << picture.out;
  EXPECT_NE(picture.out.find(">core_io</text>"), std::string::npos) << picture.out;
  EXPECT_NE(picture.out.find("\"&quot;]; evil [label=&quot;\\ (on)\""), std::string::npos)
      << picture.out;
}

TEST(Graph, SaysHowToGetAPictureWithoutGraphviz) {
  const TestTree tree = port();
  tree.write("bin/dot", "#!/bin/sh\necho from the tree\n");
  Cli("graph --format svg")
      .in(tree)
      .with("PATH", tree.path() + "/bin")
      .expect_stdout("")
      .expect_stderr(
          "modbuild: error: there is no program 'dot' on PATH, which makes --format svg\n"
          "help: install Graphviz, for example with 'apt-get install graphviz'; --format dot and "
          "--format mermaid need no other program\n")
      .exits(4);
  Cli("graph --format svg --no-probe")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(
          "modbuild: error: --format svg runs Graphviz, and --no-probe starts no program\n"
          "help: --format dot and --format mermaid need no other program\n")
      .exits(4);
}

TEST(Graph, HasNoTextFormat) {
  const TestTree tree = port();
  Cli("graph --format text")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(
          "modbuild: error: 'graph' has no format 'text'\n"
          "help: it has dot, mermaid, svg\n")
      .exits(2);
}

}  // namespace
}  // namespace modbuild::test
