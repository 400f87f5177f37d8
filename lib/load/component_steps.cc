// [[generate]], [[install]] and [host].
#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <utility>

#include "base/glob.h"
#include "base/path.h"
#include "base/sort_once.h"
#include "base/str.h"
#include "load/component_builder.h"
#include "load/placeholders.h"
#include "load/text_place.h"
#include "load/tree_paths.h"

namespace modbuild {
namespace {

constexpr std::string_view kToolPrefix = "tool:";
constexpr std::string_view kCommandHelp =
    "known are {inputs} {inputs[N]} {outputs} {outputs[N]} {depfile} {name} {dir} {outdir} "
    "{tool:NAME} "
    "{modules} {lib.LIB.NAME} {tree.name} {tree.version} and install directories; a literal brace "
    "is written {{ "
    "or }}";

// Checks the words of one command and finds the tools it names.
class CommandChecker {
 public:
  // `files_known`: every input and output that the step names was found good.
  CommandChecker(Generate& generate, bool files_known, Diagnostics& diagnostics)
      : generate_(generate), files_known_(files_known), diagnostics_(diagnostics) {}

  void run() {
    for (const Text& word : generate_.command) check_word(word);
    const Text& program = generate_.command.front();
    if (program.value.find('/') != std::string::npos) {
      diagnostics_.add(Code::BadValue, program.at,
                       cat("'", program.value, "' is a path, expected a program"),
                       "name a program found on PATH, a program of this tree ({tool:NAME}), or a "
                       "script that is an input ({inputs[0]})");
    }
    for (const Placeholder& placeholder : placeholders_of(program.value)) {
      if (!parse_lib_value(placeholder.name)) continue;
      diagnostics_.add(Code::BadValue, program.at,
                       cat("'", program.value, "' would run whatever file the machine names"),
                       "name a program found on PATH, or a program of this tree ({tool:NAME})");
    }
  }

 private:
  void check_word(const Text& word) {
    for (const Placeholder& placeholder : placeholders_of(word.value)) {
      const SourceRange at = place_in_text(word, placeholder.begin, placeholder.end);
      if (!placeholder.is_closed) {
        report(at, "'{' is never closed", std::string(kCommandHelp));
      } else if (is_list(placeholder.name)) {
        if (placeholder.end - placeholder.begin == word.value.size()) continue;
        report(at,
               cat("'{", placeholder.name, "}' becomes several words and stands alone in its own"),
               cat("write it as a word by itself, or {", placeholder.name, "[0]} for one"));
      } else if (is_path(placeholder, at)) {
        if (placeholder.end == word.value.size()) continue;
        report(at, cat("the path '{", placeholder.name, "}' must end its word"),
               "put what follows it into a word of its own");
      }
    }
  }

  static bool is_list(std::string_view name) {
    return name == "inputs" || name == "outputs" || name == "modules";
  }

  // Whether it stands for a path; what stands for nothing is reported.
  bool is_path(const Placeholder& placeholder, const SourceRange& at) {
    const std::string& name = placeholder.name;
    if (name == "dir" || name == "outdir") return true;
    if (name == "depfile") {
      if (!generate_.depfile.empty()) return true;
      report(at, "nothing stands for '{depfile}' here", "add depfile = \"NAME.d\" to the step");
      return false;
    }
    if (name.starts_with(kToolPrefix)) {
      add_tool({name.substr(kToolPrefix.size()), at});
      return true;
    }
    if (name.starts_with("inputs[") || name.starts_with("outputs[")) return check_index(name, at);
    if (parse_lib_value(name)) return false;
    const std::vector<std::string_view>& texts = destination_placeholders();
    if (std::find(texts.begin(), texts.end(), name) == texts.end()) {
      report(at, cat("nothing stands for '{", name, "}' here"), std::string(kCommandHelp));
    }
    return false;
  }

  bool check_index(const std::string& name, const SourceRange& at) {
    const bool of_inputs = name.starts_with("inputs");
    const std::size_t count = of_inputs ? generate_.inputs.size() : generate_.outputs.size();
    const std::size_t bracket = name.find('[');
    std::size_t index = 0;
    const char* end = name.data() + name.size() - 1;
    const auto [stop, error] = std::from_chars(name.data() + bracket + 1, end, index);
    if (name.back() != ']' || error != std::errc() || stop != end) {
      report(at, cat("'{", name, "}' has no number between its brackets"),
             "count from 0: {outputs[0]}");
      return false;
    }
    if (index < count || !files_known_) return true;
    report(at,
           cat("there is no '{", name, "}': the step has ",
               count_of(count, of_inputs ? "input" : "output")),
           "the first is number 0");
    return false;
  }

