// The text of recording_shell.bash, compiled in.
#pragma once

#include <string_view>

namespace modbuild {

extern const std::string_view kRecordingShell;

}  // namespace modbuild
