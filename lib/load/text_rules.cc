#include "load/text_rules.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/glob.h"
#include "base/portable_name.h"
#include "base/str.h"
#include "diag/name_code.h"
#include "load/placeholders.h"
#include "load/text_place.h"
#include "model/flag_policy.h"
#include "model/install_dirs.h"

namespace modbuild {
namespace {

struct Check {
  const Text& text;
  const TextRules& rules;
  Diagnostics& diagnostics;

  bool fail(Code code, std::string message, std::string help = {}) const {
    diagnostics.add(code, text.at, std::move(message), std::move(help));
    return false;
  }
};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Whether `text` is made of letters, digits and `others`, and is not empty.
bool is_made_of(std::string_view text, std::string_view others) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [others](char c) {
    return is_letter(c) || is_digit(c) || others.find(c) != std::string_view::npos;
  });
}

bool is_identifier(std::string_view text) {
  return is_made_of(text, "_") && !is_digit(text.front());
}

std::optional<std::size_t> control_character_at(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20U || byte == 0x7FU) return i;
  }
  return std::nullopt;
}

bool has_no_controls(const Check& check, std::string_view what) {
  const auto at = control_character_at(check.text.value);
  if (!at) return true;
  check.diagnostics.add(Code::ControlCharacter, place_in_text(check.text, *at, *at + 1),
                        cat(what, " holds a control character at offset ", std::to_string(*at)),
                        "no build tool can carry it: remove it");
  return false;
}

bool check_name(const Check& check) {
  const std::string& name = check.text.value;
  // Reserved names are build targets, which these names never become.
  const bool reserved = is_reserved_name(name) && name.size() <= 64 && is_made_of(name, "_.+-");
  if (is_valid_name(name) || reserved) return true;
  return check.fail(Code::BadName, cat("'", name, "' is no name"),
                    "a name has up to 64 letters, digits, '_', '.', '+' and '-', begins with a "
                    "letter or digit, and does not end in '.'");
}

bool check_component_name(const Check& check) {
  const std::string& name = check.text.value;
  if (is_valid_name(name) || !is_reserved_name(name)) return check_name(check);
  return check.fail(Code::BadName, cat("'", name, "' is the name of a build target"),
                    "choose another name");
}

bool check_reference(const Check& check) {
  const std::string& name = check.text.value;
  if (name.empty()) return check.fail(Code::BadName, "the name is empty", "remove it");
  if (!has_glob(name)) return true;
  return check.fail(Code::GlobNotAllowed, cat("'", name, "' is a glob, expected one exact name"),
                    "write each name out");
}

bool check_host(const Check& check) {
  return check.text.value == "*" || check_reference(check);
}

bool check_module_pattern(const Check& check) {
  const std::string& word = check.text.value;
  if (word.starts_with('@')) {
    return check.fail(
        Code::BadValue, cat("found '", word, "', expected a module or glob"),
        cat("groups inside groups stand in their own list: groups = [\"", word.substr(1), "\"]"));
  }
  return !word.empty() || check.fail(Code::BadName, "the name is empty", "remove it");
}

bool check_request_word(const Check& check) {
  const std::string_view word = check.text.value;
  return (!word.empty() && word != "@") ||
         check.fail(Code::BadName, "the name is empty", "write a module, a glob, or @GROUP");
}

bool check_feature_setting(const Check& check) {
  const std::string_view text = check.text.value;
  const std::size_t slash = text.find('/');
  const std::size_t equals = text.find('=', slash == std::string_view::npos ? 0 : slash);
  const bool shaped = slash != std::string_view::npos && equals != std::string_view::npos &&
                      slash > 0 && equals > slash + 1;
  const std::string_view setting = shaped ? text.substr(equals + 1) : std::string_view{};
  if (setting == "on" || setting == "off" || setting == "auto") return true;
  return check.fail(Code::BadValue, cat("'", text, "' is no feature setting"),
                    "write MODULE/FEATURE=on, =off or =auto");
}

bool check_program_name(const Check& check) {
  const std::string& name = check.text.value;
  if (is_made_of(name, "_.+-") && name.front() != '-' && name.front() != '.') return true;
  return check.fail(Code::BadValue, cat("'", name, "' is no program name"),
                    "name a program that is found on PATH; a manifest cannot name a file to run");
}

