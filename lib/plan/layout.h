// Where outputs lie in the build directory, and where files are installed by default.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/path.h"
#include "diag/diagnostics.h"
#include "model/catalog.h"
#include "model/install_dirs.h"
#include "model/request.h"

namespace modbuild {

// `text` with every byte but [A-Za-z0-9._-] as +HH, so that no byte of a source's name is special
// to a build tool; over 200 bytes the end is replaced by a hash (HAZARDS H5, H13).
std::string encode_name(std::string_view text);

// The following lie below for-build/ when the component is built for the build machine.

// obj/tm/proto/a.c.o for modules/tm/proto/a.c of component tm; sources outside the component's
// directory go below obj/tm/+/.
Path object_path(const Component& component, std::string_view source);

// The object of a generated source: obj/tm/+gen/a.c.o.
Path generated_object_path(const Component& component, std::string_view output);

// gen/tm, and gen/tm/OUTPUT.
Path generated_directory(const Component& component);
Path generated_path(const Component& component, std::string_view output);

Path program_path(const Component& component);  // bin/NAME
Path library_path(const Component& component);  // lib/libNAME.so or .a
Path module_path(std::string_view file);        // modules/FILE

// Every install directory (model/install_dirs.h), with `settings` put over the defaults and every
// {placeholder} resolved; one that cannot be resolved is MB104. Names in `settings` were checked
// with the request. The default of libdir is the distribution's, `libraries`.
std::map<std::string, std::string> install_directories(const Tree& tree,
                                                       const std::map<std::string, Text>& settings,
                                                       const LibraryDirectories& libraries,
                                                       Diagnostics& diagnostics);

// Default destination directory of an install kind: "{moduledir}", "{mandir}/man8", ...
std::string default_destination(InstallKind kind, std::string_view file);

// Default mode: "0755" for what runs or is loaded, else "0644".
std::string_view default_mode(InstallKind kind);

}  // namespace modbuild
