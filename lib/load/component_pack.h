// A component as bytes, as read_component() made it: nothing that names look up is in it yet, and
// every place lies in its own manifest.
#pragma once

#include <string>
#include <string_view>

#include "load/component_reader.h"

namespace modbuild {

// Of a component that is usable, which is left as it is: one list of fields serves both directions.
std::string packed_component(LoadedComponent& loaded);

// False when `bytes` are malformed. `loaded` has its place (dir, manifest, file) already.
bool unpack_component(std::string_view bytes, LoadedComponent& loaded);

}  // namespace modbuild