  void add_tool(Text name) {
    for (const ComponentUse& known : generate_.tools) {
      if (known.name.value == name.value) return;
    }
    generate_.tools.push_back({std::move(name), {}, {}});
  }

  void report(const SourceRange& at, std::string message, std::string help) {
    diagnostics_.add(Code::UnknownPlaceholder, at, std::move(message), std::move(help));
  }

  Generate& generate_;
  bool files_known_;
  Diagnostics& diagnostics_;
};

void check_outputs(const Generate& generate, Diagnostics& diagnostics) {
  std::map<std::string_view, const Text*> seen;
  for (const Text& output : generate.outputs) {
    const auto [first, is_new] = seen.try_emplace(output.value, &output);
    if (is_new) continue;
    diagnostics.add({Code::DuplicateOutput,
                     output.at,
                     cat("output '", output.value, "' is listed twice"),
                     "remove one of the two",
                     {{first->second->at, "the other one"}}});
  }
}

// The step's inputs in the order of its entries, each once. False when an entry was wrong.
bool take_inputs(const std::vector<Text>& entries, Generate& generate,
                 const BuildContext& context) {
  bool good = true;
  std::set<std::string> seen;
  for (const Text& entry : entries) {
    std::vector<std::string> files = context.finder.files(entry);
    good &= !files.empty();
    for (std::string& file : files) {
      if (seen.insert(file).second) generate.inputs.push_back(std::move(file));
    }
  }
  return good;
}

void take_generated(std::vector<Text>& from, std::vector<Text>& to, Diagnostics& diagnostics) {
  for (Text& text : from) {
    std::optional<std::string> path = generated_path_text(text, diagnostics);
    if (path) to.push_back({std::move(*path), text.at});
  }
}

// A glob of `collect` is looked up in many directories: it cannot name one of the tree.
void take_collect(std::vector<Text>& globs, Generate& generate, Diagnostics& diagnostics) {
  for (Text& glob : globs) {
    if (!tree_path(glob, {}, diagnostics)) continue;
    if (glob.value.starts_with("//")) {
      diagnostics.add(Code::BadPath, glob.at, cat("path '", glob.value, "' begins with '//'"),
                      "globs of `collect` are looked up in each module's directory");
    } else {
      generate.collect.push_back(std::move(glob));
    }
  }
}

AbiInputs abi_inputs(std::vector<Text>& inputs, const BuildContext& context) {
  AbiInputs abi;
  for (Text& input : inputs) {
    if (input.value == "defines") {
      abi.defines = true;
    } else if (input.value == "cflags") {
      abi.cflags = true;
    } else if (input.value == "compiler") {
      abi.compiler = true;
    } else if (input.value.find('{') != std::string::npos) {
      check_placeholders(input, {"tree.name", "tree.version"}, context.diagnostics);
      abi.texts.push_back(std::move(input));
    } else {
      for (std::string& file : context.finder.files(input)) abi.files.push_back(std::move(file));
    }
  }
  sort_once(abi.files);
  return abi;
}

// A command that is not trusted may only run what the build itself makes.
void check_trust(const Generate& generate, const BuildContext& context) {
  const Text& program = generate.command.front();
  const std::string& word = program.value;
  const bool is_tool = word.starts_with("{tool:") && word.find('}') == word.size() - 1;
  if (!context.rules.untrusted || is_tool) return;
  context.diagnostics.add(
      Code::NotTrusted, program.at,
      cat("the command runs '", word, "', and the tree is not trusted"),
      "run a program of the tree, {tool:NAME}, keep the generated file among the sources, or leave "
      "out --untrusted when you have read the command");
}

// Where a file that `pattern` found goes when it keeps its directories: its path behind those that
// stand in front of the first glob; for an exact path that is its name.
std::string path_below(std::string_view pattern, std::string_view file) {
  const std::string_view fixed = glob_fixed_directory(pattern);
  return std::string(fixed.empty() ? file : file.substr(fixed.size() + 1));
}

void take_files(const InstallSection& section, Install& install, const Component& component,
                const BuildContext& context) {
  for (const Text& text : section.from) {
    const std::vector<std::string> files = context.finder.files(text);
    if (files.empty()) continue;  // said
    const auto pattern = tree_path(text, component.dir, context.diagnostics);
    for (const std::string& file : files) {
      install.from.push_back(file);
      install.from_at.push_back(text.at);
      if (section.keep_tree) install.below.push_back(path_below(*pattern, file));
    }
  }
}

void take_substitutions(const InstallSection& section, Install& install, Diagnostics& diagnostics) {
  const bool binary = section.kind == InstallKind::Module || section.kind == InstallKind::Program ||
                      section.kind == InstallKind::Library;
  for (const auto& [text, replacement] : section.subst.items) {
    const bool control = std::any_of(text.begin(), text.end(), [](char c) {
      return static_cast<unsigned char>(c) < 0x20U || c == 0x7F;
    });
    if (binary) {
      diagnostics.add(Code::BadValue, replacement.at,
                      "'subst' changes text, and what is installed here is a binary",
                      "give the file one of the kinds config, data, doc, header, man and script");
      return;
    }
    if (text.empty() || control) {
      diagnostics.add(Code::BadValue, replacement.at,
                      text.empty() ? "the text to replace is empty"
                                   : "the text to replace holds a control character",
                      "write a part of one line of the file");
      continue;
    }
    install.subst.push_back({text, replacement});
  }
}

}  // namespace

void build_generates(std::vector<GenerateSection>& sections, Component& component,
                     const BuildContext& context) {
  for (GenerateSection& section : sections) {
    Generate generate;
    generate.at = section.at;
    generate.when = std::move(section.when);
    bool files_known = take_inputs(section.inputs, generate, context);
    std::vector<Text> outputs = section.outputs.value_or(std::vector<Text>());
    take_generated(outputs, generate.outputs, context.diagnostics);
    files_known &= !outputs.empty() && generate.outputs.size() == outputs.size();
    if (section.outputs && outputs.empty()) {
      context.diagnostics.add(Code::BadValue, section.at, "the step makes nothing",
                              "name each file that the command makes in `outputs`");
    }
    if (!section.depfile.empty()) {
      std::vector<Text> made;
      std::vector<Text> depfile{std::move(section.depfile)};
      take_generated(depfile, made, context.diagnostics);
      generate.depfile = made.empty() ? std::move(depfile.front()) : std::move(made.front());
    }
    generate.to_output = section.to_output;
    if (section.to_output && outputs.size() > 1) {
      context.diagnostics.add(
          Code::BadValue, outputs[1].at,
          cat("'stdout' fills one output, found ", count_of(outputs.size(), "output")),
          "write a [[generate]] for each, or let the command write its files itself");
    }
    take_collect(section.collect, generate, context.diagnostics);
    check_outputs(generate, context.diagnostics);
    if (section.command && section.command->empty()) {
      context.diagnostics.add(Code::BadValue, section.at, "the command is empty",
                              "write the program and its arguments: [\"bison\", \"-o\", ..]");
    } else if (section.command) {
      generate.command = std::move(*section.command);
      CommandChecker(generate, files_known, context.diagnostics).run();
      check_trust(generate, context);
    }
    component.generates.push_back(std::move(generate));
  }
}

void build_installs(std::vector<InstallSection>& sections, Component& component,
                    const BuildContext& context) {
  for (InstallSection& section : sections) {
    Install install;
    install.kind = section.kind;
    install.at = section.at;
    install.when = std::move(section.when);
    take_files(section, install, component, context);
    take_substitutions(section, install, context.diagnostics);
    install.to = std::move(section.to);
    install.rename = std::move(section.rename);
    install.mode = std::move(section.mode);
    install.package = std::move(section.package);
    if (!install.rename.empty() && section.keep_tree) {
      context.diagnostics.add(Code::BadValue, install.rename.at,
                              "'rename' gives a file another name, 'keep-tree' keeps those it has",
                              "keep one of the two");
    } else if (!install.rename.empty() && install.from.size() > 1) {
      context.diagnostics.add(
          Code::BadValue, install.rename.at,
          cat("'rename' is for one file, found ", count_of(install.from.size(), "file")),
          "write an [[install]] for each");
    }
    component.installs.push_back(std::move(install));
  }
}

void build_host(HostSection& section, Component& component, const BuildContext& context) {
  HostInfo host;
  host.entry_symbols = std::move(section.entry_symbols);
  host.shim = section.static_lookup == StaticLookup::Shim;
  host.abi = abi_inputs(section.abi, context);
  host.config_load = std::move(section.config_load);
  host.at = section.at;
  component.host = std::move(host);
}

}  // namespace modbuild
