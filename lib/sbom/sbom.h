// Software bills of materials: what a build delivers, file by file, and what it is made of, in the
// formats that auditors read. Pure: neither reads nor writes anything.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/catalog.h"
#include "model/install_plan.h"
#include "probe/probe.h"
#include "select/select.h"

namespace modbuild {

// Of one installed file.
struct FileDigest {
  std::uint64_t size = 0;
  std::string sha1;  // SPDX 2.3 demands it
  std::string sha256;
};

struct BillInput {
  const Catalog* catalog = nullptr;
  const Selection* selection = nullptr;
  const ProbeReport* probes = nullptr;
  const InstallPlan* plan = nullptr;
  std::vector<FileDigest> digests;  // parallel to plan->items
  std::string tool_version;         // of modbuild
  std::int64_t created = 0;         // seconds since the epoch, not negative
};

enum class BillRelationKind : std::uint8_t {
  DependsOn,    // does not work without: a module, its host, an external library
  LinksShared,  // a shared library of the tree
  Contains,     // an archive of the tree or a static module, which becomes part of it
  Loads         // when it runs, if it is there
};

struct BillRelation {
  BillRelationKind kind = BillRelationKind::DependsOn;
  std::string to;       // BillPart::key
  std::string because;  // "edged loads edged_monitor"; may be empty
};

struct BillFile {
  std::string path;  // on the system that it is installed on: absolute
  InstallKind kind = InstallKind::Data;
  std::uint32_t mode = 0;
  FileDigest digest;
};

// A component of the tree that is built, or an external library that one uses.
struct BillPart {
  std::string key;  // unique in the bill: "module/tm", "lib/openssl"
  std::string name;
  std::string kind;                     // "module", "program", "library", "lib"
  std::string version;                  // the tree's, or the one found; may be empty
  std::string description;              // may be empty
  std::string package;                  // of a distribution; may be empty
  bool made_static = false;             // a module that is linked into its host
  std::vector<BillFile> files;          // by path
  std::vector<BillRelation> relations;  // by kind and key, each once

  bool is_external() const { return kind == "lib"; }
};

struct BillOfMaterials {
  std::string tree;
  std::string version;
  std::string tool_version;
  std::int64_t created = 0;
  std::vector<BillPart> parts;  // by key: libs, libraries, modules, programs
};

// What is on and is delivered: modules, hosts, whatever else has installed files, the archives that
// are part of these, and the external libraries that they use. What only the build runs is left
// out.
BillOfMaterials bill_of_materials(const BillInput& input);

struct BillFormat {
  std::string_view name;  // "spdx-2.3"
  std::string (*write)(const BillOfMaterials& bill);
};

// spdx-2.3, cyclonedx-1.5.
std::span<const BillFormat> bill_formats();

// The row of a name; null when there is none.
const BillFormat* find_bill_format(std::string_view name);

}  // namespace modbuild
