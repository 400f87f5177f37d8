#include "model/install_plan.h"

#include <algorithm>
#include <array>
#include <utility>

namespace modbuild {
namespace {

constexpr auto kWords = std::to_array<std::pair<InstallKind, std::string_view>>({
    {InstallKind::Module, "module"},
    {InstallKind::Program, "program"},
    {InstallKind::Library, "library"},
    {InstallKind::Header, "header"},
    {InstallKind::Config, "config"},
    {InstallKind::Data, "data"},
    {InstallKind::Doc, "doc"},
    {InstallKind::Man, "man"},
    {InstallKind::Script, "script"},
});

}  // namespace

std::string_view install_kind_word(InstallKind kind) {
  const auto* found = std::find_if(kWords.begin(), kWords.end(),
                                   [kind](const auto& row) { return row.first == kind; });
  return found == kWords.end() ? std::string_view() : found->second;
}

bool parse_install_kind(std::string_view word, InstallKind& kind) {
  const auto* found = std::find_if(kWords.begin(), kWords.end(),
                                   [word](const auto& row) { return row.second == word; });
  if (found == kWords.end()) return false;
  kind = found->first;
  return true;
}

std::string install_source_text(const Path& source) {
  return source.root == Root::Source ? "//" + source.text : source.text;
}

std::string mode_text(std::uint32_t mode) {
  std::string text(4, '0');
  for (std::size_t digit = 4; digit-- > 0; mode >>= 3U) {
    text[digit] = static_cast<char>('0' + (mode & 7U));
  }
  return text;
}

}  // namespace modbuild