bool check_argument(const Check& check) {
  if (check.text.empty()) return check.fail(Code::BadValue, "an argument is empty", "remove it");
  return has_no_controls(check, "an argument");
}

bool check_define(const Check& check) {
  const std::string_view text = check.text.value;
  std::string_view name = text.substr(0, text.find('='));
  // A macro with parameters: NAME(a,b)=..
  if (name.ends_with(')')) name = name.substr(0, name.find('('));
  if (!is_identifier(name)) {
    const bool has_option = text.starts_with("-D");
    return check.fail(Code::BadValue, cat("'", text, "' is no define"),
                      has_option ? cat("leave out the -D: \"", text.substr(2), "\"")
                                 : "write NAME or NAME=VALUE");
  }
  const bool clean = has_no_controls(check, "a define");
  return check_placeholders(check.text, flag_placeholders(), check.diagnostics) && clean;
}

bool starts_with_any(std::string_view text, const std::vector<std::string_view>& prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [text](std::string_view prefix) { return text.starts_with(prefix); });
}

bool check_flag(const Check& check) {
  const std::string& flag = check.text.value;
  const std::vector<std::string>& allowed = check.rules.allow_flags;
  if (flag.empty()) return check.fail(Code::BadValue, "a flag is empty", "remove it");
  if (!has_no_controls(check, "a flag")) return false;
  if (std::find(allowed.begin(), allowed.end(), flag) != allowed.end()) return true;
  // Commands run in the build directory, and an absolute directory is one machine's.
  if (starts_with_any(flag, {"-I", "-isystem", "-iquote", "-idirafter"})) {
    return check.fail(
        Code::BadPath, cat("'", flag, "' names a directory in a flag"),
        "put a directory of the tree into `includes`; what lies outside comes with an "
        "external library (`libs`)");
  }
  if (flag.starts_with("-L")) {
    return check.fail(Code::BadPath, cat("'", flag, "' names a directory in a flag"),
                      "libraries of the tree are named in `libraries`, others in `libs`");
  }
  const std::string refusal = refused_flag(flag, allowed);
  if (!refusal.empty()) {
    if (check.rules.untrusted) {
      return check.fail(Code::FlagNotAllowed, cat("flag '", flag, "' ", refusal),
                        "with --untrusted, [tree] allow-flags permits nothing");
    }
    return check.fail(Code::FlagNotAllowed, cat("flag '", flag, "' ", refusal),
                      cat("if the tree cannot do without it, permit it in modbuild.toml: [tree] "
                          "allow-flags = [\"",
                          flag, "\"]"));
  }
  return check_placeholders(check.text, flag_placeholders(), check.diagnostics);
}

// A flag of a toolchain: as any other, but it stands for the whole tree and one machine.
bool check_toolchain_flag(const Check& check) {
  const std::string& flag = check.text.value;
  if (flag.find_first_of("{}") != std::string::npos) {
    return check.fail(
        Code::UnknownPlaceholder,
        cat("nothing stands for the braces of '", flag, "' in a toolchain or variant"),
        "flags with placeholders belong into [defaults] or to components");
  }
  for (const std::string_view option : {"-I", "-isystem", "-iquote", "-idirafter", "-L"}) {
    const bool absolute = flag.starts_with(cat(option, "/")) || flag.starts_with(cat(option, "=/"));
    if (absolute) return refused_flag(flag, check.rules.allow_flags).empty() || check_flag(check);
  }
  return check_flag(check);
}

bool check_tool_word(const Check& check) {
  const std::string& word = check.text.value;
  if (!word.starts_with('-')) return check_program_name(check);
  constexpr std::string_view kTarget = "--target=";
  if (word.starts_with(kTarget) && is_made_of(word.substr(kTarget.size()), "_.-")) return true;
  return check_toolchain_flag(check);
}

bool check_machine_directory(const Check& check) {
  const std::string& path = check.text.value;
  if (!path.starts_with('/')) {
    return check.fail(Code::BadPath, cat("'", path, "' is not absolute"),
                      "a toolchain names directories of the machine: \"/opt/arm64/sysroot\"");
  }
  for (const std::string& part : split(path, "/")) {
    if (part == "..") return check.fail(Code::BadPath, cat("'", path, "' leads upwards with '..'"));
  }
  if (path.find(':') != std::string::npos) {
    return check.fail(Code::BadPath,
                      cat("'", path, "' holds a ':', which separates directories for pkg-config"),
                      "name one directory");
  }
  return has_no_controls(check, "the directory");
}

