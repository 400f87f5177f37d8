// Which directory tells when something absent appears.
#pragma once

#include <string>

namespace modbuild {

// `path` (absolute, normalised) if it exists, else the nearest directory above it that does.
std::string nearest_directory(std::string path);

}  // namespace modbuild
