// A program that tells which arguments it got.
#pragma once

#include <string>
#include <vector>

#include "e2e/build_case.h"

namespace modbuild {

// Writes its arguments, each with a NUL behind it, to the file named first.
inline constexpr const char* kArgvPrinter = R"(
#include <stdio.h>
#include <string.h>
int main(int argc, char **argv) {
  FILE *out = fopen(argv[1], "wb");
  for (int i = 2; i < argc; ++i) fwrite(argv[i], 1, strlen(argv[i]) + 1, out);
  return fclose(out);
}
)";

inline std::string with_nuls(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += word + '\0';
  return text;
}

// Makes build/print; false when that fails.
inline bool compile_argv_printer(const BuildCase& build) {
  build.add("print.c", kArgvPrinter);
  return build.run({"cc", "-o", build.directory / "build/print", build.directory / "print.c"})
             .exit_status == 0;
}

}  // namespace modbuild
