// Turns the sections of a manifest into a Component: paths made relative to the tree's root, globs
// expanded, files looked up.
#pragma once

#include <string>
#include <vector>

#include "diag/diagnostics.h"
#include "load/component_manifest.h"
#include "load/text_rules.h"
#include "load/tree_files.h"
#include "model/component.h"

namespace modbuild {

struct BuildContext {
  FileFinder& finder;
  Diagnostics& diagnostics;
  const TextRules& rules;
};

// [build] and the sources of [features].
void build_sources(ComponentManifest& manifest, Component& component, const BuildContext& context);
// Directories of `includes`, replaced by their paths from the tree's root.
void build_includes(TextList& includes, const BuildContext& context);
void build_generates(std::vector<GenerateSection>& sections, Component& component,
                     const BuildContext& context);
void build_installs(std::vector<InstallSection>& sections, Component& component,
                    const BuildContext& context);
void build_host(HostSection& section, Component& component, const BuildContext& context);

}  // namespace modbuild
