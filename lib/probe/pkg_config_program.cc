// What the pkg-config of this run is and where it looks.
#include <array>

#include "base/packed.h"
#include "base/parallel.h"
#include "base/path.h"
#include "base/shell_words.h"
#include "base/str.h"
#include "os/machine_files.h"
#include "probe/compiler.h"
#include "probe/kinds.h"
#include "probe/pkg_config.h"

namespace modbuild {
namespace {

// "Title: /a /b " of --dump-personality.
std::vector<std::string> listed(const std::string& printed, std::string_view title) {
  for (const std::string& line : split(printed, "\r\n")) {
    if (line.starts_with(title)) return split(std::string_view(line).substr(title.size()), " ");
  }
  return {};
}

std::vector<std::string> absolute(const std::string& search_path) {
  std::vector<std::string> directories;
  for (const std::string& directory : split(search_path, ":\n")) {
    if (directory.starts_with('/')) directories.push_back(normalise(directory));
  }
  return directories;
}

struct Said {
  std::string text;  // "" when it fails
  bool passing = false;
};

// What the program prints with one more argument or two.
Said ask(std::vector<std::string> argv, const std::vector<std::string>& arguments,
         const ProbeTools& tools) {
  Question question;  // details alone make no library missing
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  const std::optional<ProcessAnswer> printed = run_probe(tools, std::move(argv), question);
  const bool good = printed && printed->exit_status == 0;
  return {good ? printed->output : std::string(), question.answer.passing};
}

// The name of a machine's directories: aarch64-linux-gnu for clang's aarch64-unknown-linux-gnu.
std::string directory_triple(const std::string& triple) {
  std::vector<std::string> parts = split(triple, "-");
  if (parts.size() == 4) parts.erase(parts.begin() + 1);
  return join(parts, "-");
}

}  // namespace

std::vector<std::string> pkg_config_command(const ProbeTools& tools,
                                            const Environment& environment) {
  std::vector<std::string> argv = tools.toolchain.pkg_config;
  if (argv.empty()) {
    argv = shell_words(environment.get("PKG_CONFIG")).value_or(std::vector<std::string>());
  }
  if (argv.empty() && tools.is_cross()) {
    const std::string of_target = cat(tools.platform.triple, "-pkg-config");
    const std::string found = find_program(of_target, tools.variable("PATH"), tools.tree_root);
    if (!found.empty()) argv = {of_target};
  }
  if (argv.empty()) argv = {"pkg-config"};
  return argv;
}

// Debian's layout where the toolchain says nothing: libraries of another machine stand in
// directories named after its triple. A pkg-config that the toolchain names knows its own.
void point_pkg_config(ProbeTools& tools) {
  const Toolchain& chain = tools.toolchain;
  std::map<std::string, std::string>& variables = tools.environment;
  if (!chain.pkg_config_path.empty()) {
    variables["PKG_CONFIG_PATH"] = join(chain.pkg_config_path, ":");
  }
  if (!chain.sysroot.empty()) variables["PKG_CONFIG_SYSROOT_DIR"] = chain.sysroot;
  if (!chain.pkg_config_libdir.empty()) {
    variables["PKG_CONFIG_LIBDIR"] = join(chain.pkg_config_libdir, ":");
  } else if ((tools.is_cross() || !chain.sysroot.empty()) && chain.pkg_config.empty() &&
             variables.count("PKG_CONFIG_LIBDIR") == 0) {
    const std::string triple = directory_triple(tools.platform.triple);
    std::vector<std::string> directories;
    for (const char* below : {"/usr/local/lib/", "/usr/lib/"}) {
      directories.push_back(cat(chain.sysroot, below, triple, "/pkgconfig"));
    }
    if (!chain.sysroot.empty()) directories.push_back(cat(chain.sysroot, "/usr/lib/pkgconfig"));
    directories.push_back(cat(chain.sysroot, "/usr/share/pkgconfig"));
    variables["PKG_CONFIG_LIBDIR"] = join(directories, ":");
  }
}

PkgConfigProgram identify_pkg_config(std::vector<std::string> argv, const ProbeTools& tools,
                                     bool& passing) {
  PkgConfigProgram program;
  program.argv = std::move(argv);
  const std::string_view name = base_name(program.argv.front());
  // A script of that name may set variables of its own before it runs the real one.
  const bool plain = !tools.self.empty() && program.argv.size() == 1 &&
                     (name == "pkg-config" || name == "pkgconf") &&
                     is_elf_file(program.argv.front());
  std::array<Said, 2> said;
  if (plain) {
    constexpr std::array<const char*, 2> kQuestions = {"--version", "--dump-personality"};
    for_each_index(said.size(), tools.threads,
                   [&](std::size_t i) { said[i] = ask(program.argv, {kQuestions[i]}, tools); });
  }
  passing = said[0].passing || said[1].passing;
  const std::string& personality = said[1].text;
  program.paths = {listed(personality, "DefaultSearchPaths: "),
                   listed(personality, "SystemIncludePaths: "),
                   listed(personality, "SystemLibraryPaths: ")};
  program.same_as_library = plain && said[0].text == cat(package_library_version(), "\n") &&
                            !program.paths.search.empty();
  if (program.same_as_library) return program;
  program.paths = {};
  if (tools.variable("PKG_CONFIG_LIBDIR").empty()) {
    const Said path = ask(program.argv, {"--variable=pc_path", "pkg-config"}, tools);
    program.paths.search = absolute(path.text);
    passing |= path.passing;
  }
  return program;
}

std::string packed(const PkgConfigProgram& program) {
  PackWriter writer;
  writer.texts(program.argv);
  writer.flag(program.same_as_library);
  writer.texts(program.paths.search);
  writer.texts(program.paths.system_headers);
  writer.texts(program.paths.system_libraries);
  return writer.bytes();
}

std::optional<PkgConfigProgram> unpacked_program(std::string_view bytes) {
  PackReader reader(bytes);
  PkgConfigProgram program;
  program.argv = reader.texts();
  program.same_as_library = reader.flag();
  program.paths.search = reader.texts();
  program.paths.system_headers = reader.texts();
  program.paths.system_libraries = reader.texts();
  if (!reader.at_end()) return std::nullopt;
  return program;
}

std::vector<std::string> package_directories(const PkgConfigProgram& program,
                                             const ProbeTools& tools) {
  std::vector<std::string> directories = absolute(tools.variable("PKG_CONFIG_PATH"));
  const std::vector<std::string> instead = absolute(tools.variable("PKG_CONFIG_LIBDIR"));
  const std::vector<std::string>& rest = instead.empty() ? program.paths.search : instead;
  directories.insert(directories.end(), rest.begin(), rest.end());
  return directories;
}

}  // namespace modbuild
