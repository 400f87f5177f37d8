// Which components changed files touch: steps that would run again or give another result, told
// from the plan, from what sources include, and from what the plan was before. Pure but for reading
// sources. Knows nothing of version control.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/parallel.h"
#include "model/catalog.h"
#include "os/changed_file.h"
#include "os/file_system.h"
#include "plan/plan.h"
#include "preview/preview.h"
#include "select/select.h"

namespace modbuild {

// How one thing depends on the next, from a component towards what changed.
enum class AffectedEdge : std::uint8_t {
  Setting,     // what the plan says of it is not what it was; `to` tells what
  Manifest,    // a manifest, where it is not known what the plan was
  Compiles,    // a source
  Includes,    // a file that the one before includes
  MayInclude,  // a file that came or went, which a name may mean
  Computes,    // a changed file that a computed #include may name
  Reads,       // an input of a generator
  Uses,        // a file that another step makes
  Abi,         // a file that the ABI of a host depends on
  Installs,    // a file as it is
  Policy,      // a file that belongs to nothing and, by [affected], to everything
  Needs        // another component, when it runs
};

// "compiles", "includes", ..., as documents have it.
std::string_view edge_word(AffectedEdge edge);

struct AffectedLink {
  AffectedEdge edge = AffectedEdge::Setting;
  std::string to;

  friend bool operator==(const AffectedLink&, const AffectedLink&) = default;
};

// How a component is touched; the gravest of what applies.
enum class Touch : std::uint8_t {
  None,
  Needs,     // only something that it needs when it runs
  Installs,  // only files that are installed as they are
  Builds     // some of its steps
};

// "needs", "installs", "builds"; "" for None.
std::string_view touch_word(Touch touch);

struct AffectedComponent {
  ComponentId component;
  Touch touch = Touch::Builds;
  std::vector<AffectedLink> why;  // a shortest way to what changed
};

struct Affected {
  std::vector<AffectedComponent> components;  // by id
  std::vector<std::string> lost;              // names of what was on and is not any more, sorted
  // Changed files that belong to nothing, but for those of which [affected] says so; sorted.
  std::vector<std::string> unknown;
  std::vector<std::string> refused;  // those of them for which [affected] wants an error
};

struct AffectedInput {
  const Catalog* catalog = nullptr;
  const Selection* selection = nullptr;
  const Plan* plan = nullptr;
  const Preview* after = nullptr;      // of `plan`
  const Preview* before = nullptr;     // of the plan as it was; null = not known
  FileSystem* sources = nullptr;       // as they are
  std::vector<ChangedFile> changed;    // relative to the sources
  std::vector<ChangedFile> manifests;  // of an overlay tree, relative to it
  std::string source_root;             // from the build directory to the sources: ".."
  // The files of the sources that the compiler read when it last made `object`, where
  // nothing of them or of the command is newer; null = not known. May be empty.
  std::function<const std::vector<std::string>*(const std::string& object)> recorded;
  bool with_dependents = false;  // also what needs an affected module when it runs
  Threads threads = 1;
};

// Without `before`, a changed manifest touches its component, the tree file everything.
Affected find_affected(const AffectedInput& input);

}  // namespace modbuild
