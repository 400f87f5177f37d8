#include "import/component_import.h"

#include <algorithm>
#include <set>

#include "base/path.h"
#include "base/sort_once.h"
#include "base/str.h"
#include "import/flag_pieces.h"
#include "model/language.h"

namespace modbuild {
namespace {

// What one compile command makes of what.
struct Compile {
  std::string source, object;      // relative to the directory
  std::vector<std::string> words;  // without the compiler, source, -c, -o, dependency flags
};

bool is_compile(const Command& command) {
  const auto& words = command.words;
  return words.size() > 2 && std::find(words.begin(), words.end(), "-c") != words.end() &&
         std::find(words.begin(), words.end(), "-o") != words.end();
}

Compile read_compile(const Command& command) {
  Compile compile;
  const auto& words = command.words;
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (words[i] == "-o" && i + 1 < words.size()) {
      compile.object = words[++i];
    } else if (words[i] == "-c" || words[i].starts_with("-MM") || words[i] == "-MP") {
      continue;
    } else if (language_of(words[i]).has_value() && !words[i].starts_with("-")) {
      compile.source = words[i];
    } else {
      compile.words.push_back(words[i]);
    }
  }
  return compile;
}

class ComponentImporter {
 public:
  ComponentImporter(const DirectoryRuns& runs, const std::vector<std::string>& files,
                    const std::string& copy_root, LibRegistry& registry, ComponentDraft& draft)
      : runs_(runs),
        files_(files),
        here_(join_path(copy_root, runs.directory)),
        registry_(registry),
        draft_(draft),
        component_(draft.component) {}

  void run() {
    for (const std::string& variable : runs_.backquotes) {
      leftover(cat(variable, " holds what a command in backquotes prints"), {variable, "`"});
    }
    read_recipes();
    add_flags();
    add_sources();
    add_generated();
    add_per_file();
  }

 private:
  // Objects that are made by the skeleton's rule alone, out of the source of their name.
  void read_objects() {
    const auto objects = runs_.variables.find("objs");
    if (objects == runs_.variables.end()) return;
    for (const std::string& object : split(objects->second, " ")) {
      const std::string stem = object.substr(0, object.rfind('.'));
      const auto source = std::find_if(files_.begin(), files_.end(), [&](const std::string& file) {
        return language_of(file) && file.substr(0, file.rfind('.')) == stem;
      });
      if (source == files_.end()) continue;
      compiles_.push_back({*source, object, {}});
      linked_.insert(object);
    }
  }

  void read_recipes() {
    if (runs_.recipes.empty()) return read_objects();
    for (const Command& command : runs_.recipes) {
      if (command.directory != here_) continue;
      if (command.words.front() == "echo") {
        if (!command.output.empty() && !command.output.starts_with("/")) add_text(command);
      } else if (is_compile(command)) {
        compiles_.push_back(read_compile(command));
      } else if (makes(command, runs_.name)) {
        for (const std::string& word : command.words) {
          if (word.ends_with(".o")) linked_.insert(word);
        }
      } else if (!is_housekeeping(command)) {
        steps_.push_back(command);
      }
    }
  }

  // A file that a makefile writes line by line.
  void add_text(const Command& command) {
    std::string line = join({command.words.begin() + 1, command.words.end()}, " ");
    texts_[command.output].push_back(std::move(line));
  }

  // Files in which makefiles note how they were called, and the like.
  static bool is_housekeeping(const Command& command) {
    static const std::set<std::string> kTalk = {":", "true", "test", "[", "rm", "cd", "exit"};
    return kTalk.count(command.words.front()) > 0;
  }

