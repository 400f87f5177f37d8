// Which files a former generation made that the present one does not, and taking them away.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "os/file_system.h"

namespace modbuild {

// Paths of `old_list` (one a line, as found on disk: not to be trusted) that are regular files
// below the build directory and stand neither in `outputs` nor in `kept`; both sorted, so is the
// result.
Expected<std::vector<std::string>> find_stale_outputs(std::string_view old_list,
                                                      const std::vector<std::string_view>& outputs,
                                                      const std::vector<std::string>& kept,
                                                      FileSystem& build);

// Removes the files, and directories that are empty then.
Expected<void> remove_stale_outputs(const std::vector<std::string>& stale, FileSystem& build);

}  // namespace modbuild
