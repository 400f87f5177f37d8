// The build directory as the command line sees it: where it is, whether it is ours, what it was
// last asked for.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "request_files.h"
#include "write/write.h"

namespace modbuild::tool {

struct Context;

inline constexpr const char* kRequestFile = ".modbuild/request.json";
inline constexpr const char* kInstallPlanFile = "install-plan.json";
inline constexpr const char* kToolLink = ".modbuild/tool";
inline constexpr std::uint64_t kLargestDocument = 1U << 30U;  // bytes of one that gen wrote

struct BuildDirectory {
  std::string path;   // absolute, links resolved
  std::string shown;  // as people type it: "build"
  bool exists = false;
  std::unique_ptr<FileSystem> files;  // empty and in memory when the directory does not exist
};

// Where the build directory of the open tree is, or would be: absolute, links resolved.
std::string build_path(const Context& context);

// Finds the build directory of the open tree: -B, or 'build' in the tree. False after an error: it
// is the tree itself, or holds files and is not modbuild's, or with --untrusted the tree may have
// brought it along (MB121).
bool open_build_directory(Context& context, BuildDirectory& build);

// Makes the directory that open_build_directory() did not find. False after an error (MB121).
bool make_build_directory(Context& context, BuildDirectory& build);

// The build directory of the open tree where there is one that is modbuild's, and with --untrusted
// was made here; null otherwise. Reports nothing.
std::unique_ptr<FileSystem> open_existing_build(const Context& context);

// Opens the build directory of the open tree for what is kept there between runs, if it exists and
// is modbuild's; makes nothing and reports nothing.
void open_state(Context& context);

// The request of the last gen; nothing when there was none.
std::optional<StoredRequest> stored_request(Context& context, BuildDirectory& build);

// Points .modbuild/tool at the running program, so that build files need no absolute path.
bool refresh_tool_link(Context& context, BuildDirectory& build);

// A path below the build directory as people type it.
std::string shown_path(const BuildDirectory& build, const std::string& path);

}  // namespace modbuild::tool
