// Parts of a build for machines of their own: which modules and programs each has, and what it must
// build besides.
#pragma once

#include <cstddef>
#include <vector>

#include "model/catalog.h"
#include "preview/preview.h"
#include "select/select.h"

namespace modbuild {

struct ShardInput {
  const Catalog* catalog = nullptr;
  const Selection* selection = nullptr;
  const ProbeReport* probes = nullptr;
  const Preview* preview = nullptr;  // of all that is built
  const StepCosts* costs = nullptr;
};

struct Shard {
  std::vector<ComponentId> items;  // modules and programs of this part, in id order
  // Modules and programs that the part must build, its own and those that they need, in id order.
  std::vector<ComponentId> built;
  Cost cost;  // of all that the part builds
};

// Divides the modules and programs that are on. Programs that load a module (with the modules that
// are linked in), modules that it depends on or that decide how it is compiled, libraries and tools
// are built in every part that needs them.
std::vector<Shard> make_shards(const ShardInput& input, std::size_t parts);

// The request that builds what `shard` builds, each component as the whole selection has it: linked
// in the same way, with the same features. Directories are those of the whole request.
Request shard_request(const Catalog& catalog, const Selection& selection, const Shard& shard);

}  // namespace modbuild
