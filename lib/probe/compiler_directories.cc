#include "probe/compiler_directories.h"

#include "base/path.h"
#include "base/str.h"
#include "os/machine_files.h"
#include "probe/compiler.h"
#include "probe/kinds.h"

namespace modbuild {
namespace {

// "/usr/lib/gcc/x/12/../../../../lib" leads over links that may be there, so the disk must say
// where.
void add_absolute(std::string_view path, std::vector<std::string>& directories) {
  if (!path.starts_with('/')) return;
  std::string real = real_path(std::string(path));
  if (real.empty() && path.find("/../") == std::string_view::npos) real = normalise(path);
  if (!real.empty()) directories.push_back(std::move(real));
}

// Between two lines that gcc and clang print alike with -v.
std::vector<std::string> header_directories(const std::string& said) {
  std::vector<std::string> directories;
  bool listing = false;
  for (const std::string& line : split(said, "\r\n")) {
    if (line.find("search starts here") != std::string::npos) {
      listing = true;
    } else if (line.starts_with("End of search list")) {
      listing = false;
    } else if (listing && line.starts_with(' ')) {
      add_absolute(std::string_view(line).substr(1), directories);
    }
  }
  return directories;
}

// "libraries: =/usr/lib/gcc/x86_64-linux-gnu/12/:/lib/x86_64-linux-gnu/".
std::vector<std::string> library_directories(const std::string& said) {
  constexpr std::string_view kTitle = "libraries: =";
  std::vector<std::string> directories;
  for (const std::string& line : split(said, "\r\n")) {
    if (!line.starts_with(kTitle)) continue;
    for (const std::string& part : split(std::string_view(line).substr(kTitle.size()), ":")) {
      add_absolute(part, directories);
    }
  }
  return directories;
}

// SEARCH_DIR("=/usr/local/lib") in what `ld --verbose` prints; '=' stands for the sysroot.
void add_linker_directories(const std::string& said, const std::string& sysroot,
                            std::vector<std::string>& directories) {
  constexpr std::string_view kTitle = "SEARCH_DIR(\"";
  for (std::size_t at = said.find(kTitle); at != std::string::npos; at = said.find(kTitle, at)) {
    at += kTitle.size();
    const std::string_view path = std::string_view(said).substr(at, said.find('"', at) - at);
    add_absolute(path.starts_with('=') ? cat(sysroot, path.substr(1)) : path, directories);
  }
}

// The linker that the compiler runs looks in places of its own as well, /usr/local/lib for one.
std::string ask_linker(std::vector<std::string> compiler, const ProbeTools& tools,
                       Question& unheard) {
  compiler.emplace_back("-print-prog-name=ld");
  const auto named = run_probe(tools, std::move(compiler), unheard);
  if (!named || named->exit_status != 0) return {};
  const std::vector<std::string> lines = split(named->output, "\r\n");
  if (lines.size() != 1) return {};
  std::vector<std::string> linker = resolve_command(lines, tools.variable("PATH"), tools.tree_root);
  if (linker.empty()) return {};
  linker.emplace_back("--verbose");
  const auto said = run_probe(tools, std::move(linker), unheard);
  return said ? said->output : std::string();
}

SearchDirectories ask(ProbeLanguage language, const ProbeTools& tools) {
  SearchDirectories found;
  Question headers;  // nobody asked it, so nobody hears when it goes wrong
  std::vector<std::string> argv = compiler_command(language, tools, headers);
  if (argv.empty()) return found;
  // Flags such as -m32 and -isystem decide as well.
  const Toolchain& chain = tools.toolchain;
  const auto& flags = language == ProbeLanguage::Cxx ? chain.cxxflags : chain.cflags;
  argv.insert(argv.end(), flags.begin(), flags.end());
  const std::vector<std::string> compiler = argv;
  std::vector<std::string> for_libraries = argv;
  argv.insert(argv.end(), {"-v", "-E", "-x", language_word(language), "/dev/null"});
  if (const auto said = run_probe(tools, std::move(argv), headers)) {
    found.headers = header_directories(said->errors);
  }
  for_libraries.emplace_back("-print-search-dirs");
  if (const auto said = run_probe(tools, std::move(for_libraries), headers)) {
    found.libraries = library_directories(said->output);
  }
  add_linker_directories(ask_linker(compiler, tools, headers), chain.sysroot, found.libraries);
  found.known = !headers.answer.passing;
  return found;
}

}  // namespace

const SearchDirectories& CompilerDirectories::of(ProbeLanguage language, const ProbeTools& tools) {
  const std::lock_guard<std::mutex> guard(mutex_);
  const auto known = known_.find(language);
  if (known != known_.end()) return known->second;
  return known_.emplace(language, ask(language, tools)).first->second;
}

}  // namespace modbuild
