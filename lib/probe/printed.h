// What an alternative says about the answers of programs: values that it gives names, and flags
// that it adds behind those that were printed.
#pragma once

#include <string>
#include <vector>

#include "probe/kinds.h"

namespace modbuild {

// The one value in what was printed for the variable `name`: a path, or one word. False, and the
// answer says why, when there is none.
bool take_value(const std::string& name, const std::string& printed, Question& question);

// Asks `argv` for each variable of the alternative.
bool ask_variables(const std::vector<std::string>& argv, const ProbeTools& tools,
                   Question& question);

// Ends a question whose flags and variables were taken: adds the alternative's own flags.
void conclude(Question& question, const std::string& version, const ProbeTools& tools);

}  // namespace modbuild
