#include "install/content.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "install/elf_runpath.h"

namespace modbuild {
namespace {

// At each place the longest text that fits, once, from left to right.
std::string substitute(std::string_view bytes, const std::vector<InstallSubstitution>& substs) {
  std::array<std::vector<const InstallSubstitution*>, 256> by_first_byte;
  for (const InstallSubstitution& subst : substs) {
    by_first_byte.at(static_cast<unsigned char>(subst.text.front())).push_back(&subst);
  }
  for (std::vector<const InstallSubstitution*>& candidates : by_first_byte) {
    std::sort(candidates.begin(), candidates.end(),
              [](const InstallSubstitution* a, const InstallSubstitution* b) {
                return a->text.size() > b->text.size();
              });
  }
  std::string out;
  out.reserve(bytes.size());
  for (std::size_t at = 0; at < bytes.size();) {
    const auto& candidates = by_first_byte.at(static_cast<unsigned char>(bytes[at]));
    const auto found =
        std::find_if(candidates.begin(), candidates.end(), [&](const InstallSubstitution* subst) {
          return bytes.substr(at).starts_with(subst->text);
        });
    if (found == candidates.end()) {
      out.push_back(bytes[at++]);
    } else {
      out.append((*found)->becomes);
      at += (*found)->text.size();
    }
  }
  return out;
}

}  // namespace

tl::expected<std::string, std::string> installed_content(const InstallItem& item,
                                                         std::string bytes) {
  if (!item.subst.empty()) bytes = substitute(bytes, item.subst);
  if (!item.rpath.empty() && item.source.root == Root::Build) {
    const tl::expected<void, std::string> done = drop_build_runpath(bytes, item.rpath);
    if (!done) return tl::unexpected(done.error());
  }
  return tl::expected<std::string, std::string>(std::move(bytes));
}

}  // namespace modbuild