  void add_flags() {
    FlagPieces flags = flag_pieces(runs_, registry_);
    for (const Piece& piece : flags.pieces) {
      const ImportedValue value{piece.value, piece.when};
      switch (piece.kind) {
        case PieceKind::Include:
          component_.includes.push_back(value);
          break;
        case PieceKind::Define:
          component_.defines.push_back(value);
          break;
        case PieceKind::Cflag:
          component_.cflags.push_back(value);
          break;
        case PieceKind::Ldflag:
          component_.ldflags.push_back(value);
          break;
        case PieceKind::Object:
          linked_.insert(piece.value);
          break;
        case PieceKind::Lib:
          component_.libs.push_back({cat("#", piece.value), piece.when});
          note_lib(piece.value);
          break;
        case PieceKind::OptionalLib:
          add_optional(piece);
          break;
      }
    }
    for (ImportedFeature& feature : flags.features) {
      for (const ImportedValue& lib : feature.libs) note_lib(lib.value.substr(1));
      component_.features.push_back(std::move(feature));
    }
    for (ImportNote& note : flags.leftovers) draft_.leftovers.push_back(std::move(note));
    draft_.decisions = std::move(flags.decisions);
  }

  void add_optional(const Piece& piece) {
    ImportedFeature feature;
    feature.name = cat("#", piece.value);
    feature.by_default = "auto";
    feature.libs.push_back({cat("#", piece.value), ""});
    feature.when = piece.when;
    component_.features.push_back(std::move(feature));
    note_lib(piece.value);
  }

  void note_lib(const std::string& number) {
    const LibRegistry::Number lib = std::stoul(number);
    if (std::find(draft_.libs.begin(), draft_.libs.end(), lib) == draft_.libs.end()) {
      draft_.libs.push_back(lib);
    }
  }

  // All sources that are compiled into what is linked; those that are left are told.
  void add_sources() {
    std::vector<std::string> sources;
    for (const Compile& compile : compiles_) {
      sources.push_back(compile.source);
      if (linked_.count(compile.object) == 0) {
        leftover(cat(compile.source, " is compiled, and linked only here"), {compile.object});
      }
    }
    std::set<std::string> generated;
    for (const std::string& name : generated_names()) generated.insert(name);
    std::erase_if(sources, [&](const std::string& name) { return generated.count(name) > 0; });
    std::sort(sources.begin(), sources.end());
    std::vector<std::string> all;
    for (const std::string& file : files_) {
      if (language_of(file).has_value() && generated.count(file) == 0) all.push_back(file);
    }
    if (sources == all) return;
    for (std::string& pattern : patterns_of(sources)) {
      component_.sources.push_back({std::move(pattern), ""});
    }
  }

  std::vector<std::string> generated_names() const {
    std::vector<std::string> names;
    for (const char* variable : {"auto_gen", "auto_gen_others", "auto_gen_keep"}) {
      const auto found = runs_.variables.find(variable);
      if (found == runs_.variables.end()) continue;
      for (const std::string& name : split(found->second, " \t")) names.push_back(name);
    }
    for (const Command& step : steps_) {
      if (!step.output.empty() && !step.output.starts_with("/")) names.push_back(step.output);
    }
    for (const auto& [name, lines] : texts_) names.push_back(name);
    return names;
  }

  // "*.c" where a directory's files of one suffix are all there.
  std::vector<std::string> patterns_of(const std::vector<std::string>& sources) const {
    std::set<std::string> patterns;
    for (const std::string& source : sources) {
      const std::string pattern = join_path(directory_of(source), cat("*", suffix_of(source)));
      const bool own = directory_of(source).empty();
      const bool all =
          !own || std::all_of(files_.begin(), files_.end(), [&](const std::string& file) {
            return suffix_of(file) != suffix_of(source) ||
                   std::binary_search(sources.begin(), sources.end(), file);
          });
      patterns.insert(all ? pattern : source);
    }
    return {patterns.begin(), patterns.end()};
  }

