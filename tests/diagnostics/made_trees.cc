#include "diagnostics/made_trees.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

namespace modbuild {
namespace {

constexpr const char* kTree =
    "schema = 1\n"
    "[tree]\n"
    "name = \"t\"\n"
    "modules = [\"modules/*\"]\n";
constexpr const char* kModule = "schema = 1\n[module]\n";

// A tree with one module `tm`, whose manifest is `manifest`.
void add_tree(const TempDirectory& dir, const std::string& manifest) {
  dir.add_file("modbuild.toml", kTree);
  dir.add_file("modules/tm/module.toml", manifest);
}

// Locks the file until this process ends.
void hold_lock(const std::string& path) {
  int fd = open(path.c_str(), O_RDWR | O_CLOEXEC);
  if (fd < 0) fd = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) != 0) std::abort();
}

std::string repeated(const std::string& text, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += text;
  return out;
}

}  // namespace

const std::vector<MadeTree>& made_trees() {
  static const std::vector<MadeTree> kTrees = {
      {"MB001_no_tree_file", [](const TempDirectory&) {}, {}, {}},
      {"MB002_fifo",
       [](const TempDirectory& dir) {
         dir.add_file("modbuild.toml", kTree);
         dir.add_directory("modules/tm");
         mkfifo((dir / "modules/tm/module.toml").c_str(), 0644);
       },
       {},
       {}},
      {"MB002_link_out_of_the_tree",
       [](const TempDirectory& dir) {
         dir.add_file("modbuild.toml", kTree);
         dir.add_directory("modules/tm");
         dir.add_link("modules/tm/module.toml", "/etc/passwd");
       },
       {},
       {}},
      {"MB107_abi_file",
       [](const TempDirectory& dir) {
         dir.add_file("modbuild.toml",
                      "schema = 1\n[tree]\nname = \"t\"\nprograms = [\"hosts/*\"]\n");
         dir.add_file("hosts/pbxd/main.c", "int main(void) { return 0; }\n");
         dir.add_file("hosts/pbxd/large.h", "");
         if (truncate((dir / "hosts/pbxd/large.h").c_str(), (64 << 20) + 1) != 0) std::abort();
         dir.add_file("hosts/pbxd/module.toml",
                      "schema = 1\n[program]\n[host]\nabi = [\"large.h\"]\n");
       },
       {},
       {}},
      {"MB003_unreadable_directory",
       {},
       [](MemoryFileSystem& fs) {
         fs.add_file("modbuild.toml", kTree);
         fs.add_file("modules/tm/module.toml", kModule);
         fs.break_directory("modules/tm", EACCES);
       },
       {}},
      {"MB004_too_large",
       [](const TempDirectory& dir) {
         add_tree(dir, kModule + repeated("# the same line again\n", 50'000));
       },
       {},
       {}},
      {"MB005_latin1",
       [](const TempDirectory& dir) {
         add_tree(dir, "schema = 1\n[module]\ndescription = \"caf\xE9\"\n");
       },
       {},
       {}},
      {"MB005_lone_carriage_return",
       [](const TempDirectory& dir) {
         add_tree(dir, "\xEF\xBB\xBFschema = 1\r\n[module]\rx = 1\r\n");
       },
       {},
       {}},
      {"MB005_nul",
       [](const TempDirectory& dir) {
         add_tree(dir, std::string("schema = 1\n[module]\nname = \"a\0b\"\n", 33));
       },
       {},
       {}},
      {"MB005_utf16",
       [](const TempDirectory& dir) { add_tree(dir, std::string("\xFF\xFEs\0c\0h\0", 8)); },
       {},
       {}},
      {"MB006_dotted_keys",
       [](const TempDirectory& dir) {
         add_tree(dir, "schema = 1\n[module]\n" + repeated("a.", 100'000) + "a = 1\n");
       },
       {},
       {}},
      {"MB006_too_many_keys",
       [](const TempDirectory& dir) {
         std::string manifest = "schema = 1\n[metadata]\n";
         for (int i = 0; i < 10'000; ++i) manifest += "k" + std::to_string(i) + " = 1\n";
         add_tree(dir, manifest);
       },
       {},
       {}},
      {"MB008_link_not_followed",
       [](const TempDirectory& dir) {
         add_tree(dir, "schema = 1\n[module]\nhosts = [\"*\"]\n");
         dir.add_file("modules/tm/tm.c", "");
         dir.add_link("modules/other", "tm");
       },
       {},
       {}},
      {"MB009_changed_while_reading",
       {},
       [](MemoryFileSystem& fs) {
         fs.add_file("modbuild.toml", kTree);
         fs.add_file("modules/tm/module.toml", kModule);
         fs.fail_at(4, EAGAIN, true);
       },
       {}},
      {"MB053_link_to_nowhere",
       [](const TempDirectory& dir) {
         add_tree(dir, "schema = 1\n[module]\n[build]\nsources = [\"tm.c\"]\n");
         dir.add_link("modules/tm/tm.c", "gone.c");
       },
       {},
       {}},
      {"MB060_control_character",
       [](const TempDirectory& dir) {
         add_tree(dir, kModule);
         dir.add_file("modules/tm/a\nb.c", "");
       },
       {},
       {}},
      {"MB061_bad_encoding",
       [](const TempDirectory& dir) {
         add_tree(dir, "schema = 1\n[module]\n[build]\nsources = [\"*.c\"]\n");
         dir.add_file("modules/tm/caf\xE9.c", "");
       },
       {},
       {}},
      {"MB064_too_long",
       {},
       [](MemoryFileSystem& fs) {
         fs.add_file("modbuild.toml", kTree);
         fs.add_file("modules/tm/module.toml",
                     "schema = 1\n[module]\n[build]\nsources = [\"*.c\"]\n");
         fs.add_file("modules/tm/" + repeated("long", 64) + ".c", "");
       },
       {}},
      // Room for the small files, not for build.ninja.
      {"MB120_write_failed", [](const TempDirectory&) {}, {}, {"prlimit", "--fsize=512"}},
      {"MB122_build_directory_locked",
       [](const TempDirectory& dir) {
         dir.add_file("build/.modbuild/lock", "");
         hold_lock(dir / "build/.modbuild/lock");
       },
       {},
       {}},
      {"MB174_locked",
       [](const TempDirectory& dir) {
         dir.add_directory("stage/var/lib/modbuild");
         hold_lock(dir / "stage/var/lib/modbuild");
       },
       {},
       {}},
      {"MB179_open_to_everybody",
       [](const TempDirectory& dir) {
         dir.add_directory("stage/var/lib");
         chmod((dir / "stage/var/lib").c_str(), 0777);
       },
       {},
       {}},
  };
  return kTrees;
}

}  // namespace modbuild
