// What stands in front of compilers: how launchers are chained, and how many jobs they take. Knows
// their names and rules; asks nobody.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace modbuild {

// The word that means no launcher.
inline constexpr std::string_view kNoLauncher = "none";

// The argv that stands before the compiler for launchers named one after the other, outermost
// first. ccache must know what the compiler is, so what follows it becomes its CCACHE_PREFIX:
// "ccache distcc" is {env, CCACHE_PREFIX=distcc, ccache}. Empty for kNoLauncher.
std::vector<std::string> launcher_argv(const std::vector<std::string>& words);

// The word behind ccache that cannot stand in CCACHE_PREFIX, which holds programs only; "" if all
// can.
std::string_view refused_prefix(const std::vector<std::string>& words);

// The programs that `words` run: all of a chain behind ccache, else the first. The others are
// arguments.
std::vector<std::string> launcher_programs(const std::vector<std::string>& words);

// How many jobs the hosts take that a distcc host list names (distcc(1), HOST SPECIFICATIONS): 4
// each and 2 of localhost unless '/LIMIT' says otherwise. 0 when it names none.
unsigned distcc_slots(std::string_view hosts);

// Whether one of the programs of `argv`, as launcher_argv() makes it, is called `name`.
bool launches_with(const std::vector<std::string>& argv, std::string_view name);

}  // namespace modbuild
