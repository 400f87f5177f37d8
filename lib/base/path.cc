#include "base/path.h"

#include <filesystem>
#include <vector>

#include "base/str.h"

namespace modbuild {

std::string join_path(std::string_view directory, std::string_view name) {
  if (directory.empty()) return std::string(name);
  if (name.empty()) return std::string(directory);
  if (directory.back() == '/') return cat(directory, name);
  return cat(directory, "/", name);
}

std::string_view directory_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return {};
  return path.substr(0, slash == 0 ? 1 : slash);
}

std::string_view base_name(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string_view suffix_of(std::string_view path) {
  const std::string_view name = base_name(path);
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return {};
  return name.substr(dot);
}

std::string normalise(std::string_view path) {
  std::string out;
  out.reserve(path.size());
  if (path.starts_with('/')) out += '/';
  std::size_t at = 0;
  while (at <= path.size()) {
    std::size_t end = path.find('/', at);
    if (end == std::string_view::npos) end = path.size();
    const std::string_view part = path.substr(at, end - at);
    if (!part.empty() && part != ".") {
      if (!out.empty() && out.back() != '/') out += '/';
      out += part;
    }
    at = end + 1;
  }
  return out;
}

std::string without_dots(std::string_view path) {
  const std::string text = std::filesystem::path(path).lexically_normal().string();
  return text.size() > 1 && text.back() == '/' ? text.substr(0, text.size() - 1) : text;
}

std::string relative_path(std::string_view from, std::string_view target) {
  const std::vector<std::string> a = split(from, "/");
  const std::vector<std::string> b = split(target, "/");
  std::size_t common = 0;
  while (common < a.size() && common < b.size() && a[common] == b[common]) ++common;
  std::string out;
  for (std::size_t i = common; i < a.size(); ++i) out += out.empty() ? ".." : "/..";
  for (std::size_t i = common; i < b.size(); ++i) {
    if (!out.empty()) out += '/';
    out += b[i];
  }
  return out.empty() ? "." : out;
}

bool is_below(std::string_view path, std::string_view directory) {
  if (directory.empty() || path == directory) return true;
  if (!path.starts_with(directory)) return false;
  return directory.back() == '/' || path[directory.size()] == '/';
}

}  // namespace modbuild
