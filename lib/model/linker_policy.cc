#include "model/linker_policy.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace modbuild {
namespace {

constexpr std::string_view kUnknownOption =
    "hands the linker an option that is not known to be harmless";
constexpr std::string_view kLinkerPlugin = "loads a plug-in into the linker";
constexpr std::string_view kLinkerWrites = "makes the linker write a file of the flag's choice";
constexpr std::string_view kLinkerScript = "replaces the linker script";
constexpr std::string_view kLinkerReads = "makes the linker read a file of the flag's choice";
constexpr std::string_view kLoader = "chooses the program that loads what is linked";
constexpr std::string_view kNoArgument = "leaves out the argument of a linker option";

// What comes with an option, as '=VALUE' or as the next piece.
enum class Argument : std::uint8_t {
  None,
  Optional,   // '=VALUE' only, and may be left out
  Word,       // needed: a keyword, number or symbol
  Directory,  // needed: any path
  TreeFile,   // needed: a relative path that does not lead upwards
};

struct Option {
  std::string_view name;  // without the dashes in front, one or two alike
  Argument argument;
  std::string_view refusal;
};

// Sorted by name within each block; an option that is not here is refused.
constexpr Option kOptions[] = {
    // refused, with a reason
    {"Map", Argument::Optional, kLinkerWrites},
    {"Map-whole-files", Argument::Optional, kLinkerWrites},
    {"T", Argument::Optional, kLinkerScript},
    {"default-script", Argument::Optional, kLinkerScript},
    {"dT", Argument::Optional, kLinkerScript},
    {"dependency-file", Argument::Optional, kLinkerWrites},
    {"dynamic-linker", Argument::Optional, kLoader},
    {"interp", Argument::Optional, kLoader},
    {"I", Argument::Optional, kLoader},
    {"load-pass-plugin", Argument::Optional, kLinkerPlugin},
    {"o", Argument::Optional, kLinkerWrites},
    {"out-implib", Argument::Optional, kLinkerWrites},
    {"output", Argument::Optional, kLinkerWrites},
    {"plugin", Argument::Optional, kLinkerPlugin},
    {"plugin-opt", Argument::Optional, kLinkerPlugin},
    {"reproduce", Argument::Optional, kLinkerWrites},
    {"script", Argument::Optional, kLinkerScript},
    // permitted
    {"Bdynamic", Argument::None, {}},
    {"Bgroup", Argument::None, {}},
    {"Bstatic", Argument::None, {}},
    {"Bsymbolic", Argument::None, {}},
    {"Bsymbolic-functions", Argument::None, {}},
    {"Bsymbolic-non-weak-functions", Argument::None, {}},
    {"E", Argument::None, {}},
    {"O0", Argument::None, {}},
    {"O1", Argument::None, {}},
    {"O2", Argument::None, {}},
    {"O3", Argument::None, {}},
    {"S", Argument::None, {}},
    {"X", Argument::None, {}},
    {"allow-multiple-definition", Argument::None, {}},
    {"allow-shlib-undefined", Argument::None, {}},
    {"as-needed", Argument::None, {}},
    {"build-id", Argument::Optional, {}},
    {"combreloc", Argument::None, {}},
    {"compress-debug-sections", Argument::Word, {}},
    {"copy-dt-needed-entries", Argument::None, {}},
    {"demangle", Argument::None, {}},
    {"disable-new-dtags", Argument::None, {}},
    {"discard-all", Argument::None, {}},
    {"discard-locals", Argument::None, {}},
    {"dynamic-list", Argument::TreeFile, {}},
    {"dynamic-list-data", Argument::None, {}},
    {"e", Argument::Word, {}},
    {"eh-frame-hdr", Argument::None, {}},
    {"enable-new-dtags", Argument::None, {}},
    {"end-group", Argument::None, {}},
    {"entry", Argument::Word, {}},
    {"error-limit", Argument::Word, {}},
    {"exclude-libs", Argument::Word, {}},
    {"export-dynamic", Argument::None, {}},
    {"export-dynamic-symbol", Argument::Word, {}},
    {"fatal-warnings", Argument::None, {}},
    {"fini", Argument::Word, {}},
    {"gc-sections", Argument::None, {}},
    {"hash-style", Argument::Word, {}},
    {"icf", Argument::Word, {}},
    {"init", Argument::Word, {}},
    {"no-allow-shlib-undefined", Argument::None, {}},
    {"no-as-needed", Argument::None, {}},
    {"no-copy-dt-needed-entries", Argument::None, {}},
    {"no-export-dynamic", Argument::None, {}},
    {"no-fatal-warnings", Argument::None, {}},
    {"no-gc-sections", Argument::None, {}},
    {"no-keep-memory", Argument::None, {}},
    {"no-relax", Argument::None, {}},
    {"no-undefined", Argument::None, {}},
    {"no-undefined-version", Argument::None, {}},
    {"no-warn-mismatch", Argument::None, {}},
    {"no-whole-archive", Argument::None, {}},
    {"pop-state", Argument::None, {}},
    {"print-gc-sections", Argument::None, {}},
    {"push-state", Argument::None, {}},
    {"reduce-memory-overheads", Argument::None, {}},
    {"relax", Argument::None, {}},
    {"rpath", Argument::Directory, {}},
    {"rpath-link", Argument::Directory, {}},
    {"s", Argument::None, {}},
    {"soname", Argument::Word, {}},
    {"sort-common", Argument::Optional, {}},
    {"sort-section", Argument::Word, {}},
    {"start-group", Argument::None, {}},
    {"strip-all", Argument::None, {}},
    {"strip-debug", Argument::None, {}},
    {"threads", Argument::Optional, {}},
    {"u", Argument::Word, {}},
    {"undefined", Argument::Word, {}},
    {"undefined-version", Argument::None, {}},
    {"unresolved-symbols", Argument::Word, {}},
    {"version-script", Argument::TreeFile, {}},
    {"warn-common", Argument::None, {}},
    {"warn-once", Argument::None, {}},
    {"warn-shared-textrel", Argument::None, {}},
    {"warn-unresolved-symbols", Argument::None, {}},
    {"whole-archive", Argument::None, {}},
    {"wrap", Argument::Word, {}},
    {"x", Argument::None, {}},
    {"z", Argument::Word, {}},
};

// Cuts the text up to the next comma off the front.
std::string_view take_piece(std::string_view& rest) {
  const std::size_t comma = rest.find(',');
  const std::string_view piece = rest.substr(0, comma);
  rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
  return piece;
}

std::string_view refused_argument(Argument kind, std::string_view argument) {
  if (argument.empty()) return kNoArgument;
  if (argument[0] == '-' || argument[0] == '@') return kNoArgument;
  const bool has_slash = argument.find('/') != std::string_view::npos;
  if (kind == Argument::Directory) return {};
  if (kind == Argument::TreeFile) {
    return argument[0] == '/' || leads_upwards(argument) ? kLinkerReads : std::string_view{};
  }
  return has_slash ? kLinkerReads : std::string_view{};
}

const Option* find_option(std::string_view name) {
  const auto* found = std::find_if(std::begin(kOptions), std::end(kOptions),
                                   [&](const Option& option) { return option.name == name; });
  return found == std::end(kOptions) ? nullptr : found;
}

// Checks the option at the front of `rest` and removes it together with its argument.
std::string_view refused_next(std::string_view& rest) {
  const std::string_view piece = take_piece(rest);
  const bool joined = piece.starts_with("-l") || (piece.starts_with("-z") && piece != "-z");
  if (joined) return refused_argument(Argument::Word, piece.substr(2));
  const std::size_t dashes = piece.starts_with("--") ? 2 : 1;
  if (!piece.starts_with('-')) return kUnknownOption;
  const std::size_t equals = piece.find('=');
  const Option* option = find_option(piece.substr(dashes, equals - dashes));
  if (option == nullptr) return kUnknownOption;
  if (!option->refusal.empty()) return option->refusal;
  const bool with_value = equals != std::string_view::npos;
  if (option->argument == Argument::None) return with_value ? kUnknownOption : std::string_view{};
  if (with_value) return refused_argument(option->argument, piece.substr(equals + 1));
  if (option->argument == Argument::Optional) return {};
  return refused_argument(option->argument, take_piece(rest));
}

}  // namespace

bool leads_upwards(std::string_view path) {
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    if (path.substr(0, slash) == "..") return true;
    if (slash == std::string_view::npos) return false;
    path.remove_prefix(slash + 1);
  }
  return false;
}

std::string_view refused_linker_option(std::string_view options) {
  if (options.empty()) return kUnknownOption;
  while (!options.empty()) {
    const std::string_view refusal = refused_next(options);
    if (!refusal.empty()) return refusal;
  }
  return {};
}

}  // namespace modbuild