bool check_sources_directory(const Check& check) {
  const std::string& path = check.text.value;
  if (path.empty()) {
    return check.fail(Code::BadPath, "the directory of the sources is empty", "remove the key");
  }
  if (!has_no_controls(check, "the directory")) return false;
  const std::vector<std::string> steps = split(path, "/");
  const bool upwards = std::find(steps.begin(), steps.end(), "..") != steps.end();
  if (check.rules.untrusted && (upwards || path.starts_with('/'))) {
    return check.fail(Code::NotTrusted,
                      cat("the sources '", path, "' lie outside the tree, which is not trusted"),
                      "look at what is there, and leave out --untrusted");
  }
  std::string plain;  // without the steps that only this path may have
  for (const std::string& part : steps) {
    if (part != ".." && part != ".") append(plain, plain.empty() ? "" : "/", part);
  }
  const auto problem = check_portable_path(plain);
  if (plain.empty() || !problem) return true;
  return check.fail(code_of(problem->fault), cat("directory '", path, "': ", problem->why),
                    "rename the directory");
}

bool check_mode(const Check& check) {
  const std::string_view mode = check.text.value;
  const bool octal =
      std::all_of(mode.begin(), mode.end(), [](char c) { return c >= '0' && c < '8'; });
  if (mode.size() == 4 && octal) return true;
  return check.fail(Code::BadValue, cat("'", mode, "' is no file mode"),
                    "write four octal digits: \"0644\"");
}

bool check_file_name(const Check& check, const std::vector<std::string_view>& placeholders) {
  const std::string& name = check.text.value;
  if (name.empty()) return check.fail(Code::BadPath, "the file name is empty", "remove the key");
  if (name.find_first_of("/\\") != std::string::npos) {
    return check.fail(Code::BadPath, cat("'", name, "' is a path, expected a file name"),
                      "leave out the directory");
  }
  // The name is checked with plain text where placeholders stand.
  std::string plain = name;
  const std::vector<Placeholder> found = placeholders_of(name);
  for (std::size_t i = found.size(); i-- > 0;) {
    plain.replace(found[i].begin, found[i].end - found[i].begin, "x");
  }
  if (const auto problem = check_portable_path(plain)) {
    return check.fail(code_of(problem->fault), cat("file name '", name, "': ", problem->why),
                      "choose another name");
  }
  return check_placeholders(check.text, placeholders, check.diagnostics);
}

bool check_module_file(const Check& check) {
  return check_file_name(check, module_file_placeholders());
}

bool check_rename(const Check& check) {
  return check_file_name(check, destination_placeholders());
}

bool check_destination(const Check& check) {
  const std::string& to = check.text.value;
  const std::vector<Placeholder> found = placeholders_of(to);
  if (!check_placeholders(check.text, destination_placeholders(), check.diagnostics,
                          LibValues::Known)) {
    return false;
  }
  const bool rooted = !found.empty() && found.front().begin == 0 &&
                      (parse_lib_value(found.front().name) ||
                       std::find(kInstallDirectories.begin(), kInstallDirectories.end(),
                                 found.front().name) != kInstallDirectories.end()) &&
                      (found.front().end == to.size() || to[found.front().end] == '/');
  if (!rooted) {
    return check.fail(
        Code::BadPath, cat("'", to, "' does not begin with an install directory"),
        "begin it with one of {bindir}, {sysconfdir}, {datadir}, {moduledir}, ..; the "
        "user may move those");
  }
  for (const std::string& part : split(to, "/")) {
    if (part == "..") return check.fail(Code::BadPath, cat("'", to, "' leads upwards with '..'"));
  }
  return has_no_controls(check, "the directory");
}

bool check_substitution(const Check& check) {
  const bool clean = has_no_controls(check, "the replacement");
  return check_placeholders(check.text, destination_placeholders(), check.diagnostics,
                            LibValues::Known) &&
         clean;
}

bool check_header(const Check& check) {
  const std::string& header = check.text.value;
  if (is_made_of(header, "_.+-/") && header.front() != '/' && header.front() != '-' &&
      header.find("..") == std::string::npos) {
    return true;
  }
  return check.fail(Code::BadValue, cat("'", header, "' is no header name"),
                    "write it as in #include <..>: \"openssl/ssl.h\"");
}

