#include "variant.h"

#include <algorithm>

#include "context.h"
#include "toolchain/toolchain.h"

namespace modbuild::tool {

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
  context.job.variant = typed_name("--variant", typed, context);
  const std::vector<std::string> known = declared_variants(*tree);
  if (std::find(known.begin(), known.end(), typed) != known.end()) return true;
  report_undeclared("variant", context.job.variant, known, context.diagnostics);
  return false;
}

}  // namespace modbuild::tool
