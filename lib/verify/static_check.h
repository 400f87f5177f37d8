// The rehearsal of static links: what the linker would say of hosts and the modules that become
// part of them, found from objects alone (DESIGN.md 6).
#pragma once

#include <string>
#include <vector>

#include "base/parallel.h"
#include "diag/diagnostics.h"
#include "verify/library_search.h"

namespace modbuild {

// Objects that belong together, by absolute paths.
struct LinkPart {
  std::string name;
  SourceRange at;
  std::vector<std::string> objects;
};

struct StaticModulePart {
  LinkPart part;
  std::vector<std::string> entries;  // what its host looks up
  std::vector<std::string> users;    // objects of modules that depend on it
  std::vector<std::string> words;    // of its external libraries
};

struct StaticLink {
  LinkPart host;                          // its own objects
  std::vector<LinkPart> libraries;        // of the tree; taken where they are needed
  std::vector<StaticModulePart> modules;  // that become part of it
  std::vector<std::string> words;         // flags of the link line
};

struct StaticCheckInput {
  std::vector<StaticLink> links;
  SystemFiles system;
  Threads threads;
};

struct StaticLinkFacts {
  std::string host;
  std::vector<std::string> modules;
  std::vector<std::string> kept;          // "base: base_value", symbols that keep their name
  std::size_t libraries = 0;              // external ones that were read
  std::vector<std::string> unknown;       // words whose libraries could not be read
  std::vector<std::string> not_compiled;  // objects that are not there yet
};

struct StaticCheck {
  std::vector<StaticLinkFacts> links;
  std::size_t errors = 0;
  std::size_t warnings = 0;
};

// Reads the objects on `threads` threads. Reports MB110..MB115; symbols that nobody defines only
// where every library could be read, so that what is reported is what the linker says.
StaticCheck check_static_links(const StaticCheckInput& input, Diagnostics& diagnostics);

}  // namespace modbuild
