// The table of flags. It lists what is permitted, after the model of cmd/go's security.go; the rows
// of refused flags in front exist to give the reason, and to carve exceptions out of wide rows.
#include "model/flag_policy.h"

#include <algorithm>

#include "base/path.h"
#include "base/str.h"
#include "base/utf8.h"
#include "model/linker_policy.h"

namespace modbuild {
namespace {

constexpr std::string_view kRunsCode = "loads code into the compiler";
constexpr std::string_view kRunsProgram = "makes the compiler run a program of the flag's choice";
constexpr std::string_view kUnchecked = "hands an unchecked option to another program";
constexpr std::string_view kWrites = "writes files of the flag's choice";
constexpr std::string_view kReadsFile = "reads a file of the flag's choice";
constexpr std::string_view kReadsFlags = "reads further flags from a file";
constexpr std::string_view kOutput = "changes what the compiler makes, or where";
constexpr std::string_view kScript = "replaces the linker script";
constexpr std::string_view kUnknown = "is not known to be harmless";
constexpr std::string_view kSeparate = "takes its argument from the next word: write both as one";
constexpr std::string_view kNoFlag = "is no flag";

// What must hold for the text behind a permitted prefix.
enum class Rest : std::uint8_t {
  None,       // nothing may follow: the flag is the whole text
  Any,        // anything
  Value,      // no '/' and no '..': it is no file
  Word,       // as Value, and no ',' either
  Macro,      // a macro's name, then anything
  Symbol,     // a symbol's name
  Library,    // -l: a library's name, or ':' and a file name
  Directory,  // a directory; a relative one must not lead upwards
  TreeFile,   // a relative path that does not lead upwards
};

struct Rule {
  std::string_view prefix;
  Rest rest;
  std::string_view refusal;  // empty: permitted if `rest` holds
};

// The first row whose prefix fits decides.
constexpr Rule kRules[] = {
    // run code, or hand on what cannot be checked
    {"@", Rest::Any, kReadsFlags},
    {"-fplugin", Rest::Any, "loads a plug-in into the compiler"},
    {"-fpass-plugin", Rest::Any, "loads a plug-in into the compiler"},
    {"-iplugindir", Rest::Any, "loads a plug-in into the compiler"},
    {"-wrapper", Rest::Any, kRunsProgram},
    {"-B", Rest::Any, "runs compiler programs from a directory of the flag's choice"},
    {"-specs", Rest::Any, "reads a specs file, which can run programs"},
    {"--specs", Rest::Any, "reads a specs file, which can run programs"},
    {"-fmodule", Rest::Any, "reads and writes module files, or runs a program that maps them"},
    {"-foffload", Rest::Any, kUnchecked},
    {"-fcompare-debug", Rest::Any, kUnchecked},
    {"-fcrash-diagnostics", Rest::Any, kWrites},
    {"-mllvm", Rest::Any, kRunsCode},
    {"-mmlir", Rest::Any, kRunsCode},
    {"-load", Rest::Any, kRunsCode},
    {"-gcc-", Rest::Any, "runs compiler programs from a directory of the flag's choice"},
    {"-X", Rest::Any, kUnchecked},
    {"-fuse-ld=bfd", Rest::None, {}},
    {"-fuse-ld=gold", Rest::None, {}},
    {"-fuse-ld=lld", Rest::None, {}},
    {"-fuse-ld=mold", Rest::None, {}},
    {"-fuse-ld", Rest::Any, kRunsProgram},
    {"--ld-path", Rest::Any, kRunsProgram},
    {"-Wa,--noexecstack", Rest::None, {}},
    {"-Wa,", Rest::Any, kUnchecked},
    {"-Wp,-D", Rest::Word, {}},
    {"-Wp,-U", Rest::Word, {}},
    {"-Wp,", Rest::Any, kUnchecked},
    // write files
    {"-o", Rest::Any, kOutput},
    {"-M", Rest::Any, "writes dependency files, which modbuild asks for itself"},
    {"-save-temps", Rest::Any, kWrites},
    {"--save-temps", Rest::Any, kWrites},
    {"-d", Rest::Any, kWrites},
    {"-aux-info", Rest::Any, kWrites},
    {"-fdump", Rest::Any, kWrites},
    {"-fdeps", Rest::Any, kWrites},
    {"-fopt-info", Rest::Any, kWrites},
    {"-foptimization-record", Rest::Any, kWrites},
    {"-fsave-optimization-record=", Rest::Any, kWrites},
    {"-fproc-stat", Rest::Any, kWrites},
    {"-ftime-trace", Rest::Any, kWrites},
    {"-fltrans", Rest::Any, kWrites},
    {"-fwpa", Rest::Any, kWrites},
    {"-fdiagnostics-format=", Rest::Any, kWrites},
    {"-fdiagnostics-add-output", Rest::Any, kWrites},
    {"-fdiagnostics-set-output", Rest::Any, kWrites},
    {"-fprofile-generate=", Rest::Any, kWrites},
    {"-fprofile-instr-generate=", Rest::Any, kWrites},
    {"-fcs-profile-generate=", Rest::Any, kWrites},
    {"-fprofile-dir=", Rest::Any, kWrites},
    {"-fprofile-note", Rest::Any, kWrites},
    {"-fmemory-profile=", Rest::Any, kWrites},
    // read files
    {"-fprofile-use=", Rest::Any, kReadsFile},
    {"-fprofile-instr-use=", Rest::Any, kReadsFile},
    {"-fprofile-sample-use=", Rest::Any, kReadsFile},
    {"-fauto-profile=", Rest::Any, kReadsFile},
    {"-fresolution", Rest::Any, kReadsFile},
    {"-fthinlto-index", Rest::Any, kReadsFile},
    {"-include-pch", Rest::Any, kReadsFile},
    {"-include", Rest::TreeFile, {}},
    {"-imacros", Rest::TreeFile, {}},
    {"-T", Rest::Any, kScript},
    // change the step
    {"-x", Rest::Any, "changes the language of the sources"},
    {"-cc1", Rest::Any, kUnchecked},
    {"-c", Rest::None, kOutput},
    {"-S", Rest::None, kOutput},
    {"-E", Rest::None, kOutput},
    {"-r", Rest::None, kOutput},
    {"-###", Rest::None, kOutput},
    {"-fsyntax-only", Rest::None, kOutput},
    {"-emit-", Rest::Any, kOutput},
    // permitted: language and preprocessor
    {"-D", Rest::Macro, {}},
    {"-U", Rest::Macro, {}},
    {"-I", Rest::Directory, {}},
    {"-isystem", Rest::Directory, {}},
    {"-iquote", Rest::Directory, {}},
    {"-idirafter", Rest::Directory, {}},
    {"-std=", Rest::Word, {}},
    {"--std=", Rest::Word, {}},
    {"-stdlib=", Rest::Word, {}},
    {"-ansi", Rest::None, {}},
    {"-undef", Rest::None, {}},
    {"-trigraphs", Rest::None, {}},
    {"-traditional-cpp", Rest::None, {}},
    {"-nostdinc", Rest::None, {}},
    {"-nostdinc++", Rest::None, {}},
    // permitted: warnings, code generation, debugging
    {"-W", Rest::Word, {}},
    {"-w", Rest::None, {}},
    {"-pedantic", Rest::None, {}},
    {"-pedantic-errors", Rest::None, {}},
    {"-Qunused-arguments", Rest::None, {}},
    {"-O", Rest::Word, {}},
    {"-ffile-prefix-map=", Rest::Any, {}},
    {"-fdebug-prefix-map=", Rest::Any, {}},
    {"-fmacro-prefix-map=", Rest::Any, {}},
    {"-f", Rest::Value, {}},
    {"-m", Rest::Value, {}},
    {"-g", Rest::Value, {}},
    {"--param=", Rest::Word, {}},
    {"--coverage", Rest::None, {}},
    {"-coverage", Rest::None, {}},
    {"-p", Rest::None, {}},
    {"-pg", Rest::None, {}},
    {"-pipe", Rest::None, {}},
    {"-pthread", Rest::None, {}},
    // permitted: linking
    {"-l", Rest::Library, {}},
    {"-L", Rest::Directory, {}},
    {"-u", Rest::Symbol, {}},
    {"-z", Rest::None, kSeparate},
    {"-z", Rest::Word, {}},
    {"-s", Rest::None, {}},
    {"-pie", Rest::None, {}},
    {"-no-pie", Rest::None, {}},
    {"-nopie", Rest::None, {}},
    {"-rdynamic", Rest::None, {}},
    {"-shared", Rest::None, {}},
    {"-shared-libgcc", Rest::None, {}},
    {"-static", Rest::None, {}},
    {"-static-pie", Rest::None, {}},
    {"-static-lib", Rest::Word, {}},
    {"-nolibc", Rest::None, {}},
    {"-nostdlib", Rest::None, {}},
    {"-nostdlib++", Rest::None, {}},
    {"-nodefaultlibs", Rest::None, {}},
    {"-nostartfiles", Rest::None, {}},
    {"-rtlib=", Rest::Word, {}},
    {"-unwindlib=", Rest::Word, {}},
};

bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool is_symbol(std::string_view text) {
  return is_name_start(text[0]) && std::all_of(text.begin(), text.end(), [](char c) {
           return is_name_start(c) || (c >= '0' && c <= '9') || c == '.' || c == '$' || c == '@';
         });
}

// Why `rest`, the text behind a permitted prefix, is refused after all.
std::string_view refused_rest(Rest rule, std::string_view rest) {
  const bool needs_text =
      rule != Rest::None && rule != Rest::Any && rule != Rest::Value && rule != Rest::Word;
  if (needs_text && rest.empty()) return kSeparate;
  const bool file_like = rest.find('/') != std::string_view::npos || leads_upwards(rest);
  switch (rule) {
    case Rest::None:
    case Rest::Any:
      return {};
    case Rest::Value:
      return file_like ? kReadsFile : std::string_view{};
    case Rest::Word:
      if (rest.find(',') != std::string_view::npos) return kUnchecked;
      return file_like ? kReadsFile : std::string_view{};
    case Rest::Macro:
      return is_name_start(rest[0]) ? std::string_view{} : kUnknown;
    case Rest::Symbol:
      return is_symbol(rest) ? std::string_view{} : kUnknown;
    case Rest::Library:
      if (rest[0] == '-' || rest[0] == '@') return kUnknown;
      return file_like ? "links a file of the flag's choice" : std::string_view{};
    case Rest::Directory:
      if (rest[0] == '-' || rest[0] == '@') return kUnknown;
      if (rest[0] != '/' && leads_upwards(rest)) return "leads out of the tree";
      return {};
    case Rest::TreeFile:
      if (rest[0] == '-' || rest[0] == '@') return kUnknown;
      return rest[0] == '/' || leads_upwards(rest) ? kReadsFile : std::string_view{};
  }
  return kUnknown;
}

// pkg-config names some libraries by their file: "/usr/lib/libhdf5.so".
bool is_library_file(std::string_view word) {
  if (!word.starts_with('/')) return false;
  const std::string_view name = base_name(word);
  return name.ends_with(".so") || name.ends_with(".a") || name.ends_with(".dylib") ||
         name.find(".so.") != std::string_view::npos;
}

bool has_unsafe_characters(std::string_view flag) {
  for (std::size_t at = 0; at < flag.size();) {
    const CodePoint c = decode_utf8(flag, at);
    if (!c.valid || is_unsafe_to_show(c.value)) return true;
    at += c.length;
  }
  return false;
}

std::string_view refusal_of(std::string_view flag) {
  if (has_unsafe_characters(flag)) return "holds a control character or is not valid UTF-8";
  if (flag.starts_with("-Wl,")) return refused_linker_option(flag.substr(4));
  for (const Rule& rule : kRules) {
    const bool fits = rule.rest == Rest::None ? flag == rule.prefix : flag.starts_with(rule.prefix);
    if (!fits) continue;
    if (!rule.refusal.empty()) return rule.refusal;
    return refused_rest(rule.rest, flag.substr(rule.prefix.size()));
  }
  if (is_library_file(flag)) return {};
  return flag.starts_with('-') ? kUnknown : kNoFlag;
}

}  // namespace

std::string refused_flag(std::string_view flag, const std::vector<std::string>& allowed) {
  if (std::find(allowed.begin(), allowed.end(), flag) != allowed.end()) return {};
  return std::string(refusal_of(flag));
}

}  // namespace modbuild
