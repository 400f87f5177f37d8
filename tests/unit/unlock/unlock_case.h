// What the tests of unlock share: one tree and request, and the answers as text.
#pragma once

#include <string>
#include <string_view>

#include "unit/select/select_support.h"
#include "unlock/unlock.h"

namespace modbuild::test {

struct UnlockCase {
  Catalog catalog;
  Request request;
  ProbeReport probes;
  Outcome outcome;

  UnlockCase(Catalog tree, Request asked, ProbeReport answers);
  UnlockCase(const CatalogBuilder& builder, Request asked, const Names& found = {});
  // The outcome is referred to by the input: made anew for each call, as the case may have moved.
  UnlockInput input() const;

  std::string names(const std::vector<ComponentId>& ids) const;
  std::string names(const std::vector<LibId>& ids) const;
  std::string names(const std::vector<FeatureId>& ids) const;
  // "openssl: tls, tls_wolf; features web/https; off radius; with curl: sips", a line for each lib.
  std::string unlocks() const;
  // "libssl-dev (openssl): tls", a line for each; then "unknown curl: sips".
  std::string packages() const;
  // "-g db -x db_redis --feature tls/ktls=auto | left out db_redis | loosened tls/ktls", or "none".
  std::string minimal() const;
};

}  // namespace modbuild::test
