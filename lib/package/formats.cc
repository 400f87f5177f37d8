#include "package/formats.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/path.h"
#include "base/str.h"

namespace modbuild {
namespace {

constexpr std::size_t kLineLength = 79;

constexpr auto kFormats = std::to_array<PackagingFormat>({
    {"deb", "debhelper's .install files, binary stanzas, build dependencies", "debian", write_deb},
    {"rpm", "lists of files, %package sections, BuildRequires", "fedora", write_rpm},
    {"cpack", "install() rules with components, and CPack's variables", "", write_cpack},
});

// The sentence of one kind of components: "Modules: a, b."
void add_sentence(const BinaryPackage& package, InstallKind kind, std::string_view word,
                  std::vector<std::string>& sentences) {
  std::set<std::string> owners;
  for (const PackagedFile& file : package.files) {
    if (file.item.kind == kind && file.item.source.root == Root::Build) {
      owners.insert(file.item.owner);
    }
  }
  if (owners.empty()) return;
  sentences.push_back(cat(word, ": ", join({owners.begin(), owners.end()}, ", "), "."));
}

}  // namespace

std::span<const PackagingFormat> packaging_formats() {
  return kFormats;
}

const PackagingFormat* find_packaging_format(std::string_view name) {
  const auto* found = std::find_if(kFormats.begin(), kFormats.end(),
                                   [&](const auto& format) { return format.name == name; });
  return found == kFormats.end() ? nullptr : found;
}

std::string plan_listing(const PackagingFormat& format, const PackageSet& set,
                         Diagnostics& diagnostics) {
  std::string out;
  for (const PackagingFile& file : format.write(set, {}, diagnostics)) {
    append(out, out.empty() ? "" : "\n", "# ==> ", file.path, "\n", file.text);
  }
  return out;
}

bool is_own_packaging(std::string_view text, std::string_view format) {
  return text.starts_with(packaging_mark(format));
}

std::string packaging_mark(std::string_view format) {
  return cat("# ", kPackagingMark, " ", format, ", which replaces this file when it runs again\n");
}

std::string wrapped(std::string_view text, std::string_view indent) {
  std::string out;
  std::string line;
  for (const std::string& word : split(text, " \n")) {
    if (!line.empty() && indent.size() + line.size() + 1 + word.size() > kLineLength) {
      append(out, indent, line, "\n");
      line.clear();
    }
    append(line, line.empty() ? "" : " ", word);
  }
  if (!line.empty()) append(out, indent, line, "\n");
  return out;
}

std::vector<std::string> content_sentences(const BinaryPackage& package) {
  std::vector<std::string> sentences;
  add_sentence(package, InstallKind::Program, "Programs", sentences);
  add_sentence(package, InstallKind::Module, "Modules", sentences);
  add_sentence(package, InstallKind::Library, "Libraries", sentences);
  return sentences;
}

std::vector<std::string> abi_names(const BinaryPackage& package, std::string_view between) {
  std::vector<std::string> names;
  for (const std::string& abi : package.abi) names.push_back(cat(package.name, between, abi));
  return names;
}

std::vector<std::string> abi_names(const AbiNeed& need, std::string_view between) {
  std::vector<std::string> names;
  for (const std::string& name : need.any) names.push_back(cat(name, between, need.abi));
  return names;
}

const BinaryPackage* find_package(const PackageSet& set, std::string_view name) {
  const auto found = std::find_if(set.packages.begin(), set.packages.end(),
                                  [&](const BinaryPackage& each) { return each.name == name; });
  return found == set.packages.end() ? nullptr : &*found;
}

std::vector<std::string> library_packages(const PackageSet& set, std::string_view distribution,
                                          std::vector<std::string> (*otherwise)(const BuildNeed&)) {
  std::set<std::string> names;
  for (const BuildNeed& need : set.build_needs) {
    const auto found = need.packages.find(std::string(distribution));
    const std::vector<std::string> words =
        found == need.packages.end() ? otherwise(need) : split(found->second, " ");
    names.insert(words.begin(), words.end());
  }
  return {names.begin(), names.end()};
}

bool refuse_path(const PackagedFile& file, std::string_view bytes, std::string_view format,
                 Diagnostics& diagnostics) {
  const std::string& path = file.item.destination;
  const bool bad = std::any_of(path.begin(), path.end(), [&](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f || bytes.find(c) != std::string_view::npos;
  });
  if (!bad) return false;
  diagnostics.add(Code::PathNotPackageable, file.at,
                  cat("'", path, "' has a character that files of ", format, " cannot carry"),
                  "install it under another name or into another directory");
  return true;
}

}  // namespace modbuild
