#include "variant.h"

#include <algorithm>

#include "base/edit_distance.h"
#include "base/str.h"
#include "context.h"

namespace modbuild::tool {
namespace {

void report_unknown(const Text& name, const std::vector<std::string>& known, Context& context) {
  const std::string near = did_you_mean(name.value, known);
  const std::string all = known.empty() ? cat("the tree declares none; [variants.", name.value,
                                              "] in modbuild.toml would be one")
                                        : cat("variants are: ", join(known, ", "));
  context.diagnostics.add(Code::UnknownInRequest, name.at,
                          cat("there is no variant '", name.value, "'"),
                          near.empty() ? all : cat(near, " ", all));
}

}  // namespace

bool settle_asked_variant(Context& context) {
  const std::string& typed = context.options.variant;
  if (typed.empty() && context.options.profile.empty()) return true;
  // What is wrong with the file, the stages will tell.
  Sources sources;
  Diagnostics ignored;
  const TreeManifestPtr tree = load_tree(*context.tree, sources, ignored);
  if (tree == nullptr || ignored.has_errors()) return true;
  if (typed.empty()) {
    context.job.variant = {variant_of_profile(*tree, context.options.profile), {}};
    return true;
  }
  context.job.variant = {typed, {}};
  const std::vector<Text> places =
      context.command_line.names_of_option("--variant", '\0', {typed}, context.command_line_file);
  if (!places.empty()) context.job.variant.at = places.back().at;
  const std::vector<std::string> known = declared_variants(*tree);
  if (std::find(known.begin(), known.end(), typed) != known.end()) return true;
  report_unknown(context.job.variant, known, context);
  return false;
}

}  // namespace modbuild::tool
