#include "import/install_import.h"

#include <regex.h>

#include <algorithm>
#include <array>
#include <map>

#include "base/path.h"
#include "base/sort_once.h"
#include "base/str.h"

namespace modbuild {
namespace {

using Substitutions = std::vector<std::pair<std::string, std::string>>;

constexpr std::string_view kSample = ".sample";
// More different texts than this that one expression finds are no list of names.
constexpr std::size_t kMostMatches = 8;

// A file that a recipe made: where its bytes come from, and what was done to them.
struct Made {
  std::string from;                  // in the tree
  std::vector<std::string> scripts;  // of sed
  std::string mode;
  bool is_sample = false;
};

// "s#FROM#TO#g": its parts; nothing for other scripts.
std::optional<std::pair<std::string, std::string>> replacement_of(const std::string& script) {
  if (script.size() < 4 || script[0] != 's') return std::nullopt;
  const char mark = script[1];
  std::vector<std::string> parts(1);
  for (std::size_t at = 2; at < script.size(); ++at) {
    if (script[at] == '\\' && at + 1 < script.size() && script[at + 1] == mark) {
      parts.back() += mark;
      ++at;
    } else if (script[at] == mark) {
      parts.emplace_back();
    } else {
      parts.back() += script[at];
    }
  }
  if (parts.size() != 3) return std::nullopt;
  return std::pair{parts[0], parts[1]};
}

// Whether a basic regular expression is plain text; `text` becomes it.
bool is_plain(const std::string& expression, std::string& text) {
  text.clear();
  for (std::size_t at = 0; at < expression.size(); ++at) {
    const char c = expression[at];
    if (c == '\\' && at + 1 < expression.size() &&
        std::string_view("./").find(expression[at + 1]) != std::string_view::npos) {
      text += expression[++at];
    } else if (std::string_view("\\[]*^$").find(c) != std::string_view::npos) {
      return false;
    } else {
      text += c;
    }
  }
  return true;
}

// The replacement of a match: "&" and "\\1" filled in.
std::string filled_in(const std::string& by, const std::string& text,
                      const std::array<regmatch_t, 10>& groups) {
  std::string out;
  const auto add_group = [&](std::size_t group) {
    const regmatch_t& match = groups[group];
    if (match.rm_so < 0) return;
    const auto begin = static_cast<std::size_t>(match.rm_so);
    out += text.substr(begin, static_cast<std::size_t>(match.rm_eo) - begin);
  };
  for (std::size_t at = 0; at < by.size(); ++at) {
    const char next = at + 1 < by.size() ? by[at + 1] : '\0';
    if (by[at] == '&') {
      add_group(0);
    } else if (by[at] == '\\' && next >= '0' && next <= '9') {
      add_group(static_cast<std::size_t>(next - '0'));
      ++at;
    } else if (by[at] != '\\') {
      out += by[at];
    } else if (next != '\0') {
      out += next;
      ++at;
    }
  }
  return out;
}

// What `expression` finds in `text` and what it would become, each once: for expressions that are
// no plain text, taken from the file that they are for. Nothing when it is no expression of sed, or
// finds too much to be a list of names.
std::optional<Substitutions> matches_in(const std::string& text, const std::string& expression,
                                        const std::string& by) {
  // An anchor is a place, and a pair of texts has none.
  if (expression.starts_with("^") || expression.ends_with("$")) return std::nullopt;
  regex_t regex;
  if (regcomp(&regex, expression.c_str(), REG_NEWLINE) != 0) return std::nullopt;
  Substitutions found;
  std::string rest = text;
  std::array<regmatch_t, 10> groups{};
  while (found.size() <= kMostMatches &&
         regexec(&regex, rest.c_str(), groups.size(), groups.data(), 0) == 0) {
    const auto begin = static_cast<std::size_t>(groups[0].rm_so);
    const auto end = static_cast<std::size_t>(groups[0].rm_eo);
    std::pair<std::string, std::string> one{rest.substr(begin, end - begin),
                                            filled_in(by, rest, groups)};
    if (one.first.empty()) break;
    add_once(found, one);
    rest.erase(0, std::max(end, begin + 1));
  }
  regfree(&regex);
  if (found.size() > kMostMatches) return std::nullopt;
  return found;
}

std::string named(std::string path, const DirectoryNames& names) {
  for (const auto& [directory, name] : names) {
    const std::size_t at = path.find(directory);
    if (at == std::string::npos) continue;
    path.replace(at, directory.size(), cat("{", name, "}"));
    break;
  }
  return path;
}

class Installation {
 public:
  explicit Installation(const RecipePlaces& places) : places_(places) {}

