#include "load/placeholders.h"

#include <algorithm>

#include "base/edit_distance.h"
#include "base/str.h"
#include "load/text_place.h"
#include "model/external_lib.h"
#include "model/install_dirs.h"

namespace modbuild {
namespace {

std::vector<std::string_view> with_directories(std::vector<std::string_view> names) {
  names.insert(names.end(), kInstallDirectories.begin(), kInstallDirectories.end());
  return names;
}

}  // namespace

std::vector<Placeholder> placeholders_of(std::string_view text) {
  std::vector<Placeholder> found;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c != '{' && c != '}') continue;
    if (at + 1 < text.size() && text[at + 1] == c) {
      ++at;
      continue;
    }
    if (c == '}') continue;
    const std::size_t close = text.find('}', at);
    if (close == std::string_view::npos) {
      found.push_back({{}, at, text.size(), false});
      break;
    }
    found.push_back({std::string(text.substr(at + 1, close - at - 1)), at, close + 1, true});
    at = close;
  }
  return found;
}

bool check_placeholders(const Text& text, const std::vector<std::string_view>& known,
                        Diagnostics& diagnostics, LibValues libs) {
  bool good = true;
  for (const Placeholder& placeholder : placeholders_of(text.value)) {
    const SourceRange at = place_in_text(text, placeholder.begin, placeholder.end);
    if (!placeholder.is_closed) {
      diagnostics.add(Code::UnknownPlaceholder, at, "'{' is never closed",
                      "write a literal brace as {{ or }}");
      good = false;
      continue;
    }
    if (std::find(known.begin(), known.end(), placeholder.name) != known.end()) continue;
    if (libs == LibValues::Known && parse_lib_value(placeholder.name)) continue;
    const std::vector<std::string> names(known.begin(), known.end());
    std::string help = did_you_mean(placeholder.name, names);
    if (known.empty()) {
      help = "a literal brace is written {{ or }}";
    } else if (help.empty()) {
      help = cat("known here are {", join(names, "}, {"), "}; a literal brace is written {{ or }}");
    }
    diagnostics.add(Code::UnknownPlaceholder, at,
                    cat("nothing stands for '{", placeholder.name, "}' here"), std::move(help));
    good = false;
  }
  return good;
}

const std::vector<std::string_view>& flag_placeholders() {
  static const std::vector<std::string_view> kNames =
      with_directories({"name", "host", "tree.name", "tree.version"});
  return kNames;
}

const std::vector<std::string_view>& destination_placeholders() {
  static const std::vector<std::string_view> kNames =
      with_directories({"name", "tree.name", "tree.version"});
  return kNames;
}

const std::vector<std::string_view>& module_file_placeholders() {
  static const std::vector<std::string_view> kNames = {"host", "name", "tree.name", "tree.version"};
  return kNames;
}

}  // namespace modbuild
