#include "plan/layout.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/edit_distance.h"
#include "base/hash.h"
#include "base/str.h"
#include "plan/expand.h"
#include "plan/plan.h"

namespace modbuild {
namespace {

constexpr std::size_t kLongestName = 200;

// Defaults in an order in which each needs only those before it (GNU coding standards, "Directory
// Variables"; moduledir and confdir are ours).
constexpr std::array<std::pair<std::string_view, std::string_view>, 13> kDirectories = {{
    {"prefix", "/usr/local"},
    {"bindir", "{prefix}/bin"},
    {"sbindir", "{prefix}/sbin"},
    {"libdir", "{prefix}/lib"},
    {"libexecdir", "{prefix}/libexec"},
    {"includedir", "{prefix}/include"},
    {"datadir", "{prefix}/share"},
    {"mandir", "{datadir}/man"},
    {"docdir", "{datadir}/doc/{tree.name}"},
    {"sysconfdir", "{prefix}/etc"},
    {"localstatedir", "{prefix}/var"},
    {"moduledir", "{libdir}/{tree.name}/modules"},
    {"confdir", "{sysconfdir}/{tree.name}"},
}};

struct KindRow {
  InstallKind kind;
  std::string_view word;
  std::string_view destination;
  std::string_view mode;
};
constexpr std::array<KindRow, 9> kInstallKinds = {{
    {InstallKind::Module, "module", "{moduledir}", "0755"},
    {InstallKind::Program, "program", "{bindir}", "0755"},
    {InstallKind::Library, "library", "{libdir}", "0755"},
    {InstallKind::Header, "header", "{includedir}/{tree.name}", "0644"},
    {InstallKind::Config, "config", "{confdir}", "0644"},
    {InstallKind::Data, "data", "{datadir}/{tree.name}", "0644"},
    {InstallKind::Doc, "doc", "{docdir}", "0644"},
    {InstallKind::Man, "man", "{mandir}/man", "0644"},
    {InstallKind::Script, "script", "{bindir}", "0755"},
}};

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
  return {Root::Build, cat("obj/", component.name.value, inside ? "/" : "/+/",
                           encode_path(source.substr(skip)), ".o")};
}

Path generated_object_path(const Component& component, std::string_view output) {
  return {Root::Build, cat("obj/", component.name.value, "/+gen/", encode_path(output), ".o")};
}

Path generated_directory(const Component& component) {
  return {Root::Build, cat("gen/", component.name.value)};
}

Path generated_path(const Component& component, std::string_view output) {
  return {Root::Build, cat("gen/", component.name.value, "/", output)};
}

Path program_path(const Component& component) {
  return {Root::Build, cat("bin/", component.name.value)};
}

Path library_path(const Component& component) {
  const bool shared = component.library_linkage == Linkage::Shared;
  return {Root::Build, cat("lib/lib", component.name.value, shared ? ".so" : ".a")};
}

Path module_path(std::string_view file) {
  return {Root::Build, cat("modules/", file)};
}

std::map<std::string, std::string> install_directories(const Tree& tree,
                                                       const std::map<std::string, Text>& settings,
                                                       Diagnostics& diagnostics) {
  std::map<std::string, std::string> values = {{"tree.name", tree.name.value},
                                               {"tree.version", tree.version.value}};
  std::vector<std::string> known;
  for (const auto& [name, by_default] : kDirectories) known.emplace_back(name);
  for (const auto& [name, path] : settings) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const std::string near = did_you_mean(name, known);
    diagnostics.add(Code::UnknownDirectory, path.at,
                    cat("there is no install directory '", name, "'"),
                    cat(near, near.empty() ? "" : " ", "known are: ", join(known, ", ")));
  }
  for (const auto& [name, by_default] : kDirectories) {
    const auto set = settings.find(std::string(name));
    const std::string text = set == settings.end() ? std::string(by_default) : set->second.value;
    std::string unknown;
    values[std::string(name)] = expand_text(text, lookup_in(values), unknown);
    if (!unknown.empty() && set != settings.end()) {
      diagnostics.add(Code::UnknownDirectory, set->second.at,
                      cat("'{", unknown, "}' cannot stand in the directory '", name, "'"),
                      "only directories that come before it in the list may: " + join(known, ", "));
    }
  }
  // With prefix /usr the configuration and state of a system live in /etc and /var (FHS 3.0).
  if (values["prefix"] == "/usr") {
    if (!settings.contains("sysconfdir")) values["sysconfdir"] = "/etc";
    if (!settings.contains("localstatedir")) values["localstatedir"] = "/var";
    if (!settings.contains("confdir")) values["confdir"] = cat("/etc/", tree.name.value);
  }
  values.erase("tree.name");
  values.erase("tree.version");
  return values;
}

std::string default_destination(InstallKind kind, std::string_view file) {
  std::string destination(row(kind).destination);
  if (kind == InstallKind::Man) {
    const std::string_view section = suffix_of(file);
    destination += section.size() > 1 ? section.substr(1) : "1";
  }
  return destination;
}

std::string_view default_mode(InstallKind kind) {
  return row(kind).mode;
}

std::string_view install_kind_word(InstallKind kind) {
  return row(kind).word;
}

}  // namespace modbuild
