// modules.lst, the makefile fragment in which a makefile tree of the Kamailio family keeps what it
// was configured to build: read as a request, and written. `make` is never run.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostics.h"
#include "model/catalog.h"
#include "model/request.h"

namespace modbuild {

struct Selection;

// What such a file says; its words point into it and are not looked up yet. `%` is as in make.
struct ModulesList {
  // include - exclude, as after `make cfg group_include=..`; else (all - exclude) + include.
  bool by_groups = false;
  bool exclude_given = false;     // else the tree's default is what is excluded from
  std::vector<Text> dirs;         // modules_dirs
  std::vector<Text> groups;       // cfg_group_include: told only, their members stand in `include`
  std::vector<Text> include;      // include_modules
  std::vector<Text> make_static;  // static_modules
  std::vector<Text> skip;         // skip_modules
  std::vector<Text> exclude;  // exclude_modules, with the words of `skip` where it refers to them
};

// Reads a file. What cannot be understood is an error (MB078); unknown variables are passed over.
std::optional<ModulesList> read_modules_list(std::string_view text, FileId file,
                                             Diagnostics& diagnostics);

// The request that the file stands for in this tree. A name that the tree does not have is left out
// with a warning (MB077): such files are written by machines, and outlive what they name. Words of
// `others`, which is asked besides, weigh more: what they include is not excluded by the file, and
// where they ask for groups, only `skip` is still excluded from those.
Request request_of(const ModulesList& list, const Catalog& catalog, const Request& others,
                   Diagnostics& diagnostics);

// A modules.lst with which make builds the modules that `selection` has on, where its module
// directories are those of the catalog. Nothing, and MB079, where such a file cannot say it.
std::optional<std::string> modules_list_text(const Catalog& catalog, const Selection& selection,
                                             Diagnostics& diagnostics);

}  // namespace modbuild