  // Flags of single objects that the others do not have.
  void add_per_file() {
    const FlagVariant& flags = runs_.flags;
    std::set<std::string> usual(flags.flags.fixed.compile.begin(), flags.flags.fixed.compile.end());
    for (const ProbedPart& part : flags.flags.parts) {
      const FlagWords& words = part.outcomes.front().flags;
      usual.insert(words.compile.begin(), words.compile.end());
    }
    for (const Compile& compile : compiles_) {
      ImportedPerFile own;
      for (const std::string& word : compile.words) {
        if (usual.count(word) > 0) continue;
        auto& list = word.starts_with("-D") ? own.defines : own.cflags;
        const std::string value = word.starts_with("-D") ? word.substr(2) : word;
        add_once(list, value);
      }
      if (own.defines.empty() && own.cflags.empty()) continue;
      if (!is_known(compile.source)) continue;  // its step is left over
      own.files = {compile.source};
      component_.per_file.push_back(std::move(own));
    }
  }

  bool is_known(const std::string& source) const {
    if (source.find('/') != std::string::npos) return true;
    return std::find(files_.begin(), files_.end(), source) != files_.end() ||
           std::any_of(component_.generates.begin(), component_.generates.end(),
                       [&](const ImportedGenerate& generate) {
                         return std::find(generate.outputs.begin(), generate.outputs.end(),
                                          source) != generate.outputs.end();
                       });
  }

  void add_generated() {
    for (const auto& [name, lines] : texts_) {
      if (name.ends_with(".lst")) continue;  // of the makefiles themselves
      component_.generates.push_back(text_step(name, lines));
    }
    for (const Command& step : steps_) {
      if (step.words.front().find('$') != std::string::npos) continue;
      if (std::any_of(step.words.begin(), step.words.end(), has_substitution)) {
        leftover(cat("a step asks a shell: ", join(step.words, " ")), {step.words.front()});
        continue;
      }
      ImportedGenerate generate;
      if (is_grammar_tool(step)) {
        generate = grammar_step(step);
      } else if (!step.output.empty()) {
        generate.outputs = {step.output};
        generate.to_stdout = true;
        generate.command = step.words;
        place_inputs(generate);
      }
      const bool again =
          std::any_of(component_.generates.begin(), component_.generates.end(),
                      [&](const ImportedGenerate& one) { return one.outputs == generate.outputs; });
      if (again) continue;  // a rule with two targets is run for each
      if (generate.outputs.empty()) {
        leftover(cat("a step of its own: ", join(step.words, " ")), {step.words.front()});
      } else {
        component_.generates.push_back(std::move(generate));
      }
    }
  }

  static bool has_substitution(const std::string& word) {
    return word.find('`') != std::string::npos || word.find("$(") != std::string::npos;
  }

  static bool is_grammar_tool(const Command& step) {
    const std::string name(base_name(step.words.front()));
    return name == "bison" || name == "yacc" || name == "flex" || name == "lex";
  }

  // bison and flex write where they are told; the names are those that the makefile expects.
  ImportedGenerate grammar_step(const Command& step) const {
    ImportedGenerate generate;
    const std::string& input = step.words.back();
    generate.inputs = {input};
    generate.command = {step.words.front()};
    const std::string tool(base_name(step.words.front()));
    const auto& words = step.words;
    if (tool == "flex" || tool == "lex") {
      const auto at = std::find(words.begin(), words.end(), "-o");
      generate.outputs = {at == words.end() ? "lex.yy.c" : *(at + 1)};
      generate.command.insert(generate.command.end(), {"-o", "{outputs[0]}", "{inputs[0]}"});
      return generate;
    }
    const auto at = std::find(words.begin(), words.end(), "-b");
    const std::string prefix = at == words.end() ? "y" : *(at + 1);
    generate.outputs = {cat(prefix, ".tab.c")};
    if (std::find(words.begin(), words.end(), "-d") != words.end()) {
      generate.outputs.push_back(cat(prefix, ".tab.h"));
      generate.command.emplace_back("-d");
    }
    generate.command.insert(generate.command.end(), {"-o", "{outputs[0]}", "{inputs[0]}"});
    return generate;
  }

