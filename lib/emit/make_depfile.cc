#include "base/str.h"
#include "emit/emit.h"
#include "emit/escape.h"
#include "emit/rejection.h"

namespace modbuild {
namespace {

// Where the prerequisites begin: behind the first ':' that a blank or the end follows.
std::size_t behind_target(std::string_view text) {
  for (std::size_t at = text.find(':'); at != std::string_view::npos; at = text.find(':', at + 1)) {
    const char next = at + 1 < text.size() ? text[at + 1] : '\n';
    if (next == ' ' || next == '\n' || next == '\r' || next == '\t') return at + 1;
  }
  return text.size();
}

// The prerequisites in a depfile of gcc or clang, unescaped.
std::vector<std::string> depfile_prerequisites(std::string_view text) {
  std::vector<std::string> paths;
  std::string path;
  const auto end_path = [&] {
    if (!path.empty()) paths.push_back(std::move(path));
    path.clear();
  };
  for (std::size_t at = behind_target(text); at < text.size(); ++at) {
    const char c = text[at];
    const char next = at + 1 < text.size() ? text[at + 1] : '\0';
    if (c == '\\' && (next == '\n' || (next == '\r' && text.substr(at + 2).starts_with('\n')))) {
      at += next == '\r' ? 2U : 1U;
      end_path();
    } else if (c == '\n' || c == '\r') {
      break;  // the empty rules of -MP, which are made anew
    } else if (c == ' ' || c == '\t') {
      end_path();
    } else if ((c == '\\' && (next == ' ' || next == '#' || next == '\\')) ||
               (c == '$' && next == '$')) {
      path.push_back(next);
      ++at;
    } else {
      path.push_back(c);
    }
  }
  end_path();
  return paths;
}

}  // namespace

std::optional<std::string> make_dependencies(std::string_view depfile, const StepRecord& step,
                                             Diagnostics& diagnostics) {
  std::string plain = cat("d.", step.key, " :=");
  std::string rules;
  const Escaped<MakeTarget> output = make_target(step.output);
  bool good = output.has_value();
  for (const std::string& path : depfile_prerequisites(depfile)) {
    const Escaped<MakePrerequisite> needed = make_prerequisite(path);
    const Escaped<MakeTarget> target = make_target(path);
    if (!needed || !target) {
      report_rejection(needed ? target.error() : needed.error(), "path", path,
                       cat("a makefile (", step.output, " includes it)"), {}, diagnostics);
      good = false;
    } else if (is_plain_path(path)) {
      append(plain, " ", path);
    } else {
      append(rules, output ? output->text() : std::string(), ": ", needed->text(), "\n",
             target->text(), ":\n");
    }
  }
  if (!good) return std::nullopt;
  return cat(plain, "\n", rules, "s.", step.key, " := ", step.hash, "\n");
}

}  // namespace modbuild
