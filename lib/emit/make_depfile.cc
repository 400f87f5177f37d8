#include "base/hash.h"
#include "base/path.h"
#include "base/str.h"
#include "emit/emit.h"
#include "emit/escape.h"
#include "emit/rejection.h"

namespace modbuild {
namespace {

// "a/../b" becomes "b", which is another file where 'a' is a link to a directory.
std::string lexically_clean(std::string_view path) {
  std::string out = path.starts_with('/') ? "/" : "";
  const std::size_t root = out.size();
  for (const std::string& part : split(path, "/")) {
    if (part == ".") continue;
    if (part != "..") {
      out = join_path(out, part);
    } else if (out.size() > root && base_name(out) != "..") {
      out.resize(directory_of(out).size());
    } else if (root == 0) {  // "/.." is "/"
      out = join_path(out, part);
    }
  }
  return out;
}

// Make compares names byte by byte: 'gen/x/sub/../x.h' is not the 'gen/x/x.h' that a step makes. A
// '..' behind a link to a directory leads elsewhere, so the path stays as the compiler gave it, and
// the clean one is needed besides; in the makefile `k.HASH` is empty where no step makes it.
std::string generated_by_another_name(const std::string& path) {
  const std::string clean = lexically_clean(path);
  const bool elsewhere = clean.starts_with('/') || clean.starts_with("../");
  return clean == path || elsewhere ? std::string() : cat(" $(k.", hash_hex(clean), ")");
}

}  // namespace

std::optional<std::string> make_dependencies(std::string_view depfile, const StepRecord& step,
                                             Diagnostics& diagnostics) {
  std::string plain = cat("d.", step.key, " :=");
  std::string others;
  std::string rules;
  bool good = true;
  for (const std::string& path : depfile_prerequisites(depfile)) {
    const Escaped<MakePrerequisite> needed = make_prerequisite(path);
    const Escaped<MakeTarget> target = make_target(path);
    if (!needed || !target) {
      report_rejection(needed ? target.error() : needed.error(), "path", path,
                       cat("a makefile (", step.output, " includes it)"), {}, diagnostics);
      good = false;
      continue;
    }
    if (is_plain_path(path)) {
      append(plain, " ", path);
    } else {
      append(others, " ", needed->text());
      append(rules, target->text(), ":\n");
    }
    append(others, generated_by_another_name(path));
  }
  if (!good) return std::nullopt;
  if (!others.empty()) others = cat("e.", step.key, " :=", others, "\n");
  return cat(plain, "\n", others, rules, "s.", step.key, " := ", step.hash, "\n");
}

}  // namespace modbuild
