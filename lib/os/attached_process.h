// Running a program in the foreground: it has our standard streams and our terminal,
// or is listened to.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "os/host_error.h"

namespace modbuild {

struct AttachedExit {
  int status = 0;            // 128 + signal when killed
  bool interrupted = false;  // SIGINT, SIGTERM or SIGHUP reached us meanwhile; it was passed on
};

// Runs `argv` (argv[0] a path) in `directory` with exactly these variables and waits for its end.
// With `said`, what it writes to either stream goes through a pipe: to our standard output,
// and the first 64 MiB of it to `said`.
Expected<AttachedExit> run_attached(const std::vector<std::string>& argv,
                                    const std::string& directory,
                                    const std::map<std::string, std::string>& environment,
                                    std::string* said = nullptr);

}  // namespace modbuild
