// Modules that a module's documentation says must be loaded.
#include "import/docbook.h"

#include <gtest/gtest.h>

#include "base/str.h"

namespace modbuild {
namespace {

// The names documented by a dependency section with `items` in its list of modules.
std::string documented(const std::string& items) {
  return join(documented_modules(cat("<section><title>Dependencies</title>\n"
                                     "<section><title>&kamailio; Modules</title>\n"
                                     "<para>The following modules must be loaded before:\n"
                                     "<itemizedlist>",
                                     items,
                                     "</itemizedlist></para></section>\n"
                                     "<section><title>External Libraries</title>\n"
                                     "<itemizedlist><listitem><para><emphasis>libxml2</emphasis>"
                                     "</para></listitem></itemizedlist></section></section>")),
              " ");
}

std::string item(const std::string& text) {
  return cat("<listitem><para>", text, "</para></listitem>\n");
}

TEST(Docbook, NamesTheEmphasisedModulesInOrder) {
  EXPECT_EQ("tm sl", documented(cat(item("<emphasis>tm</emphasis>: transactions."),
                                    item("\n  <emphasis> sl </emphasis>\n"))));
}

TEST(Docbook, NamesTheFirstWordOfAnItem) {
  EXPECT_EQ(
      "tm usrloc dialog sl auth",
      documented(cat(item("<emphasis>tm module</emphasis>."), item("usrloc - User Location Module"),
                     item("dialog."), item("SL"), item("<emphasis>auth</emphasis>"))));
}

TEST(Docbook, OptionalModulesAreLeftOut) {
  EXPECT_EQ("tm", documented(cat(item("<emphasis>rr</emphasis> (optional)"),
                                 item("<emphasis>sl</emphasis> - Optional, to reply."),
                                 item("<emphasis>tm</emphasis>"))));
}

TEST(Docbook, ModulesForSomeCaseAreLeftOut) {
  EXPECT_EQ("", documented(cat(item("<emphasis>rr</emphasis> if route sets are used"),
                               item("<emphasis>sl</emphasis> when stateless"),
                               item("<emphasis>db_mysql</emphasis> or another driver"))));
}

TEST(Docbook, LibrariesAreNoModules) {
  EXPECT_EQ("", documented(""));
}

TEST(Docbook, WithoutASectionOfDependenciesThereAreNone) {
  EXPECT_EQ(std::vector<std::string>{},
            documented_modules("<section><title>Modules</title><listitem><emphasis>tm</emphasis>"
                               "</listitem></section>"));
  EXPECT_EQ(std::vector<std::string>{}, documented_modules(""));
}

TEST(Docbook, AFileThatBreaksOffIsReadAsFarAsItGoes) {
  EXPECT_EQ((std::vector<std::string>{"tm"}),
            documented_modules("<title>Dependencies</title><title>Modules</title>"
                               "<listitem><emphasis>tm</emphasis></listitem><listitem><emphasis>"));
}

}  // namespace
}  // namespace modbuild
