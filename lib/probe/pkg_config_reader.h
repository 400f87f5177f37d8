// Reads .pc files with pkgconf's own library, many in one process. That process is modbuild itself,
// started anew with the environment that pkg-config would have: what a file can do to its reader
// (hang, crash, eat memory) it does to that one, and the library looks at variables of its own.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace modbuild {

struct PackageQuestion {
  std::vector<std::string> names;  // "libssl >= 1.1"; a name with glob characters: the newest
  bool is_static = false;
  std::vector<std::string> variables;  // of the first name
};

struct PackageAnswer {
  bool found = false;
  std::string version;              // of the first name
  std::string cflags, libs;         // as pkg-config prints them
  std::string errors;               // likewise, when not found
  std::vector<std::string> values;  // of the variables; "" for one that is not set
  std::vector<std::string> files;   // .pc files that were read for it, sorted
};

// Where a pkg-config looks and what it leaves out, as its --dump-personality says.
struct PackagePaths {
  std::vector<std::string> search, system_headers, system_libraries;
};

// The arguments of the reading process (`read_packages`, in probe.h): kReaderWord and the paths,
// then the questions.
std::vector<std::string> reader_arguments(const PackagePaths& paths);
std::string packed(const PackageQuestion& question);

// What the reading process printed; nothing when these are not `count` whole answers.
std::optional<std::vector<PackageAnswer>> unpacked_answers(std::string_view printed,
                                                           std::size_t count);

// The version of the library, which reads files as the pkgconf of the same version does.
std::string_view package_library_version();

}  // namespace modbuild
