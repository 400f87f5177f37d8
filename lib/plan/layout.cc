#include "plan/layout.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/expand_text.h"
#include "base/hash.h"
#include "base/str.h"
#include "model/install_dirs.h"
#include "plan/plan.h"

namespace modbuild {
namespace {

constexpr std::size_t kLongestName = 200;

struct KindRow {
  InstallKind kind;
  std::string_view destination;
  std::string_view mode;
};
constexpr std::array<KindRow, 9> kInstallKinds = {{
    {InstallKind::Module, "{moduledir}", "0755"},
    {InstallKind::Program, "{bindir}", "0755"},
    {InstallKind::Library, "{libdir}", "0755"},
    {InstallKind::Header, "{includedir}/{tree.name}", "0644"},
    {InstallKind::Config, "{confdir}", "0644"},
    {InstallKind::Data, "{datadir}/{tree.name}", "0644"},
    {InstallKind::Doc, "{docdir}", "0644"},
    {InstallKind::Man, "{mandir}/man", "0644"},
    {InstallKind::Script, "{bindir}", "0755"},
}};

// What is made for the build machine lies in a directory of its own.
std::string_view below(const Component& component) {
  return component.machine == Machine::Build ? "for-build/" : "";
}

const KindRow& row(InstallKind kind) {
  return kInstallKinds.at(static_cast<std::size_t>(kind));
}

std::string encode_path(std::string_view path) {
  std::string out;
  for (const std::string& part : split(path, "/")) {
    if (!out.empty()) out += '/';
    out += encode_name(part);
  }
  return out;
}

}  // namespace

std::string encode_name(std::string_view text) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '.' || c == '_' || c == '-';
    if (plain) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '+';
      out += kDigits[byte >> 4U];
      out += kDigits[byte & 15U];
    }
  }
  if (out.size() <= kLongestName) return out;
  return cat(out.substr(0, kLongestName - 17), "+", hash_hex(text));
}

Path object_path(const Component& component, std::string_view source) {
  const bool inside = component.dir.empty() || is_below(source, component.dir);
  const std::size_t skip = inside && !component.dir.empty() ? component.dir.size() + 1 : 0;
  return {Root::Build, cat(below(component), "obj/", component.name.value, inside ? "/" : "/+/",
                           encode_path(source.substr(skip)), ".o")};
}

Path generated_object_path(const Component& component, std::string_view output) {
  return {Root::Build,
          cat(below(component), "obj/", component.name.value, "/+gen/", encode_path(output), ".o")};
}

Path generated_directory(const Component& component) {
  return {Root::Build, cat(below(component), "gen/", component.name.value)};
}

Path generated_path(const Component& component, std::string_view output) {
  return {Root::Build, cat(below(component), "gen/", component.name.value, "/", output)};
}

Path program_path(const Component& component) {
  return {Root::Build, cat(below(component), "bin/", component.name.value)};
}

Path library_path(const Component& component) {
  const bool shared = component.library_linkage == Linkage::Shared;
  return {Root::Build,
          cat(below(component), "lib/lib", component.name.value, shared ? ".so" : ".a")};
}

Path module_path(std::string_view file) {
  return {Root::Build, cat("modules/", file)};
}

std::map<std::string, std::string> install_directories(const Tree& tree,
                                                       const std::map<std::string, Text>& settings,
                                                       const LibraryDirectories& libraries,
                                                       Diagnostics& diagnostics) {
  std::map<std::string, std::string> values = {{"tree.name", tree.name.value},
                                               {"tree.version", tree.version.value}};
  for (const InstallDirectory& directory : install_directory_table()) {
    const std::string name(directory.name);
    const bool usr = values["prefix"] == "/usr";
    std::string text(usr && !directory.below_usr.empty() ? directory.below_usr
                                                         : directory.by_default);
    if (name == "libdir") {
      text = cat("{prefix}/", usr ? libraries.below_usr : libraries.elsewhere);
    }
    const auto set = settings.find(name);
    if (set != settings.end()) text = set->second.value;
    std::string unknown;
    values[name] = normalise(expand_text(text, lookup_in(values), unknown));
    if (unknown.empty() || set == settings.end()) continue;
    std::vector<std::string> before;
    for (const auto& [known, value] : values) {
      if (known != name) before.push_back(cat("{", known, "}"));
    }
    diagnostics.add(Code::UnknownDirectory, set->second.at,
                    cat("'{", unknown, "}' cannot stand in the directory '", name, "'"),
                    cat("these may: ", join(before, " ")));
  }
  values.erase("tree.name");
  values.erase("tree.version");
  return values;
}

std::string default_destination(InstallKind kind, std::string_view file) {
  std::string destination(row(kind).destination);
  if (kind == InstallKind::Man) {
    // "switchd.8.gz" belongs to section 8.
    std::string_view page = file;
    for (const std::string_view packed : {".gz", ".bz2", ".xz", ".zst"}) {
      if (page.ends_with(packed)) page.remove_suffix(packed.size());
    }
    const std::string_view section = suffix_of(page);
    destination += section.size() > 1 ? section.substr(1) : "1";
  }
  return destination;
}

std::string_view default_mode(InstallKind kind) {
  return row(kind).mode;
}

}  // namespace modbuild
