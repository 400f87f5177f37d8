// The bytes of objects.
#pragma once

#include <string>
#include <vector>

#include "git/git.h"

namespace modbuild {

// The texts of the blobs `ids` of the repository that holds `directory`, in that order. An error
// with EIO when one is missing, as in a partial clone.
Expected<std::vector<std::string>> read_blobs(Git& git, const std::string& directory,
                                              const std::vector<std::string>& ids);

}  // namespace modbuild
