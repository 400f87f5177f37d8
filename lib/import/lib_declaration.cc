#include "import/lib_declaration.h"

#include <algorithm>
#include <optional>

#include "base/sort_once.h"
#include "base/str.h"

namespace modbuild {
namespace {

using Words = std::vector<std::string>;

constexpr std::string_view kAnyVersion = "-99.99";  // of recording_shell.bash

// A word that stands for what a command printed.
struct Printed {
  Words command;
  std::string before, behind;  // in the same word
  bool for_link = false;

  bool is_whole() const { return before.empty() && behind.empty(); }
};

// The words of an outcome, sorted by what they are.
struct Sorted {
  std::vector<Printed> printed;
  Words defines, cflags;  // literal
  Words links, libs;      // -lX without the -l; other literal words for the linker
  std::string fault;
};

bool is_object(const std::string& word) {
  return word.ends_with(".o") || word.ends_with(".a") || word.ends_with(".so");
}

// `pkg-config --libs-only-L` prints the -L itself (recording_shell.bash).
bool is_directories(const Words& command) {
  return std::find(command.begin(), command.end(), "--libs-only-L") != command.end();
}

Sorted sort_words(const FlagWords& flags) {
  Sorted sorted;
  const auto take = [&](const std::string& word, bool for_link) {
    Printed printed;
    printed.for_link = for_link;
    printed.command = marker_words(word, printed.before, printed.behind);
    if (is_directories(printed.command)) printed.before.clear();
    if (!printed.command.empty()) {
      sorted.printed.push_back(std::move(printed));
    } else if (word == "-I." || word == "-L.") {
      // The directory of the makefile; sources find their own headers without it.
    } else if (for_link && word.starts_with("-l")) {
      add_once(sorted.links, word.substr(2));
    } else if (for_link && is_object(word) && !word.starts_with("-")) {
      sorted.fault = cat("it links ", word);
    } else if (!for_link && word.starts_with("-D")) {
      add_once(sorted.defines, word.substr(2));
    } else {
      add_once(for_link ? sorted.libs : sorted.cflags, word);
    }
  };
  for (const std::string& word : flags.compile) take(word, false);
  for (const std::string& word : flags.link) take(word, true);
  return sorted;
}

bool is_option(const std::string& word) {
  return word.starts_with("-");
}

// Whether a pkg-config command prints nothing but all flags of one sort.
bool is_plain_pkg_config(const Printed& printed) {
  return printed.command[0] == "pkg-config" && printed.is_whole() &&
         std::all_of(printed.command.begin() + 1, printed.command.end(),
                     [](const std::string& word) {
                       return !is_option(word) || word == "--cflags" || word == "--libs" ||
                              word == "--static";
                     });
}

// The questions of an outcome by kind, without their first word.
Words found_of(const Outcome& outcome, std::string_view kind) {
  Words found;
  for (const std::string& question : outcome.found) {
    if (question.starts_with(kind) && question[kind.size()] == ' ') {
      found.push_back(question.substr(kind.size() + 1));
    }
  }
  return found;
}

// Libraries whose files were looked for: they must be among those that are linked.
bool files_are_linked(const Outcome& outcome, const Sorted& sorted) {
  const Words files = found_of(outcome, "files");
  return std::all_of(files.begin(), files.end(), [&](const std::string& file) {
    return std::any_of(sorted.links.begin(), sorted.links.end(), [&](const std::string& link) {
      return file.find(link) != std::string::npos;
    });
  });
}

std::string pattern_of(const std::string& name, const Outcome& outcome) {
  if (!name.ends_with(kAnyVersion)) return name;
  const std::string word = name.substr(0, name.size() - kAnyVersion.size());
  const Words like = found_of(outcome, "package-like");
  return std::find(like.begin(), like.end(), word) != like.end() ? cat("*", word, "*") : name;
}

using Result = std::optional<ImportedAlternative>;

Result pkg_config_alternative(const Outcome& outcome, const Sorted& sorted, std::string& fault) {
  Words names;
  bool is_static = false;
  for (const Printed& printed : sorted.printed) {
    for (auto word = printed.command.begin() + 1; word != printed.command.end(); ++word) {
      if (!is_option(*word)) add_once(names, *word);
      if (*word == "--static") is_static = true;
    }
  }
  const Words asked = found_of(outcome, "package");
  if (names.empty()) {
    names = asked;
  } else {
    // What was asked with a version is needed in that version; all that was asked is needed.
    for (const std::string& question : asked) {
      const std::string name = question.substr(0, question.find(' '));
      const auto known = std::find(names.begin(), names.end(), name);
      if (known == names.end()) {
        fault = cat("it asks for ", name, " and does not use it");
        return std::nullopt;
      }
      *known = question;
    }
  }
  for (std::string& name : names) name = pattern_of(name, outcome);
  ImportedAlternative one;
  one.set("pkg-config", names);
  if (is_static) one.set("static", {"true"});
  one.set("link", sorted.links);
  one.set("defines", sorted.defines);
  one.set("add-cflags", sorted.cflags);
  one.set("add-libs", sorted.libs);
  return one;
}

std::string variable_name(const Words& command, std::size_t number) {
  std::string name;
  for (const char c : command.back()) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) name += c;
  }
  const bool plain = is_option(command.back()) && !name.empty() && name.size() < 24;
  return plain ? ascii_lower(name) : cat("value", std::to_string(number));
}

