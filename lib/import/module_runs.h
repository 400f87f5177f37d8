// Everything that make says of one directory: its flags under each operating system and option, how
// they depend on probes, its recipes. One process at a time in a directory; directories in
// parallel.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "import/exploration.h"
#include "import/make_runs.h"
#include "import/makefile_text.h"

namespace modbuild {

// The flags of a directory under one setting of variables.
struct FlagVariant {
  std::map<std::string, std::string> settings;  // OS=darwin; empty = as on Linux, nothing set
  Exploration flags;
  std::vector<std::string> linker;  // LDFLAGS
  bool failed = false;
  bool reads_flags = false;  // it looks into what a probe printed
};

struct OptionVariant {
  MakeOption option;
  std::string value;
  FlagVariant variant;
  bool is_text = false;  // the value itself becomes a flag or a name: no choice, but a user's text
};

struct DirectoryRuns {
  std::string directory;  // in the tree
  std::string name;       // NAME: "tm.so", "kamcmd"
  MakefileText makefile;
  std::map<std::string, std::string> variables;  // of the first run
  std::vector<Command> recipes;                  // of NAME
  bool installs_more = false;                    // than what it builds
  FlagVariant flags;
  std::vector<FlagVariant> systems;  // other operating systems and compilers
  std::vector<OptionVariant> options;
  std::vector<std::string> backquotes;  // variables that a recipe\'s shell would expand; left out
  std::string fault;                    // why nothing can be told; "" = all is there
};

// The words that this family of makefiles gives to the compiler and the linker.
const std::vector<std::string>& flag_variables();

// The words of a variable's value, "-L /x" and "-framework X" joined. Empty when quotes are not
// closed.
std::vector<std::string> flag_words(const std::string& value);

// Options are variables that are not among `known_variables`. With none known it is the main
// program's directory: without options, and its `install` is that of the whole tree.
DirectoryRuns run_directory(MakeRuns& runs, const std::string& directory, MakefileText makefile,
                            const std::set<std::string>& known_variables);

}  // namespace modbuild
