// The compiler and its flags as the environment names them: CC CXX AR CPPFLAGS CFLAGS CXXFLAGS
// LDFLAGS, and with _FOR_BUILD behind each those of the build machine.
#pragma once

#include <string_view>

namespace modbuild::tool {

struct Context;

// Whether a variable decides what a build consists of, directly or by what probes answer; `gen`
// keeps the values of such.
bool is_build_variable(std::string_view name);

// Fills job.toolchain and job.build_toolchain from context.host.environment. False (MB090) when a
// value cannot be split.
bool read_toolchain(Context& context);

// The path of the program that reads the build files of `backend`, "" after an error when there is
// none on PATH.
std::string require_build_program(std::string_view backend, Context& context);

}  // namespace modbuild::tool
