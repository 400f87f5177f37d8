#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "base/digest.h"
#include "base/json_writer.h"
#include "base/str.h"
#include "sbom/formats.h"

namespace modbuild {
namespace {

constexpr std::string_view kDocument = "SPDXRef-DOCUMENT";
constexpr std::string_view kUnknown = "NOASSERTION";

// With '-' for all but letters, digits, '.' and '-'.
std::string plain_text(std::string_view text) {
  std::string plain(text);
  for (char& c : plain) {
    if (!is_ascii_alphanumeric(c) && c != '.') c = '-';
  }
  return plain;
}

// Identifiers may hold letters, digits, '.' and '-' only (SPDX 2.3, 3.2), so some names become
// alike; these are told apart by a number.
class SpdxIds {
 public:
  const std::string& of(const std::string& key) {
    const auto known = ids_.find(key);
    if (known != ids_.end()) return known->second;
    const std::string id = cat("SPDXRef-", plain_text(key));
    std::string unique = id;
    for (std::size_t n = 2; !taken_.insert(unique).second; ++n) {
      unique = cat(id, "-", std::to_string(n));
    }
    return ids_[key] = unique;
  }

 private:
  std::map<std::string, std::string> ids_;
  std::set<std::string> taken_;
};

// SPDX 2.3, 7.9: SHA-1 of the files' SHA-1s, sorted and put together.
std::string verification_code(const std::vector<BillFile>& files) {
  std::vector<std::string> digests;
  for (const BillFile& file : files) digests.push_back(file.digest.sha1);
  std::sort(digests.begin(), digests.end());
  return sha1_hex(join(digests, ""));
}

std::string_view purpose(const BillPart& part) {
  return part.kind == "program" ? "APPLICATION" : "LIBRARY";
}

std::string_view file_type(InstallKind kind) {
  switch (kind) {
    case InstallKind::Module:
    case InstallKind::Program:
    case InstallKind::Library:
      return "BINARY";
    case InstallKind::Header:
    case InstallKind::Script:
      return "SOURCE";
    case InstallKind::Config:
      return "TEXT";
    case InstallKind::Doc:
    case InstallKind::Man:
      return "DOCUMENTATION";
    case InstallKind::Data:
      break;
  }
  return "OTHER";
}

class SpdxWriter {
 public:
  explicit SpdxWriter(const BillOfMaterials& bill) : bill_(bill), json_(out_) {}

  // `identity` makes the document's namespace unique.
  std::string run(const std::string& identity) {
    json_.begin_object().member("spdxVersion", "SPDX-2.3").member("dataLicense", "CC0-1.0");
    json_.member("SPDXID", kDocument).member("name", title());
    json_.member("documentNamespace",
                 cat("https://spdx.org/spdxdocs/", plain_text(title()), "-", identity));
    json_.key("creationInfo").begin_object().member("created", utc_time(bill_.created));
    json_.member("creators", std::vector<std::string>{cat("Tool: modbuild-", bill_.tool_version)});
    json_.end_object();
    packages();
    files();
    relationships();
    json_.end_object();
    out_ += "\n";
    return std::move(out_);
  }

 private:
  std::string title() const {
    return bill_.version.empty() ? bill_.tree : cat(bill_.tree, "-", bill_.version);
  }

  const std::string& tree_id() { return ids_.of(cat("tree/", bill_.tree)); }

  void licences() { json_.member("licenseConcluded", kUnknown).member("copyrightText", kUnknown); }

  void packages() {
    json_.key("packages").begin_array();
    json_.begin_object().member("SPDXID", tree_id()).member("name", bill_.tree);
    if (!bill_.version.empty()) json_.member("versionInfo", bill_.version);
    json_.member("primaryPackagePurpose", "APPLICATION").member("downloadLocation", kUnknown);
    json_.member("filesAnalyzed", false);
    licences();
    json_.member("licenseDeclared", kUnknown).end_object();
    for (const BillPart& part : bill_.parts) package(part);
    json_.end_array();
  }

