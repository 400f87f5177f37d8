// A header that must compile, libraries that must link, a function that must be there: one compile
// and link, never run (HAZARDS H56).
#include <algorithm>
#include <optional>
#include <utility>

#include "base/path.h"
#include "base/str.h"
#include "base/utf8.h"
#include "os/machine_files.h"
#include "os/nearest_directory.h"
#include "os/scratch_directory.h"
#include "probe/compiler.h"
#include "probe/flags.h"
#include "probe/kinds.h"

namespace modbuild {
namespace {

constexpr const char* kProgram = "probe.out";
constexpr const char* kDepfile = "probe.d";

ProbeLanguage language_of(const Alternative& alternative) {
  return alternative.language == ProbeLanguage::Unset ? ProbeLanguage::C : alternative.language;
}

std::string source_name(const Alternative& alternative) {
  return language_of(alternative) == ProbeLanguage::Cxx ? "probe.cc" : "probe.c";
}

// Names were checked when the manifest was read: nothing in them can end the line they stand in.
// The function's address is stored where the compiler must not forget it; a macro of that name will
// do. Without a header it is declared as autoconf does, as a function of no known type.
std::string test_program(const Alternative& alternative) {
  const std::string& symbol = alternative.symbol.value;
  std::string text;
  if (!alternative.header.empty()) append(text, "#include <", alternative.header.value, ">\n");
  if (alternative.header.empty() && !symbol.empty()) {
    append(text, "#ifdef __cplusplus\nextern \"C\"\n#endif\nchar ", symbol, "(void);\n");
  }
  if (symbol.empty()) return cat(text, "int main(void) { return 0; }\n");
  return cat(text, "#ifndef ", symbol, "\nvoid (*volatile probe_address)(void);\n#endif\n",
             "int main(void) {\n#ifndef ", symbol, "\n  probe_address = (void (*)(void))&", symbol,
             ";\n#endif\n  return 0;\n}\n");
}

std::vector<std::string> link_words(const Alternative& alternative) {
  std::vector<std::string> words;
  for (const Text& flag : alternative.libs) words.push_back(flag.value);
  for (const Text& name : alternative.link) words.push_back(cat("-l", name.value));
  return words;
}

std::vector<Text> texts_of(const std::vector<std::string>& words) {
  std::vector<Text> texts;
  for (const std::string& word : words) texts.push_back({word, {}});
  return texts;
}

std::vector<std::string> command(std::vector<std::string> argv, const Alternative& alternative,
                                 const ProbeTools& tools, const ScratchDirectory& scratch) {
  const Toolchain& chain = tools.toolchain;
  const auto add = [&argv](const std::vector<std::string>& words) {
    argv.insert(argv.end(), words.begin(), words.end());
  };
  add(values_of(alternative.cflags));
  add(language_of(alternative) == ProbeLanguage::Cxx ? chain.cxxflags : chain.cflags);
  // Last, so that the user's -Werror makes no library missing: test programs are no good style.
  add({"-w", "-MD", "-MF", scratch.file(kDepfile), scratch.file(source_name(alternative)), "-o",
       scratch.file(kProgram)});
  add(chain.ldflags);
  add(link_words(alternative));
  argv.emplace_back("-Wl,-t");  // which files the linker reads: the answer depends on them
  return argv;
}

// What stands behind `before` up to one of `ends`.
std::string word_behind(std::string_view line, std::string_view before, std::string_view ends) {
  const std::size_t at = line.find(before);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = line.substr(at + before.size());
  return std::string(rest.substr(0, rest.find_first_of(ends)));
}

// The compiler's and linker's complaints in a few words. Their texts are not passed on: they quote
// lines of whatever file was included.
std::string complaint(const std::string& errors, const Alternative& alternative) {
  for (const std::string& line : split(errors, "\r\n")) {
    const std::string header = word_behind(line, "fatal error: ", ":");
    if (!header.empty() && line.find("file not found") != std::string::npos) {
      return cat("header ", word_behind(line, "'", "'"), " not found");  // clang
    }
    if (!header.empty() && line.find("No such file") != std::string::npos) {
      return cat("header ", displayable(header), " not found");
    }
    for (const std::string_view cannot :
         {"cannot find -l", "unable to find library -l", "library not found: "}) {
      std::string library = word_behind(line, cannot, " ");
      if (library.ends_with(':')) library.pop_back();
      if (!library.empty()) return cat("library ", displayable(library), " not found");
    }
    const bool undefined = line.find("undefined reference") != std::string::npos ||
                           line.find("undefined symbol") != std::string::npos ||
                           line.find("undeclared") != std::string::npos ||
                           line.find("was not declared") != std::string::npos;
    if (undefined && line.find(alternative.symbol.value) != std::string::npos) {
      return cat("symbol ", alternative.symbol.value, " not found");
    }
  }
  return "does not compile and link";
}

// Absolute paths among the words of a depfile. A word with an escaped character is left out: such
// a header is not watched, its directory is.
void add_headers(std::string_view depfile, const ScratchDirectory& scratch,
                 std::vector<std::string>& inputs) {
  const std::string own = scratch.file("");
  for (const std::string& word : split(depfile, " \t\r\n\\:")) {
    if (word.starts_with('/') && !word.starts_with(own)) inputs.push_back(normalise(word));
  }
}

// "/usr/lib/x/libz.so" or "/usr/lib/x/libz.a(member.o)" on a line of its own, as ld -t prints it.
void add_libraries(std::string_view output, const ScratchDirectory& scratch,
                   std::vector<std::string>& inputs) {
  const std::string own = scratch.file("");
  for (const std::string& line : split(output, "\r\n")) {
    const std::string path = line.substr(0, line.find('('));
    if (!path.starts_with('/') || path.starts_with(own)) continue;
    // "/usr/lib/gcc/x/12/../../../x86_64-linux-gnu/libz.so": the way may hold links, so '..' is not
    // taken out by text. The last component stays: it may be a link that comes to lead elsewhere.
    const std::string directory = real_path(std::string(directory_of(path)));
    if (!directory.empty()) inputs.push_back(join_path(directory, base_name(path)));
  }
}

// The directories in which a test looks.
SearchDirectories searched_by(const Alternative& alternative, const ProbeTools& tools) {
  const SearchDirectories& searched =
      tools.compiler_directories->of(language_of(alternative), tools);
  std::vector<std::string> headers;
  std::vector<std::string> libraries;
  // "-L/x", and in the user's variables "-L /x".
  const auto take = [](const std::vector<std::string>& flags, std::string_view option,
                       std::vector<std::string>& directories) {
    for (std::size_t i = 0; i < flags.size(); ++i) {
      std::string_view path = flags[i];
      if (!path.starts_with(option)) continue;
      path.remove_prefix(option.size());
      if (path.empty() && i + 1 < flags.size()) path = flags[i + 1];
      if (path.starts_with('/')) directories.push_back(normalise(path));
    }
  };
  // The compiler leaves out of its list what does not exist yet.
  const bool cxx = language_of(alternative) == ProbeLanguage::Cxx;
  for (const auto& flags :
       {values_of(alternative.cflags), cxx ? tools.toolchain.cxxflags : tools.toolchain.cflags}) {
    take(flags, "-I", headers);
    take(flags, "-isystem", headers);
  }
  take(values_of(alternative.libs), "-L", libraries);
  take(tools.toolchain.ldflags, "-L", libraries);
  headers.insert(headers.end(), searched.headers.begin(), searched.headers.end());
  libraries.insert(libraries.end(), searched.libraries.begin(), searched.libraries.end());
  return {searched.known, std::move(headers), std::move(libraries)};
}

// Where a header of this name would turn up, or one that takes its place.
void watch_header(const SearchDirectories& searched, std::string_view header,
                  std::vector<std::string>& inputs) {
  for (const std::string& directory : searched.headers) {
    inputs.push_back(nearest_directory(directory));
    inputs.push_back(nearest_directory(join_path(directory, directory_of(header))));
  }
}

void watch_searched(const SearchDirectories& searched, const Alternative& alternative,
                    std::vector<std::string>& inputs) {
  if (!alternative.header.empty()) watch_header(searched, alternative.header.value, inputs);
  if (link_words(alternative).empty() && alternative.symbol.empty()) return;
  for (const std::string& directory : searched.libraries) {
    inputs.push_back(nearest_directory(directory));
  }
}

std::optional<ScratchDirectory> make_scratch(Question& question, const ProbeTools& tools) {
  Expected<ScratchDirectory> scratch = ScratchDirectory::make(tools.variable("TMPDIR"));
  Expected<void> made;
  if (scratch) {
    made = scratch->add(source_name(*question.alternative), test_program(*question.alternative));
  }
  if (scratch && made) return *std::move(scratch);
  const HostError& error = scratch ? made.error() : scratch.error();
  question.answer.passing = true;
  question.answer.warnings.push_back(
      {Code::ProbeFailed,
       cat("'", question.answer.evidence.asked, "' has no place to work: ", error.message()),
       "TMPDIR names another directory for temporary files"});
  not_found(question, "no place for temporary files");
  return std::nullopt;
}

}  // namespace

std::string header_question(const Alternative& alternative) {
  std::vector<std::string> parts;
  if (!alternative.header.empty()) parts.push_back(cat("header ", alternative.header.value));
  if (!alternative.link.empty()) {
    std::vector<std::string> names;
    for (const Text& name : alternative.link) names.push_back(cat("-l", name.value));
    parts.push_back(cat("link ", join(names, " ")));
  }
  if (!alternative.symbol.empty()) parts.push_back(cat("symbol ", alternative.symbol.value));
  return join(parts, ", ");
}

void ask_header(Question& question, const ProbeTools& tools) {
  const Alternative& alternative = *question.alternative;
  AlternativeAnswer& answer = question.answer;
  std::vector<std::string> argv = compiler_command(language_of(alternative), tools, question);
  if (argv.empty()) return;
  const std::optional<ScratchDirectory> scratch = make_scratch(question, tools);
  if (!scratch) return;
  const SearchDirectories searched = searched_by(alternative, tools);
  watch_searched(searched, alternative, answer.inputs);
  const auto ended =
      run_probe(tools, command(std::move(argv), alternative, tools, *scratch), question);
  if (!ended) return;
  answer.passing |= !searched.known;
  add_headers(scratch->read(kDepfile), *scratch, answer.inputs);
  add_libraries(ended->output, *scratch, answer.inputs);
  if (ended->exit_status != 0) {
    const std::string why = complaint(ended->errors, alternative);
    const std::string header = word_behind(why, "header ", " ");
    if (!header.empty()) watch_header(searched, header, answer.inputs);
    return not_found(question, why);
  }
  answer.cflags = values_of(alternative.cflags);
  answer.libs = link_words(alternative);
  answer.evidence.found = true;
  answer.evidence.answered = "found";
}

void prove(Question& question, const ProbeTools& tools) {
  AlternativeAnswer& answer = question.answer;
  if (!answer.evidence.found || !has_proof(*question.alternative)) return;
  Alternative as_header = *question.alternative;
  as_header.cflags = texts_of(answer.cflags);
  as_header.libs = texts_of(answer.libs);
  const Alternative* asked = std::exchange(question.alternative, &as_header);
  const std::string answered = std::exchange(answer.evidence.answered, {});
  answer.evidence.found = false;
  ask_header(question, tools);
  question.alternative = asked;
  answer.evidence.answered =
      answer.evidence.found ? answered : cat("its flags do not work: ", answer.evidence.answered);
}

}  // namespace modbuild
