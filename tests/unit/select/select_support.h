// What the tests of select share: requests and probe reports in a line, outcomes as text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "select/select.h"
#include "support/catalog_builder.h"

namespace modbuild::test {

// "tm rr" as words of the command line; with a file, as words of a profile.
std::vector<Text> words(std::string_view text);
std::vector<Text> words_in_file(std::string_view text);

FeatureRequest feature_request(std::string_view module, std::string_view feature,
                               FeatureSetting setting);

// linux x86_64 glibc, gcc 12.2.0, Debian; all libs probed, those named found.
ProbeReport probes_finding(const Catalog& catalog, const Names& found = {});

struct Outcome {
  Wanted wanted;
  Selection selection;
  std::vector<Diagnostic> diagnostics;
};
Outcome run_select(const Catalog& catalog, const Request& request, const ProbeReport& probes);
Outcome run_select(const Catalog& catalog, const Request& request);

// One line per component that `kind` covers, by name: "tm on static: include [a note]".
std::string verdict_text(const Catalog& catalog, const Selection& selection);

// "MB070 --include names ... | help", one line each, as sorted.
std::string diagnostic_text(const std::vector<Diagnostic>& diagnostics);

// Names of the modules that are on, with spaces between.
std::string names_on(const Catalog& catalog, const Selection& selection);

// Fixes and chains of one component, with "; " and " <- " between.
std::string fixes_of(const Catalog& catalog, const Selection& selection, const ProbeReport& probes,
                     std::string_view name);
std::string chain_of(const Catalog& catalog, const Selection& selection, std::string_view name);

std::string read_test_file(const std::string& path_below_tests);

}  // namespace modbuild::test
