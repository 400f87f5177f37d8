// One file replaced as a whole: readers see the old content or the new, never a part.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "os/file_system.h"

namespace modbuild {

// Whether the new content must survive a power failure right away, or may be lost as a whole.
enum class Durability : std::uint8_t { Synced, Relaxed };

// Writes a temp file beside `path` and renames it over it. On failure the old file is whole and no
// temp file stays. The mode is `mode` exactly, or without one 0644 as the umask allows.
Expected<void> replace_file(FileSystem& files, const std::string& path, std::string_view content,
                            Durability durability,
                            std::optional<std::uint32_t> mode = std::nullopt);

}  // namespace modbuild
