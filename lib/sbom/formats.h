// The writers behind the table of formats, and what they share: times, identifiers, package URLs.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sbom/sbom.h"

namespace modbuild {

// SPDX 2.3, its JSON form: https://spdx.github.io/spdx-spec/v2.3/
std::string write_spdx(const BillOfMaterials& bill);

// CycloneDX 1.5, its JSON form: https://cyclonedx.org/docs/1.5/json/
std::string write_cyclonedx(const BillOfMaterials& bill);

// "2026-11-25T10:20:30Z" (RFC 3339). From 0 up to the end of the year 9999.
std::string utc_time(std::int64_t seconds);

// A UUID (RFC 9562, version 8) made of SHA-256 of `content`: the same content has the same one.
std::string content_uuid(std::string_view content);

// "pkg:generic/openssl@3.0.15" (purl specification); "" for what has no version or is the tree's.
std::string package_url(const BillPart& part);

}  // namespace modbuild
