// Which variant of the tree the command line asks for. It decides which build directory is meant,
// so it is settled before any stage runs.
#pragma once

namespace modbuild::tool {

struct Context;

// Fills job.variant: --variant, else the variant of --profile, else none; the tree must be open.
// False (MB070) when the tree declares no such variant.
bool settle_asked_variant(Context& context);

}  // namespace modbuild::tool