  void package(const BillPart& part) {
    json_.begin_object().member("SPDXID", ids_.of(part.key)).member("name", part.name);
    if (!part.version.empty()) json_.member("versionInfo", part.version);
    if (!part.description.empty()) json_.member("summary", part.description);
    json_.member("primaryPackagePurpose", purpose(part)).member("downloadLocation", kUnknown);
    json_.member("filesAnalyzed", !part.files.empty());
    if (!part.files.empty()) {
      json_.key("packageVerificationCode").begin_object(true);
      json_.member("packageVerificationCodeValue", verification_code(part.files)).end_object();
    }
    licences();
    json_.member("licenseDeclared", kUnknown);
    if (part.made_static) json_.member("comment", "linked into its host");
    const std::string url = package_url(part);
    if (!url.empty()) {
      json_.key("externalRefs").begin_array().begin_object(true);
      json_.member("referenceCategory", "PACKAGE-MANAGER").member("referenceType", "purl");
      json_.member("referenceLocator", url).end_object().end_array();
    }
    json_.end_object();
  }

  void files() {
    json_.key("files").begin_array();
    for (const BillPart& part : bill_.parts) {
      for (const BillFile& each : part.files) file(each);
    }
    json_.end_array();
  }

  void file(const BillFile& file) {
    json_.begin_object().member("SPDXID", ids_.of(cat("file", file.path)));
    json_.member("fileName", cat(".", file.path));
    json_.member("fileTypes", std::vector<std::string>{std::string(file_type(file.kind))});
    json_.key("checksums").begin_array();
    checksum("SHA1", file.digest.sha1);
    checksum("SHA256", file.digest.sha256);
    json_.end_array();
    licences();
    json_.end_object();
  }

  void checksum(std::string_view algorithm, const std::string& value) {
    json_.begin_object(true).member("algorithm", algorithm);
    json_.member("checksumValue", value).end_object();
  }

  void relationships() {
    json_.key("relationships").begin_array();
    relationship(std::string(kDocument), "DESCRIBES", tree_id(), {});
    for (const BillPart& part : bill_.parts) {
      if (!part.is_external()) relationship(tree_id(), "CONTAINS", ids_.of(part.key), {});
    }
    for (const BillPart& part : bill_.parts) {
      const std::string id = ids_.of(part.key);
      for (const BillFile& each : part.files) {
        relationship(id, "CONTAINS", ids_.of(cat("file", each.path)), {});
      }
      for (const BillRelation& relation : part.relations) relate(id, relation);
    }
    json_.end_array();
  }

  void relate(const std::string& from, const BillRelation& relation) {
    const std::string to = ids_.of(relation.to);
    switch (relation.kind) {
      case BillRelationKind::DependsOn:
        return relationship(from, "DEPENDS_ON", to, relation.because);
      case BillRelationKind::LinksShared:
        return relationship(from, "DYNAMIC_LINK", to, relation.because);
      case BillRelationKind::Contains:
        return relationship(from, "STATIC_LINK", to, relation.because);
      case BillRelationKind::Loads:
        return relationship(to, "RUNTIME_DEPENDENCY_OF", from, relation.because);
    }
  }

  void relationship(const std::string& from, std::string_view type, const std::string& to,
                    const std::string& comment) {
    json_.begin_object(true).member("spdxElementId", from).member("relationshipType", type);
    json_.member("relatedSpdxElement", to);
    if (!comment.empty()) json_.member("comment", comment);
    json_.end_object();
  }

  const BillOfMaterials& bill_;
  std::string out_;
  JsonWriter json_;
  SpdxIds ids_;
};

}  // namespace

std::string write_spdx(const BillOfMaterials& bill) {
  return SpdxWriter(bill).run(content_uuid(SpdxWriter(bill).run({})));
}

}  // namespace modbuild
