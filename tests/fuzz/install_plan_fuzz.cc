// Any text is an install plan or refused with a message that is safe to show; an accepted one is
// installed into an empty system and uninstalled again, and nothing stays.
#include <cstddef>
#include <cstdint>

#include "base/check.h"
#include "base/utf8.h"
#include "diag/render.h"
#include "install/install.h"
#include "os/memory_file_system.h"

namespace modbuild {
namespace {

void add_sources(const InstallPlan& plan, MemoryFileSystem& tree, MemoryFileSystem& build) {
  for (const InstallItem& item : plan.items) {
    MemoryFileSystem& files = item.source.root == Root::Source ? tree : build;
    const auto status = files.status(item.source.text);
    if (!status) files.add_file(item.source.text, item.to);
  }
}

// Installing may be refused; then it has left nothing, either.
void check_plan(const InstallPlan& plan) {
  MemoryFileSystem tree, build, system;
  system.follow_links();
  add_sources(plan, tree, build);
  Diagnostics diagnostics;
  const auto outcomes = install(plan, {&tree, &build, &system}, {}, diagnostics);
  MB_CHECK(outcomes.has_value() != diagnostics.has_errors());
  if (outcomes) {
    const auto removed = uninstall(plan.installed_manifest, system, {}, diagnostics);
    MB_CHECK(removed && !diagnostics.has_errors());
  }
  MB_CHECK(system.list("")->empty());
}

void check_text(const std::string& text) {
  Sources sources;
  Diagnostics diagnostics;
  const SourceRange at{sources.add("install-plan.json", text), 0, 0, 0, 0};
  const auto plan = parse_install_plan(text, at, diagnostics);
  MB_CHECK(plan.has_value() != diagnostics.has_errors());
  const std::string said =
      render(diagnostics.take_sorted(), sources, DiagnosticFormat::Text, false);
  MB_CHECK(displayable(said, true) == said);
  if (plan) check_plan(*plan);
}

}  // namespace
}  // namespace modbuild

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  modbuild::check_text(std::string(data, data + size));
  return 0;
}
