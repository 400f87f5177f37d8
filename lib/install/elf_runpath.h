// The RUNPATH of an ELF file: where the dynamic linker looks for the libraries it needs.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace modbuild {

// A binary of the build has a RUNPATH (or RPATH) whose first part leads to the build directory's
// libraries, and whose next is `installed`. Takes the first part away, so that the rest is what the
// installed file has; parts that other flags of the linker have added stay. A file that is no ELF
// file with dynamic linking is left as it is, and so is a RUNPATH that begins with `installed`
// already, or has its parts in another order (the linker's environment put one in front). The error
// says what is wrong: `installed` is no part of it. Any bytes may be given: what the file says of
// itself is checked (ELF-64 Object File Format, System V gABI chapter 5). Only the tag's value
// changes, which then points into the middle of the old string: nothing moves, and no string that
// the linker shares with others is written to.
tl::expected<void, std::string> drop_build_runpath(std::string& bytes, std::string_view installed);

// The RUNPATH, or else RPATH, of an ELF file; "" without one or when it cannot be read.
std::string runpath_of(std::string_view bytes);

}  // namespace modbuild
