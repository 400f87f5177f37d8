#include "base/str.h"
#include "emit/emit.h"
#include "emit/escape.h"
#include "emit/rejection.h"

namespace modbuild {
namespace {

// Where the prerequisites of the next rule begin: behind a ':' that a blank or the end follows.
std::size_t behind_target(std::string_view text, std::size_t from) {
  for (std::size_t at = text.find(':', from); at != std::string_view::npos;
       at = text.find(':', at + 1)) {
    const char next = at + 1 < text.size() ? text[at + 1] : '\n';
    if (next == ' ' || next == '\n' || next == '\r' || next == '\t') return at + 1;
  }
  return text.size();
}

}  // namespace

std::vector<std::string> depfile_prerequisites(std::string_view text) {
  std::vector<std::string> paths;
  std::string path;
  const auto end_path = [&] {
    if (!path.empty()) paths.push_back(std::move(path));
    path.clear();
  };
  for (std::size_t at = behind_target(text, 0); at < text.size(); ++at) {
    const char c = text[at];
    const char next = at + 1 < text.size() ? text[at + 1] : '\0';
    if (c == '\\' && (next == '\n' || (next == '\r' && text.substr(at + 2).starts_with('\n')))) {
      at += next == '\r' ? 2U : 1U;
      end_path();
    } else if (c == '\n' || c == '\r') {
      end_path();
      at = behind_target(text, at) - 1;  // -MP: rules without prerequisites; generators: any
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

std::string regenerate_depfile(const std::vector<std::string>& inputs, Diagnostics& diagnostics) {
  std::string text = ".modbuild/stamp:";
  text.reserve(text.size() + inputs.size() * 48);
  for (const std::string& input : inputs) {
    const Escaped<DepfilePath> path = depfile_path(input);
    if (path) {
      append(text, " \\\n", path->text());
    } else {
      report_rejection(path.error(), "path", input, "the depfile of build.ninja", {}, diagnostics);
    }
  }
  text.push_back('\n');
  return text;
}

}  // namespace modbuild
