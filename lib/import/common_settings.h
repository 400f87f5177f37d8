// Moves the flags that all components, all modules or all programs share into [defaults], so that a
// module with a trivial makefile gets a trivial manifest.
#pragma once

#include "import/imported.h"

namespace modbuild {

// Flags in which only a component's name differs become common with {name}.
void factor_settings(ImportedTree& tree);

}  // namespace modbuild
