#include "probe/compiler.h"

#include "base/path.h"
#include "base/str.h"
#include "os/nearest_directory.h"
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

void watch_command(const std::vector<std::string>& argv, const std::string& path,
                   const std::string& tree_root, std::vector<std::string>& inputs) {
  for (std::size_t i = 0; i < argv.size(); ++i) {
    const std::string& word = argv[i];
    if (word.starts_with('/')) {
      inputs.push_back(nearest_directory(normalise(word)));
    } else if (word.find('/') == std::string::npos && !word.starts_with('-')) {
      std::vector<std::string> found;
      const bool is_program = !watch_program(word, path, tree_root, found).empty();
      // A word behind the first may be anything; `ccache gcc` runs the second as well.
      if (i == 0 || is_program) inputs.insert(inputs.end(), found.begin(), found.end());
    }
  }
}

std::vector<std::string> compiler_command(ProbeLanguage language, const ProbeTools& tools,
                                          Question& question) {
  const Toolchain& chain = tools.toolchain;
  const std::vector<std::string>& named = language == ProbeLanguage::Cxx ? chain.cxx : chain.cc;
  const std::string& path = tools.variable("PATH");
  watch_command(named, path, tools.tree_root, question.answer.inputs);
  std::vector<std::string> argv = resolve_command(named, path, tools.tree_root);
  if (argv.empty()) {
    not_found(question, cat("there is no ", language_word(language), " compiler"));
    return {};
  }
  if (!chain.sysroot.empty()) argv.push_back(cat("--sysroot=", chain.sysroot));
  return argv;
}

}  // namespace modbuild