  // Files of the directory become inputs; what a probe printed becomes a variable of its lib.
  void place_inputs(ImportedGenerate& generate) {
    // It goes into the directory of its last argument, and looks for the others there
    // (ExtUtils::ParseXS).
    const bool changes_directory = base_name(generate.command.front()) == "xsubpp";
    for (std::string& word : generate.command) {
      if (std::find(files_.begin(), files_.end(), word) != files_.end()) {
        const std::string number = std::to_string(generate.inputs.size());
        generate.inputs.push_back(word);
        if (!changes_directory || &word == &generate.command.back()) {
          word = cat("{inputs[", number, "]}");
        }
        continue;
      }
      std::string before, behind;
      const std::vector<std::string> printed = marker_words(word, before, behind);
      if (printed.empty()) continue;
      const std::size_t known = draft_.libs.size();
      word = cat(before, registry_.add_variable(draft_.libs, printed), behind);
      for (std::size_t i = known; i < draft_.libs.size(); ++i) {
        component_.libs.push_back({cat("#", std::to_string(draft_.libs[i])), ""});
      }
    }
  }

  void leftover(std::string text, const std::vector<std::string>& words) {
    const auto [file, line] = runs_.makefile.find(words);
    draft_.leftovers.push_back({file, line, std::move(text)});
  }

  const DirectoryRuns& runs_;
  const std::vector<std::string>& files_;
  std::string here_;
  LibRegistry& registry_;
  ComponentDraft& draft_;
  ImportedComponent& component_;
  std::vector<Compile> compiles_;
  std::vector<Command> steps_;
  std::map<std::string, std::vector<std::string>> texts_;  // file -> its lines
  std::set<std::string> linked_;
};

}  // namespace

ComponentDraft import_component(const DirectoryRuns& runs, ImportedKind kind,
                                const std::vector<std::string>& files, const std::string& copy_root,
                                LibRegistry& registry) {
  ComponentDraft draft;
  draft.component.kind = kind;
  draft.component.directory = runs.directory;
  draft.component.manifest = "module.toml";
  draft.component.name =
      runs.name.ends_with(".so") ? runs.name.substr(0, runs.name.size() - 3) : runs.name;
  if (!runs.fault.empty()) {
    draft.leftovers.push_back({runs.makefile.files.front().path, 0, runs.fault});
    if (runs.name.empty()) {
      // It is there, and nothing is known of it but that.
      draft.component.name = base_name(runs.directory);
      draft.component.when = "false";
      return draft;
    }
  }
  ComponentImporter(runs, files, copy_root, registry, draft).run();
  return draft;
}

ImportedGenerate text_step(const std::string& name, const std::vector<std::string>& lines) {
  ImportedGenerate generate;
  generate.outputs = {name};
  generate.command = {"printf", "%s\\n"};
  generate.command.insert(generate.command.end(), lines.begin(), lines.end());
  generate.to_stdout = true;
  return generate;
}

void name_libs(ComponentDraft& draft, const LibRegistry& registry) {
  const auto named = [&](std::string& text) {
    if (text.starts_with("#")) text = registry.name(std::stoul(text.substr(1)));
  };
  ImportedComponent& component = draft.component;
  for (ImportedValue& lib : component.libs) named(lib.value);
  for (ImportedFeature& feature : component.features) {
    named(feature.name);
    for (ImportedValue& lib : feature.libs) named(lib.value);
  }
  constexpr std::string_view kVariable = "{lib.";
  const auto named_variable = [&](std::string& word) {
    const std::size_t at = word.find(kVariable);
    if (at == std::string::npos) return;
    const std::size_t begin = at + kVariable.size();
    const std::size_t end = word.find('.', begin);
    word.replace(begin, end - begin, registry.name(std::stoul(word.substr(begin, end - begin))));
  };
  for (ImportedGenerate& generate : component.generates) {
    for (std::string& word : generate.command) named_variable(word);
  }
  for (ImportedInstall& install : component.installs) {
    named_variable(install.to);
    const std::size_t at = install.when.find('#');
    if (at == std::string::npos) continue;
    const std::size_t end = install.when.find(')', at);
    install.when.replace(at, end - at,
                         registry.name(std::stoul(install.when.substr(at + 1, end - at - 1))));
  }
}

}  // namespace modbuild
