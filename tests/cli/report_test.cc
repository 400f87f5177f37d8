// `modbuild report`: when it writes a page, and when not. The page itself: tests/e2e/report.py.
#include <gtest/gtest.h>

#include "support/cli_test.h"
#include "trees.h"

namespace modbuild::test {
namespace {

TEST(ReportCommand, WritesThePageWhereItIsTold) {
  const TestTree tree(harbour());
  Cli("report").in(tree).expect_stdout("").exits(0);
  Cli("report -q -o build/page.html").in(tree).exits(5);  // no such directory
  Cli("report -q --out page.html -g db").in(tree).exits(0);
  const Outcome printed = Cli("report -q -o - -g db").in(tree).run();
  EXPECT_EQ(0, printed.status);
  EXPECT_EQ(tree.read("page.html"), printed.out);
  EXPECT_NE(tree.read("report.html"), printed.out);
  EXPECT_TRUE(printed.out.starts_with("<!DOCTYPE html>\n"));
}

TEST(ReportCommand, SaysWhatItWrote) {
  const TestTree tree(harbour());
  const Outcome outcome = Cli("report").in(tree).run();
  EXPECT_TRUE(holds(outcome.err, "wrote 'report.html'; ")) << outcome.err;
}

TEST(ReportCommand, ReplacesAPageWholeOrNotAtAll) {
  const TestTree tree(harbour());
  tree.write("report.html", "mine");
  Cli("report -q -g no-such-group").in(tree).exits(2);
  EXPECT_EQ("mine", tree.read("report.html"));
  Cli("report -q --against no-such-profile").in(tree).exits(2);
  EXPECT_EQ("mine", tree.read("report.html"));
  tree.remove("report.html");
  tree.write("report.html/file", "");
  const Outcome outcome = Cli("report -q").in(tree).run();
  EXPECT_EQ(5, outcome.status);
  EXPECT_TRUE(holds(outcome.err, "it is there, and is no regular file")) << outcome.err;
}

TEST(ReportCommand, IsWrittenAlsoWhereARequestCannotBeMet) {
  const TestTree tree(harbour());
  const Outcome outcome = Cli("report -q -i tls").in(tree).run();
  EXPECT_EQ(1, outcome.status);
  EXPECT_TRUE(holds(outcome.err, "MB071")) << outcome.err;
  EXPECT_TRUE(holds(tree.read("report.html"), "library ssl not found"));
}

TEST(ReportCommand, ComparesWithAnySideThatDiffTakes) {
  const TestTree tree(harbour());
  Cli("gen -q -g db").in(tree).exits(0);
  for (const char* side : {"'-g db -x db_text'", "build", "small", "''"}) {
    Cli(std::string("report -q -o - --against ") + side).in(tree).exits(0);
  }
  const std::string with = Cli("report -q -o - --against '-g db'").in(tree).run().out;
  EXPECT_TRUE(holds(with, "\"schema\": \"modbuild.diff/1\""));
}

}  // namespace
}  // namespace modbuild::test