std::size_t common_prefix(const std::vector<Words>& commands) {
  std::size_t length = commands[0].size();
  for (const Words& other : commands) {
    const std::size_t most = std::min(length, other.size());
    std::size_t same = 0;
    while (same < most && commands[0][same] == other[same]) ++same;
    length = same;
  }
  return length;
}

// An argument that is no name of an option: code, or a module to load.
bool is_code(const std::string& word) {
  return !word.starts_with("--") && word.size() > 1;
}

bool is_query(const std::vector<const Printed*>& printed) {
  return std::any_of(printed.begin(), printed.end(), [](const Printed* one) {
    return std::any_of(one->command.begin() + 1, one->command.end(), is_code);
  });
}

// Whether two commands differ in names only.
bool same_options(const Words& a, const Words& b) {
  const auto options = [](const Words& words) {
    Words list;
    std::copy_if(words.begin(), words.end(), std::back_inserter(list), is_option);
    return list;
  };
  return options(a) == options(b);
}

Result tool_alternative(const Sorted& sorted, std::string& fault) {
  const std::string& tool = sorted.printed[0].command[0];
  // Named after what another program printed: nobody knows how.
  if (tool.find("__") != std::string::npos) return std::nullopt;
  std::vector<Words> commands;
  std::vector<const Printed*> all;
  for (const Printed& printed : sorted.printed) {
    if (printed.command[0] != tool) {
      fault = cat("it mixes what ", tool, " and ", printed.command[0], " print");
      return std::nullopt;
    }
    commands.push_back(printed.command);
    all.push_back(&printed);
  }
  const bool query = is_query(all);
  const std::size_t shared = query ? std::max<std::size_t>(1, common_prefix(commands)) : 1;
  const auto rest = [&](const Words& command) {
    return Words(command.begin() + static_cast<std::ptrdiff_t>(std::min(shared, command.size())),
                 command.end());
  };
  ImportedAlternative one;
  one.set(query ? "query" : "config-tool",
          {commands[0].begin(), commands[0].begin() + static_cast<std::ptrdiff_t>(shared)});
  Words add_cflags = sorted.cflags;
  Words add_libs;
  std::optional<Words> cflags, libs;
  for (const Printed& printed : sorted.printed) {
    std::optional<Words>& whole = printed.for_link ? libs : cflags;
    if (printed.is_whole()) {
      if (whole && tool == "pkg-config" && same_options(*whole, rest(printed.command))) {
        for (const std::string& word : rest(printed.command)) add_once(*whole, word);
        continue;
      }
      if (whole) {
        fault = cat("it asks ", tool, " twice for one thing");
        return std::nullopt;
      }
      whole = rest(printed.command);
      continue;
    }
    const std::string name = variable_name(printed.command, one.variables.size() + 1);
    one.variables.emplace_back(name, rest(printed.command));
    (printed.for_link ? add_libs : add_cflags)
        .push_back(cat(printed.before, "{", name, "}", printed.behind));
  }
  if (cflags) one.set("cflags", *cflags);
  if (libs) one.set("libs", *libs);
  add_libs.insert(add_libs.end(), sorted.libs.begin(), sorted.libs.end());
  one.set("link", sorted.links);
  one.set("defines", sorted.defines);
  one.set("add-cflags", add_cflags);
  one.set("add-libs", add_libs);
  return one;
}

Result literal_alternative(const Outcome& outcome, const Sorted& sorted) {
  ImportedAlternative one;
  if (!sorted.links.empty()) {
    one.set("link", sorted.links);
  } else if (const Words programs = found_of(outcome, "program"); programs.size() == 1) {
    one.set("program", programs);
  } else {
    return std::nullopt;
  }
  one.set("defines", sorted.defines);
  one.set("cflags", sorted.cflags);
  one.set("libs", sorted.libs);
  return one;
}

