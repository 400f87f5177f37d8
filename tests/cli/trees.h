// The trees that the command-line tests work on.
#pragma once

#include <map>
#include <string>

namespace modbuild::test {

// harbour: one host, seven modules, three groups, two external libraries that are not there unless
// a test adds their .pc files. It compiles.
std::map<std::string, std::string> harbour();

}  // namespace modbuild::test
