#include "probe/compiler.h"

#include "base/str.h"
#include "probe/kinds.h"

namespace modbuild {

const char* language_word(ProbeLanguage language) {
  return language == ProbeLanguage::Cxx ? "c++" : "c";
}

std::vector<std::string> resolve_command(std::vector<std::string> argv, const std::string& path,
                                         const std::string& tree_root) {
  if (argv.empty()) return argv;
  std::string& program = argv.front();
  if (program.find('/') == std::string::npos) program = find_program(program, path, tree_root);
  if (program.empty()) argv.clear();
  return argv;
}

std::vector<std::string> compiler_command(ProbeLanguage language, const ProbeTools& tools,
                                          Question& question) {
  const Toolchain& chain = tools.toolchain;
  std::vector<std::string> argv =
      resolve_command(language == ProbeLanguage::Cxx ? chain.cxx : chain.cc, tools.variable("PATH"),
                      tools.tree_root);
  if (argv.empty()) {
    not_found(question, cat("there is no ", language_word(language), " compiler"));
    return {};
  }
  question.answer.inputs.push_back(argv.front());
  if (!chain.sysroot.empty()) argv.push_back(cat("--sysroot=", chain.sysroot));
  return argv;
}

}  // namespace modbuild