Result alternative_of(const Outcome& outcome, std::string& fault) {
  const Sorted sorted = sort_words(outcome.flags);
  fault = sorted.fault;
  if (!fault.empty()) return std::nullopt;
  if (!files_are_linked(outcome, sorted)) {
    fault = "it looks for files in the machine's directories";
    return std::nullopt;
  }
  if (sorted.printed.empty() && found_of(outcome, "package").empty()) {
    return literal_alternative(outcome, sorted);
  }
  if (std::all_of(sorted.printed.begin(), sorted.printed.end(), is_plain_pkg_config)) {
    return pkg_config_alternative(outcome, sorted, fault);
  }
  return tool_alternative(sorted, fault);
}

// The packages that a pkg-config with options of its own is asked for.
std::string names_asked(const ImportedAlternative& one) {
  const Words* words = one.find("cflags");
  if (words == nullptr) words = one.find("libs");
  std::string name;
  for (const std::string& word : words == nullptr ? Words() : *words) {
    if (!is_option(word)) append(name, name.empty() ? "" : "+", word);
  }
  const Words* link = one.find("link");
  const bool archive = link != nullptr && link->front().ends_with(".a");
  return name.empty() ? "pkg-config" : archive ? cat(name, "-static") : name;
}

std::string name_from(const ImportedAlternative& one) {
  std::string name;
  if (const Words* names = one.find("pkg-config")) {
    for (const std::string& word : *names) {
      if (!name.empty()) name += '+';
      name += word.substr(0, word.find(' '));
      // A version is a part of what is looked for: "librabbitmq >= 0.13.0".
      const std::size_t last = word.rfind(' ');
      if (last != std::string::npos) append(name, "-", word.substr(last + 1));
    }
    std::erase(name, '*');
  } else if (const Words* tool = one.find("config-tool")) {
    name = tool->front();
  } else if (const Words* query = one.find("query")) {
    name = query->front();
    if (name == "pkg-config") name = names_asked(one);
  } else if (const Words* link = one.find("link")) {
    name = link->front();
  } else if (const Words* program = one.find("program")) {
    name = program->front();
  }
  if (name.starts_with(":")) {
    name = name.substr(name.starts_with(":lib") ? 4 : 1);
    name = cat(name.substr(0, name.find('.')), "-static");
  }
  for (const std::string_view suffix : {"-config", "_config", "config"}) {
    if (name.ends_with(suffix) && name.size() > suffix.size()) {
      name.resize(name.size() - suffix.size());
      break;
    }
  }
  return name;
}

}  // namespace

namespace {

// -I or -L with nothing behind it: a program was asked for a directory and is not there.
bool prints_nothing(const Outcome& outcome) {
  const auto bare = [](const std::string& word) { return word == "-I" || word == "-L"; };
  return std::any_of(outcome.flags.compile.begin(), outcome.flags.compile.end(), bare) ||
         std::any_of(outcome.flags.link.begin(), outcome.flags.link.end(), bare);
}

}  // namespace

LibDeclaration declare_lib(const ProbedPart& part) {
  LibDeclaration lib;
  bool tells = true;  // a define says so whenever it is there
  for (std::size_t i = 0; i < part.outcomes.size(); ++i) {
    const Outcome& outcome = part.outcomes[i];
    if (outcome.failed || prints_nothing(outcome)) continue;
    if (outcome.flags.empty()) {
      lib.goes_on = true;
      continue;
    }
    std::string fault;
    const Result one = alternative_of(outcome, fault);
    if (one) {
      tells = tells && one->find("defines") != nullptr;
      add_once(lib.any, *one);
    } else if (!fault.empty()) {
      lib.fault = fault;
    } else {
      // Directories and no library: nothing that could be found or missing.
      lib.dropped.push_back(join(outcome.flags.compile, " ") + " " + join(outcome.flags.link, " "));
      lib.goes_on = true;
    }
  }
  if (lib.any.empty() && lib.fault.empty()) lib.fault = "it finds nothing that can be linked";
  if (!lib.any.empty()) lib.name = name_from(lib.any.front());
  lib.optional = lib.goes_on && tells;
  return lib;
}

LibDeclaration declare_plain_lib(const std::string& link_flag, std::vector<std::string> cflags,
                                 std::vector<std::string> directories) {
  LibDeclaration lib;
  ImportedAlternative one;
  one.set("link", {link_flag.substr(2)});
  one.set("cflags", std::move(cflags));
  one.set("libs", std::move(directories));
  lib.name = name_from(one);
  lib.any.push_back(std::move(one));
  return lib;
}

}  // namespace modbuild
