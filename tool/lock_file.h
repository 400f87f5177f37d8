// The document modbuild.lock/1: what a request came to on one machine, to be compared with what it
// comes to on another. Knows neither where it lies nor what a difference means.
#pragma once

#include <optional>
#include <string>

#include "model/request.h"
#include "preview/preview.h"

namespace modbuild::tool {

struct LockFile {
  std::string tool;       // "modbuild 0.1.0"
  std::string triple;     // what is built for
  std::string compiler;   // and with what: "gcc 12"
  std::string profile;    // "" = none
  std::string toolchain;  // as named on the command line; "" = the profile's or the environment's
  std::string variant;    // likewise
  Request request;        // beyond the profile
  Preview preview;        // components and libs
};

std::string lock_json(const LockFile& lock);

// Words of the request get the place `at`. Nothing when the text is no such document.
std::optional<LockFile> parse_lock(const std::string& text, const SourceRange& at);

}  // namespace modbuild::tool
