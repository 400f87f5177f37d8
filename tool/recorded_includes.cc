#include "recorded_includes.h"

#include <algorithm>

#include "base/path.h"
#include "base/sort_once.h"
#include "base/str.h"
#include "build_directory.h"
#include "build_results.h"
#include "context.h"
#include "emit/emit.h"

namespace modbuild::tool {
namespace {

constexpr const char* kCommandsFile = "compile_commands.json";

using Includes = std::unordered_map<std::string, std::vector<std::string>>;

// Whether every compile command of the build directory is that of the plan.
bool is_of_plan(const BuildDirectory& build, const std::string& source_root,
                const Context& context) {
  EmitInput input;
  input.plan = &context.results.plan;
  input.source_root = source_root;
  input.threads = context.job.threads;
  const Expected<std::string> held = build.files->read(kCommandsFile, kLargestDocument);
  return held && *held == whole_text(compile_commands_file(input, build.path));
}

// From what `ninja -t deps` prints: "obj/a.o: #deps 2, deps mtime 12 (VALID)", then a file on each
// line, four blanks in front.
Includes read_deps(const std::string& text, const std::string& source_root) {
  Includes includes;
  std::vector<std::string>* files = nullptr;
  for (const std::string& line : split(text, "\n")) {
    if (!line.starts_with("    ")) {
      const std::size_t end = line.find(": #deps ");
      files = nullptr;
      if (end != std::string::npos && line.ends_with("(VALID)")) {
        files = &includes[line.substr(0, end)];
      }
      continue;
    }
    if (files == nullptr) continue;
    const std::string path = normalise(line.substr(4));
    // What lies elsewhere is the machine's.
    if (is_below(path, source_root) && path.size() > source_root.size()) {
      files->push_back(path.substr(source_root.size() + 1));
    }
  }
  for (auto& [object, read] : includes) sort_once(read);
  return includes;
}

}  // namespace

Includes recorded_includes(Context& context, const std::string& source_root) {
  BuildDirectory build;
  build.path = build_path(context);
  build.files = open_existing_build(context);
  if (build.files == nullptr || !build.files->status("build.ninja")) return {};
  const BuildTool ninja{"ninja",
                        find_program("ninja", context.environment.get("PATH"), context.tree_root)};
  if (ninja.program.empty() || !is_of_plan(build, source_root, context)) return {};
  const auto outstanding = outstanding_outputs(ninja, {}, build, context);
  const auto deps = outstanding ? ask_build_tool(ninja, {"-t", "deps"}, build, context)
                                : std::optional<std::string>();
  if (!deps) return {};
  Includes includes = read_deps(*deps, source_root);
  for (const std::string& output : *outstanding) includes.erase(output);
  return includes;
}

}  // namespace modbuild::tool
