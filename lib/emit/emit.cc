#include "emit/emit.h"

#include <array>

#include "base/str.h"
#include "emit/escape.h"
#include "emit/make.h"
#include "emit/ninja.h"
#include "emit/rejection.h"

namespace modbuild {
namespace {

std::vector<OutputFile> no_more_files(const EmitInput&, Diagnostics&) {
  return {};
}

// Ninja keeps what it must know in its log.
std::vector<std::string> no_side_files(const Plan&) {
  return {};
}

constexpr auto kBackends = std::to_array<Backend>({
    {"ninja", "one build.ninja for Ninja 1.8 or later", "build.ninja", no_more_files, no_side_files,
     emit_ninja},
    {"make", "one Makefile for GNU Make 4.0 or later", "Makefile", make_more_files, make_side_files,
     emit_make},
});

}  // namespace

std::span<const Backend> backends() {
  return kBackends;
}

std::string whole_text(const OutputFile& file) {
  std::string text = file.text;
  for (std::size_t part = 0; part < file.parts; ++part) text += file.make_part(part);
  return text;
}

bool has_launcher(const Plan& plan) {
  for (const Machine machine : {Machine::Target, Machine::Build}) {
    const Toolchain& toolchain = toolchain_for(plan, machine);
    if (!toolchain.launcher_c.empty() || !toolchain.launcher_cxx.empty()) return true;
  }
  return false;
}

bool is_watchable(std::string_view path) {
  return depfile_path(path).has_value() && make_prerequisite(path).has_value();
}

std::optional<std::string> response_word(const std::string& text) {
  const Escaped<RspToken> token = rsp_token(text);
  return token ? std::optional(token->text()) : std::nullopt;
}

}  // namespace modbuild
