// How `unlock` is shown: what each library would add, the packages to install, the request that
// fits. As text and as modbuild.unlock/1.
#pragma once

#include <string>
#include <vector>

#include "context.h"
#include "unlock/unlock.h"

namespace modbuild::tool {

std::string unlocks_text(const Context& context, const std::vector<LibUnlock>& unlocks,
                         bool details);
std::string unlocks_json(const Context& context, const std::vector<LibUnlock>& unlocks);

std::string packages_text(const Context& context, const PackageList& list);
std::string packages_json(const Context& context, const PackageList& list);
// "library opal: no package known for codec_opal; ..", one line each, for stderr.
std::vector<std::string> unknown_lines(const Context& context, const PackageList& list);

std::string minimal_request_json(const Context& context, const RequestChange& change,
                                 const std::vector<std::string>& words);
// Why something is asked for no more, one line each, for stderr.
std::vector<std::string> change_lines(const Context& context, const RequestChange& change);

}  // namespace modbuild::tool
