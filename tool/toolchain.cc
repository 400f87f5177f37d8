#include "toolchain.h"

#include <unistd.h>

#include <algorithm>
#include <iterator>

#include "base/shell_words.h"
#include "base/str.h"
#include "context.h"
#include "probe/probe.h"

namespace modbuild::tool {
namespace {

constexpr std::string_view kVariables[] = {"AR",
                                           "AR_FOR_BUILD",
                                           "CC",
                                           "CC_FOR_BUILD",
                                           "CFLAGS",
                                           "CFLAGS_FOR_BUILD",
                                           "CPPFLAGS",
                                           "CPPFLAGS_FOR_BUILD",
                                           "CXX",
                                           "CXXFLAGS",
                                           "CXXFLAGS_FOR_BUILD",
                                           "CXX_FOR_BUILD",
                                           "LDFLAGS",
                                           "LDFLAGS_FOR_BUILD",
                                           "PKG_CONFIG"};

// Appends the words of a variable, or `otherwise` when it is unset or empty.
bool read_words(Context& context, const std::string& name, std::string_view otherwise,
                std::vector<std::string>& words) {
  std::optional<std::vector<std::string>> typed = shell_words(context.host.environment.get(name));
  if (!typed) {
    context.diagnostics.add(Code::NoCompiler, {},
                            cat("the variable ", name, " has a quote that is not closed"));
    return false;
  }
  if (typed->empty()) typed = split(otherwise, " ");
  words.insert(words.end(), typed->begin(), typed->end());
  return true;
}

// `suffix` stands behind the name of each variable.
bool read_toolchain(Context& context, std::string_view suffix, Toolchain& chain) {
  chain = {};
  const auto read = [&](std::string_view name, std::string_view otherwise,
                        std::vector<std::string>& words) {
    return read_words(context, cat(name, suffix), otherwise, words);
  };
  bool good = read("CC", "cc", chain.cc);
  good &= read("CXX", "c++", chain.cxx);
  good &= read("AR", "ar", chain.ar);
  good &= read("CPPFLAGS", "", chain.cflags);
  chain.cxxflags = chain.cflags;
  good &= read("CFLAGS", "", chain.cflags);
  good &= read("CXXFLAGS", "", chain.cxxflags);
  good &= read("LDFLAGS", "", chain.ldflags);
  return good;
}

std::string program_path(const Context& context, const std::string& program) {
  if (program.find('/') != std::string::npos) {
    return access(absolute_path(context, program).c_str(), X_OK) == 0 ? program : std::string();
  }
  return find_program(program, context.environment.get("PATH"), context.tree_root);
}

}  // namespace

bool is_build_variable(std::string_view name) {
  const auto* const end = std::end(kVariables);
  return is_probe_variable(name) || std::find(std::begin(kVariables), end, name) != end;
}

bool read_toolchain(Context& context) {
  const bool good = read_toolchain(context, "", context.job.toolchain);
  return read_toolchain(context, "_FOR_BUILD", context.job.build_toolchain) && good;
}

std::string require_build_program(std::string_view backend, Context& context) {
  const bool make = backend == "make";
  // Where make is another one, GNU Make has a name of its own.
  std::string path = program_path(context, make ? "gmake" : "ninja");
  if (path.empty() && make) path = program_path(context, "make");
  if (path.empty()) {
    append(context.talk, "modbuild: error: there is no program '", backend, "' on PATH\n",
           "help: install it, for example with 'apt-get install ", make ? "make" : "ninja-build",
           "'\n");
    context.status = graver(context.status, ExitStatus::Environment);
  }
  return path;
}

}  // namespace modbuild::tool
