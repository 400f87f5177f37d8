#include <gtest/gtest.h>

#include "package_case.h"

namespace modbuild::test {
namespace {

TEST(Cpack, WritesRulesWithComponentsAndWhatCPackMakesOfThem) {
  PackageSet set;
  set.version = "1.2";
  add_file(set, "pbx", InstallKind::Config, "/etc/pbx/pbx.conf");
  add_file(set, "pbx", InstallKind::Program, "/usr/bin/pbxd").item.mode = 04750;
  add_file(set, "pbx-doc", InstallKind::Doc, "/usr/share/doc/a \"$b\"/README");
  set.packages[1].needs = {{{"pbx"}, "headers of pbxd"}};
  const std::string text = written(set, "cpack");
  const std::string start =
      "\n# pbx\n"
      "install(FILES \"${MODBUILD_STAGE}/etc/pbx/pbx.conf\"\n"
      "  DESTINATION \"etc/pbx\"\n"
      "  PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ\n"
      "  COMPONENT pbx)\n"
      "install(FILES \"${MODBUILD_STAGE}/usr/bin/pbxd\"\n"
      "  DESTINATION \"usr/bin\"\n"
      "  PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE SETUID\n"
      "  COMPONENT pbx)\n"
      "set(CPACK_COMPONENT_PBX_DESCRIPTION \"files of pbx\")\n"
      "set(CPACK_DEBIAN_PBX_PACKAGE_NAME \"pbx\")\n"
      "set(CPACK_RPM_PBX_PACKAGE_NAME \"pbx\")\n"
      "set(CPACK_RPM_PBX_PACKAGE_SUMMARY \"files of pbx\")\n"
      "file(WRITE \"${CMAKE_CURRENT_BINARY_DIR}/modbuild-package/pbx/conffiles\" "
      "\"/etc/pbx/pbx.conf\n\")\n"
      "set(CPACK_DEBIAN_PBX_PACKAGE_CONTROL_EXTRA "
      "\"${CMAKE_CURRENT_BINARY_DIR}/modbuild-package/pbx/conffiles\")\n"
      "set(CPACK_RPM_PBX_USER_FILELIST \"%config(noreplace) /etc/pbx/pbx.conf\")\n"
      "\n# pbx-doc\n"
      "install(FILES \"${MODBUILD_STAGE}/usr/share/doc/a \\\"\\$b\\\"/README\"\n"
      "  DESTINATION \"usr/share/doc/a \\\"\\$b\\\"\"\n"
      "  PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ\n"
      "  COMPONENT pbx-doc)\n"
      "set(CPACK_COMPONENT_PBX-DOC_DESCRIPTION \"files of pbx-doc\")\n"
      "set(CPACK_COMPONENT_PBX-DOC_DEPENDS pbx)\n"
      "set(CPACK_DEBIAN_PBX-DOC_PACKAGE_NAME \"pbx-doc\")\n"
      "set(CPACK_RPM_PBX-DOC_PACKAGE_NAME \"pbx-doc\")\n"
      "set(CPACK_RPM_PBX-DOC_PACKAGE_SUMMARY \"files of pbx-doc\")\n"
      "set(CPACK_DEBIAN_PBX-DOC_PACKAGE_ARCHITECTURE all)\n"
      "set(CPACK_RPM_PBX-DOC_PACKAGE_ARCHITECTURE noarch)\n"
      "set(CPACK_DEBIAN_PBX-DOC_PACKAGE_DEPENDS \"pbx (= ${MODBUILD_PACKAGE_VERSION})\")\n"
      "set(CPACK_RPM_PBX-DOC_PACKAGE_REQUIRES \"pbx = ${MODBUILD_PACKAGE_VERSION}\")\n"
      "\n"
      "set(CPACK_COMPONENTS_ALL pbx pbx-doc)\n"
      "set(CPACK_COMPONENTS_GROUPING IGNORE)\n"
      "set(CPACK_PACKAGING_INSTALL_PREFIX \"/\")\n"
      "foreach(kind ARCHIVE DEB RPM)\n"
      "  set(CPACK_${kind}_COMPONENT_INSTALL ON)\n"
      "endforeach()\n";
  const std::size_t at = text.find("\n# pbx\n");
  ASSERT_NE(at, std::string::npos) << text;
  EXPECT_EQ(text.substr(at), start);
  EXPECT_EQ(text.find("==> packages.cmake\n# made by modbuild package cpack, "), 0U) << text;
}

TEST(Cpack, RefusesWhatSeparatesItemsOfAList) {
  PackageSet set;
  add_file(set, "pbx", InstallKind::Data, "/usr/a;b");
  Diagnostics diagnostics;
  find_packaging_format("cpack")->write(set, {}, diagnostics);
  EXPECT_EQ(said(diagnostics),
            std::vector<std::string>{
                "MB187 '/usr/a;b' has a character that files of CMake cannot carry"});
}

TEST(PlanListing, ShowsEveryFileBehindItsName) {
  PackageSet set;
  set.installed_manifest = "/var/x.json";
  add_file(set, "pbx", InstallKind::Program, "/usr/bin/pbxd");
  Diagnostics diagnostics;
  const std::string text = plan_listing(*find_packaging_format("deb"), set, diagnostics);
  EXPECT_EQ(text.find("# ==> control.build-depends\n# made by modbuild package deb"), 0U) << text;
  EXPECT_NE(text.find("\n\n# ==> pbx.install\n"), std::string::npos) << text;
}

TEST(PackagingMark, IsKnownAgainForItsFormatOnly) {
  const std::string text = written_file(pbx(), "deb", "pbx.install");
  EXPECT_TRUE(is_own_packaging(text, "deb"));
  EXPECT_FALSE(is_own_packaging(text, "rpm"));
  EXPECT_FALSE(is_own_packaging("usr/bin/pbxd usr/bin\n" + text, "deb"));
}

TEST(Cpack, ProvidesAndDependsOnTheNamesOfAbis) {
  const std::string text = written_file(pbx_with_abi(), "cpack", "packages.cmake");
  for (const char* line : {"set(CPACK_DEBIAN_PBX_PACKAGE_PROVIDES \"pbx-abi-0123456789abcdef\")\n",
                           "set(CPACK_RPM_PBX_PACKAGE_PROVIDES \"pbx(abi) = 0123456789abcdef\")\n",
                           "PBX-SQL_PACKAGE_DEPENDS \"pbx (= ${MODBUILD_PACKAGE_VERSION}), "
                           "pbx-abi-0123456789abcdef\")\n",
                           "PBX-SQL_PACKAGE_REQUIRES \"pbx = ${MODBUILD_PACKAGE_VERSION}, "
                           "pbx(abi) = 0123456789abcdef\")\n"}) {
    EXPECT_NE(text.find(line), std::string::npos) << line << "\n" << text;
  }
}

}  // namespace
}  // namespace modbuild::test
