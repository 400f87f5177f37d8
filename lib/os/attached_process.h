// Running a program in the foreground: it has our standard streams and our terminal.
#pragma once

#include <string>
#include <vector>

#include "os/host_error.h"

namespace modbuild {

struct AttachedExit {
  int status = 0;            // 128 + signal when killed
  bool interrupted = false;  // SIGINT, SIGTERM or SIGHUP reached us meanwhile; it was passed on
};

// Runs `argv` (argv[0] a path) in `directory` with this process's environment and waits for its
// end.
Expected<AttachedExit> run_attached(const std::vector<std::string>& argv,
                                    const std::string& directory);

}  // namespace modbuild
