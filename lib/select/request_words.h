// Looks up the words of a request: names, globs, @groups, features. Says what is unknown and knows
// no formula.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "diag/diagnostics.h"
#include "model/catalog.h"
#include "model/request.h"
#include "select/select.h"

namespace modbuild {

enum class RequestList : std::uint8_t { Include, Exclude, Static, Require };

// The word of a list that a component answers to; exact names go before globs and @groups.
struct Hit {
  const Text* word = nullptr;  // null: the list does not name the component
  bool exact = false;

  explicit operator bool() const { return word != nullptr; }
};
using Hits = IdVector<ComponentId, Hit>;

// "include", "exclude", ...: the list as profiles and selection files call it.
std::string_view list_word(RequestList list);

// Which components the words name, pointing into `words`. Globs and @groups stand for modules only.
Hits find_words(const Catalog& catalog, RequestList list, const std::vector<Text>& words,
                Diagnostics& diagnostics);

// The groups named, by id without duplicates; globs over group names are allowed.
std::vector<GroupId> find_groups(const Catalog& catalog, const std::vector<Text>& words,
                                 Diagnostics& diagnostics);

// The features asked for; of several settings of one feature the last one counts. The component is
// a name, or a glob or @group for those modules that have such a feature.
std::vector<FeatureChoice> find_features(const Catalog& catalog,
                                         const std::vector<FeatureRequest>& requests,
                                         Diagnostics& diagnostics);

}  // namespace modbuild
