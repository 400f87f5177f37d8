// What the compile steps of a plan look for, put into the words of `includes`.
#pragma once

#include <string>
#include <vector>

#include "includes/includes.h"
#include "plan/plan.h"

namespace modbuild {

// Where a step's compiler looks for what is included, as its flags say. `source_root`: from the
// build directory to the sources.
IncludeSearch search_of(const Plan& plan, const CompileStep& step, const std::string& source_root);

// Every file that a step of the plan makes, with the source files that its text may come from:
// inputs of its generator, words of the command that name files, and sources of tools.
std::vector<MadeFile> made_files(const Plan& plan);

}  // namespace modbuild
