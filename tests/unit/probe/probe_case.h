// A catalog of external libs and a machine that answers from a table.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "probe/probe.h"

namespace modbuild {

inline VersionedName versioned(std::string name, std::string comparison = {},
                               std::string version = {}) {
  return {{std::move(name), {}}, std::move(comparison), std::move(version)};
}

inline Alternative by_pkg_config(std::vector<VersionedName> names) {
  Alternative alternative;
  alternative.pkg_config = std::move(names);
  return alternative;
}

inline ProcessAnswer prints(std::string output) {
  ProcessAnswer answer;
  answer.output = std::move(output);
  return answer;
}

inline ProcessAnswer fails(std::string errors, int status = 1) {
  ProcessAnswer answer;
  answer.errors = std::move(errors);
  answer.exit_status = status;
  return answer;
}

class ProbeCase {
 public:
  ProbeCase() {
    environment.variables = {{"PKG_CONFIG", "/x/pc"}, {"PKG_CONFIG_LIBDIR", "/nowhere/pkgconfig"}};
    input.catalog = &catalog;
    input.platform = false;
    input.toolchain.cc = {"/x/cc"};
    input.threads = 1;
  }

  LibId add_lib(std::string name, std::vector<Alternative> any) {
    ExternalLib lib;
    lib.name.value = std::move(name);
    lib.any = std::move(any);
    const LibId id = catalog.libs.push_back(std::move(lib));
    input.libs.push_back(id);
    return id;
  }

  // What /x/pc answers to the names behind its `--`, as a found package with one line of flags.
  void add_package(const std::string& names, const std::string& flags) {
    processes.answers["/x/pc --print-errors --short-errors --cflags --libs -- " + names] =
        prints(flags);
  }
  void add_failure(const std::string& names, const std::string& errors) {
    processes.answers["/x/pc --print-errors --short-errors --cflags --libs -- " + names] =
        fails(errors);
  }

  ProbeReport run() { return probe(input, processes, environment, diagnostics); }

  // Everything said, one line each.
  std::string said() {
    std::string text;
    for (const Diagnostic& diagnostic : diagnostics.take_sorted()) {
      text += std::string(code_info(diagnostic.code).id) + " " + diagnostic.message + "\n";
    }
    return text;
  }

  Catalog catalog;
  ProbeInput input;
  FakeProcessRunner processes;
  Environment environment;
  Diagnostics diagnostics;
};

// "asked: answered" for each alternative tried.
inline std::string evidence_of(const LibAnswer& answer) {
  std::string text;
  for (const Evidence& evidence : answer.evidence) {
    text += evidence.asked + ": " + evidence.answered + "\n";
  }
  return text;
}

}  // namespace modbuild
