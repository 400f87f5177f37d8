// Answers as bytes, for the cache. What they depend on is not among them: the cache keeps that
// itself.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "probe/kinds.h"

namespace modbuild {

std::string packed(const AlternativeAnswer& answer);
std::optional<AlternativeAnswer> unpacked_answer(std::string_view bytes);

std::string packed(const Platform& platform);
std::optional<Platform> unpacked_platform(std::string_view bytes);

}  // namespace modbuild
