// How many jobs a build runs at once when nobody says: what stands in front of compilers may have
// room for far more than this machine.
#pragma once

#include <string>

#include "build_directory.h"

namespace modbuild::tool {

struct Context;

struct BuildJobs {
  unsigned count = 0;
  std::string why;  // "the hosts of distcc take them"; "" = as many as this machine does at once
};

// With distcc the sum of what its hosts take ($DISTCC_HOSTS, else the first of $DISTCC_DIR/hosts or
// ~/.distcc/hosts and /etc/distcc/hosts), with icecc 8 for each processor here, as the scheduler
// knows what is free; never fewer than ninja's default. Files below HOME are not read for a tree
// that is not trusted.
BuildJobs jobs_of_build(BuildDirectory& build, Context& context);

}  // namespace modbuild::tool
