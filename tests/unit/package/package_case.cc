#include "package_case.h"

#include <algorithm>

#include "base/path.h"
#include "base/str.h"

namespace modbuild::test {
namespace {

BinaryPackage& package_in(PackageSet& set, const std::string& name) {
  for (BinaryPackage& package : set.packages) {
    if (package.name == name) return package;
  }
  BinaryPackage package;
  package.name = name;
  package.description = cat("files of ", name);
  package.named = true;
  set.packages.push_back(std::move(package));
  return set.packages.back();
}

std::string listing(const std::vector<PackagingFile>& files) {
  std::string out;
  for (const PackagingFile& file : files) append(out, "==> ", file.path, "\n", file.text);
  return out;
}

}  // namespace

PackagedFile& add_file(PackageSet& set, const std::string& package, InstallKind kind,
                       const std::string& destination) {
  BinaryPackage& into = package_in(set, package);
  const bool binary =
      kind == InstallKind::Module || kind == InstallKind::Program || kind == InstallKind::Library;
  InstallItem item;
  item.kind = kind;
  item.source = {binary ? Root::Build : Root::Source, std::string(base_name(destination))};
  item.destination = destination;
  item.mode = binary ? 0755 : 0644;
  item.package = package;
  item.owner = std::string(base_name(destination));
  item.owner.resize(std::min(item.owner.find('.'), item.owner.size()));
  into.machine_dependent |= binary;
  into.files.push_back({item, {}});
  return into.files.back();
}

PackageSet pbx() {
  PackageSet set;
  set.tree = "pbx";
  set.version = "1.2";
  set.summary = "a private branch exchange";
  set.dirs = {{"prefix", "/usr"},
              {"bindir", "/usr/bin"},
              {"libdir", "/usr/lib/m68k-linux-gnu"},
              {"sysconfdir", "/etc"},
              {"datadir", "/usr/share"},
              {"mandir", "/usr/share/man"},
              {"docdir", "/usr/share/doc/pbx"},
              {"moduledir", "/usr/lib/m68k-linux-gnu/pbx"},
              {"localstatedir", "/var"}};
  set.installed_manifest = "/var/lib/modbuild/pbx.json";
  set.triple = "m68k-linux-gnu";
  set.backend = "ninja";
  add_file(set, "pbx", InstallKind::Config, "/etc/pbx/pbx.conf");
  add_file(set, "pbx", InstallKind::Program, "/usr/bin/pbxd");
  add_file(set, "pbx", InstallKind::Module, "/usr/lib/m68k-linux-gnu/pbx/echo.so");
  add_file(set, "pbx", InstallKind::Doc, "/usr/share/doc/pbx/README");
  add_file(set, "pbx", InstallKind::Man, "/usr/share/man/man8/pbxd.8");
  add_file(set, "pbx-doc", InstallKind::Data, "/usr/share/pbx/help.txt");
  add_file(set, "pbx-sql", InstallKind::Module, "/usr/lib/m68k-linux-gnu/pbx/sql.so");
  set.packages[0].description = set.summary;
  set.packages[2].needs = {{{"pbx"}, "pbxd loads sql"}};
  set.packages[2].wishes = {{{"pbx-doc"}, "sql loads help"}};
  return set;
}

PackageSet pbx_with_abi() {
  PackageSet set = pbx();
  set.packages[0].abi = {"0123456789abcdef"};
  set.packages[2].abi_needs = {{"0123456789abcdef", {"pbx"}}};
  return set;
}

std::string written(const PackageSet& set, std::string_view format,
                    const std::string& distribution) {
  Diagnostics diagnostics;
  const std::string text =
      listing(find_packaging_format(format)->write(set, {distribution}, diagnostics));
  return cat(text, join(said(diagnostics), "\n"));
}

std::string written_file(const PackageSet& set, std::string_view format, const std::string& name) {
  Diagnostics diagnostics;
  for (const PackagingFile& file : find_packaging_format(format)->write(set, {}, diagnostics)) {
    if (file.path == name) return file.text;
  }
  return cat("there is no ", name);
}

std::vector<std::string> said(Diagnostics& diagnostics) {
  std::vector<std::string> lines;
  for (const Diagnostic& diagnostic : diagnostics.take_sorted()) {
    lines.push_back(cat(code_info(diagnostic.code).id, " ", diagnostic.message));
  }
  return lines;
}

}  // namespace modbuild::test