  // Programs of a pipeline begin in any order: what goes into one is found before it is run.
  void find_pipelines(const std::vector<Command>& commands) {
    for (const Command& command : commands) {
      if (!command.output.empty()) continue;
      Pipeline& pipeline = pipelines_[command.shell];
      const std::string& program = command.words.front();
      if (program == "cat" && command.words.size() == 2) {
        pipeline.from = absolute(command, command.words[1]);
      } else if (program == "sed") {
        const SedCall call = read_sed(command);
        pipeline.scripts.insert(pipeline.scripts.end(), call.scripts.begin(), call.scripts.end());
        if (!call.input.empty()) pipeline.from = call.input;
      }
    }
  }

  void run(const Command& command) {
    const std::string& program = command.words.front();
    if (program == "sed" && !command.output.empty()) {
      run_sed(command);
    } else if (program == "install") {
      run_install(command);
    } else if (program == "cp") {
      run_copy(command);
    } else if (program == "mv") {
      run_move(command);
    } else if (program == "chmod") {
      run_chmod(command);
    } else if (program == "rm") {
      for (const std::string& word : command.words) made_.erase(absolute(command, word));
    }
  }

  std::vector<RecipeFile> take() const {
    std::vector<RecipeFile> files;
    for (const auto& [path, made] : made_) {
      // What a probe printed may begin the path: "ROOT__mb_..__/share".
      if (!path.starts_with(places_.root) || path.size() == places_.root.size()) continue;
      RecipeFile file;
      file.from = made.from;
      const std::string destination = path.substr(places_.root.size());
      file.destination = named(std::string(directory_of(destination)), places_.names);
      file.name = base_name(destination);
      file.mode = made.mode;
      file.is_sample = made.is_sample;
      for (const std::string& script : made.scripts) add_substitution(made, script, file);
      files.push_back(std::move(file));
    }
    std::sort(files.begin(), files.end());
    return files;
  }

 private:
  static std::string absolute(const Command& command, const std::string& word) {
    std::string path = word.starts_with("/") ? word : join_path(command.directory, word);
    std::vector<std::string> parts;
    for (const std::string& part : split(path, "/")) {
      if (part == "..") {
        if (!parts.empty()) parts.pop_back();
      } else if (part != ".") {
        parts.push_back(part);
      }
    }
    return cat("/", join(parts, "/"));
  }

  Made origin(const std::string& path) const {
    const auto known = made_.find(path);
    return known != made_.end() ? known->second : Made{places_.in_tree(path), {}, {}, false};
  }

  struct SedCall {
    std::vector<std::string> scripts;
    std::string input;  // absolute; "" = the pipeline
  };

  static SedCall read_sed(const Command& command) {
    SedCall call;
    std::vector<std::string> files;
    for (std::size_t i = 1; i < command.words.size(); ++i) {
      if (command.words[i] == "-e" && i + 1 < command.words.size()) {
        call.scripts.push_back(command.words[++i]);
      } else if (!command.words[i].starts_with("-")) {
        (call.scripts.empty() ? call.scripts : files).push_back(command.words[i]);
      }
    }
    call.input = !command.input.empty() ? command.input
                 : files.empty()        ? std::string()
                                        : absolute(command, files.front());
    return call;
  }

  void run_sed(const Command& command) {
    SedCall call = read_sed(command);
    if (call.input.empty()) {
      const Pipeline& pipeline = pipelines_[command.shell];
      call.input = pipeline.from;
      call.scripts.insert(call.scripts.end(), pipeline.scripts.begin(), pipeline.scripts.end());
      std::sort(call.scripts.begin(), call.scripts.end());
    }
    Made made = origin(call.input);
    made.scripts.insert(made.scripts.end(), call.scripts.begin(), call.scripts.end());
    made.mode.clear();
    made_[command.output] = std::move(made);
  }

  void run_install(const Command& command) {
    std::string mode = "0755";
    std::vector<std::string> words;
    for (std::size_t i = 1; i < command.words.size(); ++i) {
      const std::string& word = command.words[i];
      if (word == "-d") return;
      if (word == "-m" && i + 1 < command.words.size()) {
        mode = cat(command.words[i + 1].size() == 3 ? "0" : "", command.words[i + 1]);
        ++i;
      } else if (!word.starts_with("-")) {
        words.push_back(word);
      }
    }
    place(command, words, mode);
  }

  void run_copy(const Command& command) {
    std::vector<std::string> words;
    for (std::size_t i = 1; i < command.words.size(); ++i) {
      if (!command.words[i].starts_with("-")) words.push_back(command.words[i]);
    }
    place(command, words, "");
  }

  void place(const Command& command, const std::vector<std::string>& words,
             const std::string& mode) {
    if (words.size() < 2) return;
    const std::string target = absolute(command, words.back());
    const bool directory =
        words.size() > 2 || words.back().ends_with("/") || places_.is_directory(target);
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
      Made made = origin(absolute(command, words[i]));
      if (!mode.empty()) made.mode = mode;
      made_[directory ? join_path(target, base_name(words[i])) : target] = std::move(made);
    }
  }

