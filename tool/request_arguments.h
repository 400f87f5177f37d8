// A request as the words one would type for it.
#pragma once

#include <string>
#include <vector>

#include "model/catalog.h"

namespace modbuild::tool {

// "-g", "db", "-x", "db_redis", ...; with a profile that the request begins with, only what is said
// beyond it, behind "--profile".
std::vector<std::string> request_arguments(const Request& request, const Profile* profile);

}  // namespace modbuild::tool
