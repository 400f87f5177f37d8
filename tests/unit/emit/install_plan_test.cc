#include <gtest/gtest.h>

#include "support/schema_check.h"
#include "unit/emit/sample_plan.h"

namespace modbuild {
namespace {

InstallEntry entry(InstallKind kind, Path source, std::string to, std::string destination) {
  InstallEntry result;
  result.kind = kind;
  result.source = std::move(source);
  result.to = std::move(to);
  result.destination = std::move(destination);
  result.mode = kind == InstallKind::Config ? "0644" : "0755";
  return result;
}

// The file that is written in parts is the document.
TEST(InstallPlan, IsTheSameInParts) {
  Catalog catalog;
  catalog.tree.name.value = "yard";
  catalog.components.push_back(Component{});
  Plan plan = empty_plan();
  for (const std::size_t count : {0U, 1U, 2000U, 2001U, 4500U}) {
    plan.install.clear();
    for (std::size_t i = 0; i < count; ++i) {
      const std::string name = std::to_string(i);
      plan.install.push_back(
          entry(InstallKind::Data, in_tree(name), "{datadir}/" + name, "/" + name));
      plan.install.back().component = ComponentId{0};
    }
    const OutputFile file = install_plan_file(plan, catalog);
    EXPECT_EQ((count + 1999) / 2000 + (count == 0 ? 1 : 0), file.parts);
    EXPECT_EQ(install_plan_json(install_plan(plan, catalog)), whole_text(file)) << count;
  }
}

TEST(InstallPlan, ListsEveryFileWithItsOwner) {
  Catalog catalog;
  catalog.tree.name.value = "yard";
  catalog.tree.version.value = "2.1.0";
  Component host;
  host.name.value = "switchd";
  host.kind = ComponentKind::Program;
  Component tm;
  tm.name.value = "tm";
  const ComponentId host_id = catalog.components.push_back(host);
  const ComponentId tm_id = catalog.components.push_back(tm);

  Plan plan = empty_plan();
  plan.dirs = {{"bindir", "/usr/bin"}, {"confdir", "/etc/yard"}};
  plan.install.push_back(entry(InstallKind::Config, in_tree("modules/tm/tm.cfg"),
                               "{confdir}/tm.cfg", "/etc/yard/tm.cfg"));
  plan.install.back().component = tm_id;
  plan.install.back().package = "yard-tm";
  plan.install.back().subst = {{"/usr/local/etc/yard/", "{confdir}/", "/etc/yard/"}};
  plan.install.push_back(
      entry(InstallKind::Program, in_build("bin/switchd"), "{bindir}/switchd", "/usr/bin/switchd"));
  plan.install.back().component = host_id;
  plan.install.back().rpath = "$ORIGIN/../lib";

  const std::string document = install_plan_json(install_plan(plan, catalog));
  EXPECT_EQ(test::schema_faults("plan", document), "");
  EXPECT_EQ(document, R"({
  "schema": "modbuild.plan/1",
  "tree": "yard",
  "version": "2.1.0",
  "installed-manifest": "/var/lib/modbuild/yard.json",
  "strip": ["strip"],
  "dirs": {
    "bindir": "/usr/bin",
    "confdir": "/etc/yard"
  },
  "entries": [
    {
      "kind": "config",
      "source": "//modules/tm/tm.cfg",
      "to": "{confdir}/tm.cfg",
      "destination": "/etc/yard/tm.cfg",
      "mode": "0644",
      "package": "yard-tm",
      "subst": [
        {"text": "/usr/local/etc/yard/", "to": "{confdir}/", "becomes": "/etc/yard/"}
      ],
      "module": "tm"
    },
    {
      "kind": "program",
      "source": "bin/switchd",
      "to": "{bindir}/switchd",
      "destination": "/usr/bin/switchd",
      "mode": "0755",
      "rpath": "$ORIGIN/../lib",
      "program": "switchd"
    }
  ]
}
)");
}

}  // namespace
}  // namespace modbuild