  void run_move(const Command& command) {
    if (command.words.size() < 3) return;
    const std::string from = absolute(command, command.words[command.words.size() - 2]);
    const std::string to = absolute(command, command.words.back());
    const auto known = made_.find(from);
    if (known == made_.end()) return;
    Made made = known->second;
    made.is_sample = from == cat(to, kSample);
    made_.erase(known);
    made_[to] = std::move(made);
  }

  void run_chmod(const Command& command) {
    if (command.words.size() < 3) return;
    for (std::size_t i = 2; i < command.words.size(); ++i) {
      const auto known = made_.find(absolute(command, command.words[i]));
      if (known == made_.end()) continue;
      const std::string& mode = command.words[1];
      known->second.mode = cat(mode.size() == 3 ? "0" : "", mode);
    }
  }

  void add_substitution(const Made& made, const std::string& script, RecipeFile& file) const {
    const auto replacement = replacement_of(script);
    std::string plain;
    const std::optional<std::string> text = places_.read(made.from);
    Substitutions pairs;
    if (replacement && is_plain(replacement->first, plain)) {
      pairs.emplace_back(plain, replacement->second);
    } else if (replacement && text) {
      const auto found = matches_in(*text, replacement->first, replacement->second);
      if (found) {
        pairs = *found;
      } else {
        file.fault = cat("sed ", script);
      }
    } else {
      file.fault = cat("sed ", script);
    }
    for (auto& [from, to] : pairs) {
      // What is not in the file needs no replacing, what stays the same neither.
      std::string becomes = named(to, places_.names);
      const bool needed = from != becomes && (!text || text->find(from) != std::string::npos);
      if (needed) file.subst.emplace_back(from, std::move(becomes));
    }
  }

  const RecipePlaces& places_;
  std::map<std::string, Made> made_;  // by absolute path
  struct Pipeline {
    std::string from;
    std::vector<std::string> scripts;
  };
  std::map<std::string, Pipeline> pipelines_;  // by shell
};

std::string kind_of(const RecipeFile& file) {
  if (file.is_sample || file.destination.starts_with("{confdir}")) return "config";
  if (file.destination.starts_with("{docdir}")) return "doc";
  if (file.destination.starts_with("{mandir}")) return "man";
  return file.mode == "0755" ? "script" : "data";
}

std::string default_mode(const std::string& kind) {
  return kind == "script" ? "0755" : "0644";
}

// The path of a file from the manifest in `directory`.
std::string path_from_manifest(const std::string& file, const std::string& directory) {
  if (directory.empty()) return file;
  return is_below(file, directory) ? file.substr(directory.size() + 1) : cat("//", file);
}

}  // namespace

std::vector<RecipeFile> installed_files(const std::vector<Command>& commands,
                                        const RecipePlaces& places) {
  Installation installation(places);
  installation.find_pipelines(commands);
  for (const Command& command : commands) installation.run(command);
  return installation.take();
}

std::vector<ImportedInstall> install_entries(
    std::vector<RecipeFile> files, const std::string& directory,
    const std::function<std::vector<std::string>(const std::string&)>& files_of) {
  // Files that differ in their name only, and keep it.
  std::map<std::pair<ImportedInstall, std::string>, std::vector<std::string>> together;
  std::vector<ImportedInstall> entries;
  for (const RecipeFile& file : files) {
    ImportedInstall entry;
    entry.kind = kind_of(file);
    entry.to = file.destination;
    if (!file.mode.empty() && file.mode != default_mode(entry.kind)) entry.mode = file.mode;
    entry.subst = file.subst;
    entry.when = file.when;
    if (base_name(file.from) == file.name) {
      together[{entry, std::string(directory_of(file.from))}].push_back(file.name);
      continue;
    }
    entry.from = {path_from_manifest(file.from, directory)};
    entry.rename = file.name;
    entries.push_back(std::move(entry));
  }
  for (auto& [key, names] : together) {
    ImportedInstall entry = key.first;
    const std::string& from = key.second;
    std::sort(names.begin(), names.end());
    const std::vector<std::string> all = files_of(from);
    // A pattern for a whole directory; a list of names for a few of many.
    if (names.size() > 3 && names == all) {
      entry.from = {path_from_manifest(join_path(from, "*"), directory)};
    } else {
      for (const std::string& name : names) {
        entry.from.push_back(path_from_manifest(join_path(from, name), directory));
      }
    }
    entries.push_back(std::move(entry));
  }
  std::sort(entries.begin(), entries.end());
  return entries;
}

}  // namespace modbuild
