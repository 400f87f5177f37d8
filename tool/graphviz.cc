#include "graphviz.h"

#include "base/str.h"
#include "context.h"
#include "os/scratch_directory.h"

namespace modbuild::tool {
namespace {

constexpr std::chrono::seconds kTimeLimit{120};
constexpr std::uint64_t kLargestPicture = 256U << 20U;

std::nullopt_t fail(Context& context, std::string_view message, std::string_view help) {
  append(context.talk, "modbuild: error: ", shown(message), "\nhelp: ", help, "\n");
  context.status = graver(context.status, ExitStatus::Environment);
  return std::nullopt;
}

}  // namespace

std::optional<std::string> svg_of(const std::string& dot_text, Context& context) {
  constexpr std::string_view kOtherwise = "--format dot and --format mermaid need no other program";
  if (context.job.no_probe) {
    return fail(context, "--format svg runs Graphviz, and --no-probe starts no program",
                kOtherwise);
  }
  const std::string program =
      find_program("dot", context.environment.get("PATH"), context.tree_root);
  if (program.empty()) {
    return fail(context, "there is no program 'dot' on PATH, which makes --format svg",
                cat("install Graphviz, for example with 'apt-get install graphviz'; ", kOtherwise));
  }
  const Expected<ScratchDirectory> scratch =
      ScratchDirectory::make(context.environment.get("TMPDIR"));
  if (!scratch) return io_error(context, scratch.error()), std::nullopt;
  if (const Expected<void> added = scratch->add("graph.dot", dot_text); !added) {
    return io_error(context, added.error()), std::nullopt;
  }
  const Expected<ProcessAnswer> answer =
      context.processes.run({{program, "-Tsvg", scratch->file("graph.dot")},
                             context.environment.variables,
                             kTimeLimit,
                             kLargestPicture});
  if (!answer) return io_error(context, answer.error()), std::nullopt;
  if (answer->timed_out) {
    return fail(context, "Graphviz did not come to an end in 2 minutes",
                "draw less: modbuild graph EXPR, --collapse");
  }
  if (answer->exit_status != 0 || answer->output_cut) {
    const std::string said = answer->errors.substr(0, answer->errors.find('\n'));
    return fail(context, cat("'dot' failed: ", said.empty() ? "it said nothing" : said),
                kOtherwise);
  }
  return answer->output;
}

}  // namespace modbuild::tool
