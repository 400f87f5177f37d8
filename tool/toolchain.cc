#include "toolchain.h"

#include <unistd.h>

#include <array>

#include "base/shell_words.h"
#include "base/str.h"
#include "context.h"

namespace modbuild::tool {
namespace {

constexpr auto kVariables = std::to_array<std::string_view>(
    {"AR", "CC", "CFLAGS", "CPPFLAGS", "CXX", "CXXFLAGS", "LDFLAGS", "PKG_CONFIG",
     "PKG_CONFIG_LIBDIR", "PKG_CONFIG_PATH", "PKG_CONFIG_SYSROOT_DIR"});

// The words of a variable, or of `otherwise` when it is unset or empty.
bool read_words(Context& context, const char* name, std::string_view otherwise,
                std::vector<std::string>& words) {
  std::optional<std::vector<std::string>> typed = shell_words(context.host.environment.get(name));
  if (!typed) {
    context.diagnostics.add(Code::NoCompiler, {},
                            cat("the variable ", name, " has a quote that is not closed"));
    return false;
  }
  words = typed->empty() ? split(otherwise, " ") : *std::move(typed);
  return true;
}

std::string program_path(const Context& context, const std::string& program) {
  if (program.find('/') != std::string::npos) {
    return access(absolute_path(context, program).c_str(), X_OK) == 0 ? program : std::string();
  }
  return find_program(program, context.environment.get("PATH"), context.tree_root);
}

}  // namespace

std::span<const std::string_view> build_variables() {
  return kVariables;
}

bool read_toolchain(Context& context) {
  Toolchain chain;
  bool good = read_words(context, "CC", "cc", chain.cc);
  good &= read_words(context, "CXX", "c++", chain.cxx);
  good &= read_words(context, "AR", "ar", chain.ar);
  good &= read_words(context, "CPPFLAGS", "", chain.cflags);
  chain.cxxflags = chain.cflags;
  good &= read_words(context, "CFLAGS", "", chain.cflags);
  good &= read_words(context, "CXXFLAGS", "", chain.cxxflags);
  good &= read_words(context, "LDFLAGS", "", chain.ldflags);
  context.job.toolchain = std::move(chain);
  return good;
}

bool require_compiler(Context& context) {
  const std::vector<std::string>& cc = context.job.toolchain.cc;
  if (!cc.empty() && !program_path(context, cc.front()).empty()) return true;
  context.diagnostics.add(Code::NoCompiler, {},
                          cat("there is no compiler '", cc.empty() ? "" : cc.front(), "'"),
                          "install one, for example with 'apt-get install gcc g++', or name yours "
                          "in CC and CXX");
  return false;
}

std::string require_ninja(Context& context) {
  const std::string path = program_path(context, "ninja");
  if (path.empty()) {
    append(context.talk,
           "modbuild: error: there is no program 'ninja' on PATH\n"
           "help: install it, for example with 'apt-get install ninja-build'\n");
    context.status = graver(context.status, ExitStatus::Environment);
  }
  return path;
}

}  // namespace modbuild::tool
