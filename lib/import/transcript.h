// What one run of make said: the questions its makefiles asked about the machine, the programs its
// recipes ran, variables, the text of recipes. Read from the records of recording_shell.bash.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace modbuild {

// "package libxml-2.0", "program xml2-config": see recording_shell.bash.
struct ShellQuestion {
  std::string text;
  bool yes = true;
};

// A program that a recipe ran, or would run.
struct Command {
  std::string directory;  // absolute
  std::vector<std::string> words;
  std::string input, output;  // redirections; "" = none
  std::string shell;          // one for all that a command line ran; "" when none did
};

struct Transcript {
  std::vector<ShellQuestion> asked;  // in order, each once
  std::vector<Command> ran;
  std::map<std::string, std::string> variables;
  std::string text;    // what make itself printed: recipes with -n
  std::string errors;  // stderr
  int status = 0;
  std::string install_root;  // of recipes that were run: where they installed; absolute
  std::string failure;       // why make could not be run at all; "" = it was

  bool answered() const { return failure.empty() && status == 0; }
};

// Reads records into `transcript`. A line that is no record is left out.
void read_records(std::string_view records, Transcript& transcript);

// The commands of recipes as `make -n -w` prints them: simple commands with their redirections, the
// directory followed through "Entering directory" lines. `directory` is where make began. Text that
// only a shell can expand stays as it is.
std::vector<Command> recipe_commands(std::string_view text, std::string directory);

// One word of a program's output, standing for all of it: the words of the command that printed it.
// Empty when `word` holds no marker. `before` and `behind` become the text around it.
std::vector<std::string> marker_words(std::string_view word, std::string& before,
                                      std::string& behind);

// Whether `word` stands for, or holds, what a program printed.
bool is_marker(std::string_view word);

// Whether the command makes the file `output`: "-o OUTPUT" is among its words.
bool makes(const Command& command, std::string_view output);

}  // namespace modbuild
