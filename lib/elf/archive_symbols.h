// What the members of an archive (ar) define, by its own index.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace modbuild {

// Sorted, each once. The error says why: "it is no archive".
tl::expected<std::vector<std::string>, std::string> archive_symbols(std::string bytes);

}  // namespace modbuild
