// A catalog as text, to compare and to show whole in a test.
#pragma once

#include <string>

#include "model/catalog.h"

namespace modbuild {

// Everything in the catalog but places; what has its default value is left out.
std::string text_of(const Catalog& catalog);

// Its toolchains.
std::string text_of_toolchains(const Catalog& catalog);

// One component of it.
std::string text_of(const Catalog& catalog, const Component& component);

}  // namespace modbuild