bool check_symbol(const Check& check) {
  return is_identifier(check.text.value) ||
         check.fail(Code::BadValue, cat("'", check.text.value, "' is no symbol of C"),
                    "write a function's name");
}

bool check_variable_name(const Check& check) {
  const std::string& name = check.text.value;
  if (is_made_of(name, "_-") && (is_letter(name.front()) || name.front() == '_')) return true;
  return check.fail(Code::BadName, cat("'", name, "' is no name of a variable"),
                    "a variable's name has letters, digits, '_' and '-', and begins with a letter");
}

bool check_link_name(const Check& check) {
  std::string_view name = check.text.value;
  if (name.starts_with(':')) name.remove_prefix(1);  // a file's name
  if (is_made_of(name, "_.+-") && name.front() != '-') return true;
  return check.fail(Code::BadValue, cat("'", check.text.value, "' is no library name"),
                    "write what stands behind -l: \"ssl\", or \":libssl.a\" for one file");
}

bool check_entry_symbol(const Check& check) {
  std::string plain = check.text.value;
  const std::vector<Placeholder> found = placeholders_of(plain);
  for (std::size_t i = found.size(); i-- > 0;) {
    plain.replace(found[i].begin, found[i].end - found[i].begin, "x");
  }
  if (!check_placeholders(check.text, {"name"}, check.diagnostics)) return false;
  return is_identifier(plain) ||
         check.fail(Code::BadValue, cat("'", check.text.value, "' is no symbol of C"),
                    "write a symbol's name; {name} stands for the module's");
}

// --- versions ---

constexpr std::array<std::string_view, 6> kComparisons = {">=", "<=", "!=", "=", "<", ">"};

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

// "NAME", or "NAME OP VERSION", or with an empty NAME "OP VERSION".
struct Predicate {
  std::string_view name, comparison, version;
};

Predicate split_predicate(std::string_view text) {
  const std::size_t op = text.find_first_of("<>=!");
  if (op == std::string_view::npos) return {trimmed(text), {}, {}};
  for (const std::string_view comparison : kComparisons) {
    if (!text.substr(op).starts_with(comparison)) continue;
    return {trimmed(text.substr(0, op)), comparison, trimmed(text.substr(op + comparison.size()))};
  }
  return {trimmed(text.substr(0, op)), text.substr(op, 1), {}};
}

bool is_version(std::string_view text) {
  return is_made_of(text, "_.+-~:") && (is_digit(text.front()) || is_letter(text.front()));
}

bool check_pkg_config(const Check& check) {
  const Predicate parts = split_predicate(check.text.value);
  if (!is_made_of(parts.name, "+._-*?[]") ||
      !(is_letter(parts.name[0]) || is_digit(parts.name[0]) || parts.name[0] == '*')) {
    return check.fail(Code::BadVersion, cat("'", check.text.value, "' does not name a .pc file"),
                      "write NAME or NAME OP VERSION: \"libssl >= 1.1\"");
  }
  // pkg-config takes such a name for a file of the working directory.
  if (parts.name.ends_with(".pc")) {
    return check.fail(
        Code::BadVersion, cat("'", parts.name, "' is a file, expected a name"),
        cat("leave out the '.pc': \"", parts.name.substr(0, parts.name.size() - 3), "\""));
  }
  if (parts.comparison.empty() || is_version(parts.version)) return true;
  return check.fail(Code::BadVersion, cat("'", check.text.value, "' is no version predicate"),
                    "write NAME OP VERSION with one of >= <= = != < >: \"libssl >= 1.1\"");
}

bool check_version(const Check& check) {
  const Predicate parts = split_predicate(check.text.value);
  if (parts.name.empty() && !parts.comparison.empty() && is_version(parts.version)) return true;
  return check.fail(Code::BadVersion, cat("'", check.text.value, "' is no version predicate"),
                    "write OP VERSION with one of >= <= = != < >: \">= 3.1\"");
}

struct KindRow {
  TextKind kind;
  bool (*check)(const Check&);
  std::string_view pattern;  // for the JSON Schemas; looser than the check where it must be
};

