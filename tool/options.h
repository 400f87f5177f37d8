// The options that every command takes, before or after its name, and how commands declare theirs.
// Keeps CLI11 behind a few functions: only options.cc, main.cc, help.cc and usage.cc include it.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "diag/render.h"
#include "terminal.h"

namespace CLI {
class App;
}

namespace modbuild::tool {

enum class Format : std::uint8_t {
  Unset,  // until the command is known: then the first that it has
  Text,
  Names,
  Json,
  Csv,
  Markdown,
  Deb,
  Rpm,
  Cpack,
  Spdx,
  CycloneDx,
  Dot,
  Mermaid,
  Svg,
  Github,
  Gitlab
};

struct Options {
  std::string directory;        // -C
  std::string build_directory;  // -B
  std::string profile;
  std::string toolchain;
  std::string variant;
  std::vector<std::string> launcher;  // each value as typed: words of a shell
  unsigned threads = 0;               // -j; 0 = one per processor
  bool quiet = false;
  bool verbose = false;
  ColorMode color = ColorMode::Auto;
  Format format = Format::Unset;
  DiagnosticFormat diagnostics = DiagnosticFormat::Text;
  bool no_probe = false;
  bool untrusted = false;
  bool frozen = false;
  unsigned probe_seconds = 10;
  bool refresh = false;
  bool no_cache = false;
  std::string locked;  // the lock that must still hold; "" = none is asked for
  std::string stats;   // "", "text" or "json"
  std::string trace;   // a file; "" = none
};

void declare_global_options(CLI::App& app, Options& options);

// "text", "names", ...
std::string_view format_word(Format format);

// How help groups options.
inline constexpr const char* kOwnOptions = "Options";
inline constexpr const char* kRequestOptions = "Request";
inline constexpr const char* kGlobalOptions = "Global options";
inline constexpr const char* kHidden = "";

// What help says of one option.
struct OptionText {
  const char* names;       // "-g,--group"
  const char* value_name;  // "GROUP"; unused for switches; "" = the words of a choice
  const char* help;
  const char* group = kOwnOptions;
};

// Present or not.
void add_switch(CLI::App& app, const OptionText& text, bool& value);

// The last of several values counts.
void add_value(CLI::App& app, const OptionText& text, std::string& value);

// May be given often; `values` gets each word as typed, empty ones too.
void add_list(CLI::App& app, const OptionText& text, std::vector<std::string>& values);

// An option with as many values as that.
void add_values(CLI::App& app, const OptionText& text, int count, std::vector<std::string>& values);

// Arguments that are no options: one, or any number. `name` is what help calls it.
void add_argument(CLI::App& app, const char* name, const char* help, std::string& value);
void add_arguments(CLI::App& app, const char* name, const char* help,
                   std::vector<std::string>& values);

// One of a few words, handed over by its index; another one is a usage error that suggests the
// nearest.
void add_choice_of(CLI::App& app, const OptionText& text, const std::vector<std::string>& words,
                   const std::function<void(std::size_t)>& choose);

template <class T>
using Choices = std::vector<std::pair<std::string, T>>;

template <class T>
void add_choice(CLI::App& app, const OptionText& text, const Choices<T>& choices, T& value) {
  std::vector<std::string> words;
  for (const std::pair<std::string, T>& choice : choices) words.push_back(choice.first);
  add_choice_of(app, text, words,
                [&value, choices](std::size_t index) { value = choices[index].second; });
}

// The parser that `app` is a command of.
const CLI::App& program_of(const CLI::App& app);

}  // namespace modbuild::tool
