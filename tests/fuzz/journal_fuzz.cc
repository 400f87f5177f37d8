// Whatever lies in the place of the journal, an install completes and is whole, and what users have
// stays: only temporary files are taken away on a journal's word.
#include <cstddef>
#include <cstdint>

#include "base/check.h"
#include "install/install.h"
#include "os/memory_file_system.h"

namespace modbuild {
namespace {

constexpr const char* kManifest = "/var/lib/modbuild/t.json";
constexpr const char* kFile = "usr/lib/t/tm.so";

InstallPlan small_plan() {
  InstallPlan plan;
  plan.tree = "t";
  plan.installed_manifest = kManifest;
  InstallItem item;
  item.kind = InstallKind::Module;
  item.source = {Root::Build, "tm.so"};
  item.destination = std::string("/") + kFile;
  item.mode = 0755;
  item.owner = "tm";
  plan.items = {item};
  return plan;
}

void check_journal(const std::string& journal) {
  MemoryFileSystem tree, build, system;
  build.add_file("tm.so", "new");
  system.add_file("var/lib/modbuild/t.json.journal", journal);
  system.add_file("usr/lib/t/theirs", "theirs");
  system.add_file("etc/passwd", "root");
  system.add_file("usr/lib/t/.tm.so.modbuild-new", "half");
  Diagnostics diagnostics;
  MB_CHECK(install(small_plan(), {&tree, &build, &system}, {}, diagnostics).has_value());
  const auto manifest = read_installed_manifest(kManifest, system, diagnostics);
  MB_CHECK(manifest && manifest->files.contains(std::string("/") + kFile));
  const auto files = system.files();
  MB_CHECK(files.size() == 4 && files.at(kFile) == "new");
  MB_CHECK(files.at("usr/lib/t/theirs") == "theirs" && files.at("etc/passwd") == "root");
  MB_CHECK(files.contains("var/lib/modbuild/t.json"));
}

}  // namespace
}  // namespace modbuild

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  modbuild::check_journal(std::string(data, data + size));
  return 0;
}