constexpr KindRow kKinds[] = {
    {TextKind::Name, check_name, "^[A-Za-z0-9][A-Za-z0-9_.+-]{0,63}$"},
    {TextKind::ComponentName, check_component_name, "^[A-Za-z0-9][A-Za-z0-9_.+-]{0,63}$"},
    {TextKind::Reference, check_reference, "^[A-Za-z0-9][A-Za-z0-9_.+-]{0,63}$"},
    {TextKind::HostReference, check_host, "^(\\*|[A-Za-z0-9][A-Za-z0-9_.+-]{0,63})$"},
    {TextKind::ModulePattern, check_module_pattern, "^[^@]"},
    {TextKind::RequestWord, check_request_word, "."},
    {TextKind::FeatureSetting, check_feature_setting, "^[^/=]+/[^/=]+=(on|off|auto)$"},
    {TextKind::ModuleFile, check_module_file, "^[^/\\\\]+$"},
    {TextKind::FileName, check_rename, "^[^/\\\\]+$"},
    {TextKind::Destination, check_destination, "^\\{([a-z]+|lib\\.[A-Za-z0-9_.+-]+)\\}(/|$)"},
    {TextKind::Substitution, check_substitution, {}},
    {TextKind::Mode, check_mode, "^[0-7]{4}$"},
    {TextKind::Define, check_define, "^[A-Za-z_][A-Za-z0-9_]*(\\(.*\\))?(=|$)"},
    {TextKind::Flag, check_flag, "."},
    {TextKind::ToolchainFlag, check_toolchain_flag, "^[^{}]+$"},
    {TextKind::ToolWord, check_tool_word, "^(-.+|[A-Za-z0-9_+][A-Za-z0-9_.+-]*)$"},
    {TextKind::MachineDirectory, check_machine_directory, "^/[^:]*$"},
    {TextKind::SourcesDirectory, check_sources_directory, "."},
    {TextKind::PkgConfig, check_pkg_config,
     "^[A-Za-z0-9*][A-Za-z0-9+._*?\\[\\]-]*( *(>=|<=|!=|=|<|>) *[A-Za-z0-9_.+~:-]+)?$"},
    {TextKind::VersionPredicate, check_version, "^ *(>=|<=|!=|=|<|>) *[A-Za-z0-9_.+~:-]+$"},
    {TextKind::ProgramName, check_program_name, "^[A-Za-z0-9_+][A-Za-z0-9_.+-]*$"},
    {TextKind::Argument, check_argument, "."},
    {TextKind::HeaderName, check_header, "^[A-Za-z0-9_.+][A-Za-z0-9_.+/-]*$"},
    {TextKind::LinkName, check_link_name, "^:?[A-Za-z0-9_.+][A-Za-z0-9_.+-]*$"},
    {TextKind::Symbol, check_symbol, "^[A-Za-z_][A-Za-z0-9_]*$"},
    {TextKind::EntrySymbol, check_entry_symbol, "."},
    {TextKind::VariableName, check_variable_name, "^[A-Za-z_][A-Za-z0-9_-]*$"},
    {TextKind::Path, nullptr, "^[^\\\\*?\\[]+$"},
    {TextKind::PathPattern, nullptr, "^[^\\\\]+$"},
};

constexpr std::size_t kKindCount = static_cast<std::size_t>(TextKind::VariableName) + 1;

// The row of each kind, or null.
constexpr std::array<const KindRow*, kKindCount> rows_by_kind() {
  std::array<const KindRow*, kKindCount> rows{};
  for (const KindRow& row : kKinds) rows[static_cast<std::size_t>(row.kind)] = &row;
  return rows;
}

const KindRow* row_of(TextKind kind) {
  static constexpr std::array<const KindRow*, kKindCount> kRows = rows_by_kind();
  return kRows[static_cast<std::size_t>(kind)];
}

}  // namespace

bool check_text(TextKind kind, const Text& text, const TextRules& rules, Diagnostics& diagnostics) {
  const KindRow* row = row_of(kind);
  if (row == nullptr || row->check == nullptr) return true;
  return row->check({text, rules, diagnostics});
}

std::string_view text_pattern(TextKind kind) {
  const KindRow* row = row_of(kind);
  return row == nullptr ? std::string_view{} : row->pattern;
}

VersionedName parse_versioned_name(const Text& text) {
  const Predicate parts = split_predicate(text.value);
  return {{std::string(parts.name), text.at},
          std::string(parts.comparison),
          std::string(parts.version)};
}

}  // namespace modbuild
