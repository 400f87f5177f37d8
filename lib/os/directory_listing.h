// Reads a directory's entries from an open descriptor, with as few system calls as there can be.
#pragma once

#include <cstdint>
#include <string>

#include "os/file_system.h"

namespace modbuild {

// Entries without '.' and '..', sorted by bytes; types come from the directory itself, and only
// where it does not know them from the file (each counted in `stats`). EAGAIN with a detail when
// the directory changes between two parts of a long listing.
Expected<Listing> read_directory(int directory, const std::string& path, std::uint64_t& stats);

}  // namespace modbuild
