#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "base/parallel.h"
#include "base/path.h"
#include "base/str.h"
#include "base/utf8.h"
#include "os/nearest_directory.h"
#include "probe/kinds.h"

namespace modbuild {
namespace {

// One value for each of `names`, in order; "" where there is none. All are asked for in one
// process; when its answer does not come out even, each in one of its own.
std::vector<std::string> ask_each(const ProbeTools& tools, const std::string& option,
                                  std::string_view separators,
                                  const std::vector<std::string>& names) {
  const auto ask = [&](const std::vector<std::string>& some, std::string_view cut_at) {
    std::vector<std::string> argv = tools.pkg_config;
    argv.push_back(option);
    argv.emplace_back("--");
    argv.insert(argv.end(), some.begin(), some.end());
    AlternativeAnswer unused;  // details alone make no library missing
    const std::optional<ProcessAnswer> printed = run_probe(tools, std::move(argv), unused);
    if (!printed || printed->exit_status != 0) return std::vector<std::string>();
    return split(printed->output, cut_at);
  };
  if (names.empty()) return {};
  const bool single = names.size() == 1;
  std::vector<std::string> values = ask(names, single ? "\n" : separators);
  if (single) values.resize(1);
  if (values.size() == names.size()) return values;
  values.assign(names.size(), {});
  for_each_index(names.size(), tools.threads, [&](std::size_t i) {
    const std::vector<std::string> lines = ask({names[i]}, "\n");
    if (!lines.empty()) values[i] = lines.front();
  });
  return values;
}

std::vector<std::string> absolute_directories(const std::string& search_path) {
  std::vector<std::string> directories;
  for (const std::string& directory : split(search_path, ":\n")) {
    if (directory.starts_with('/')) directories.push_back(normalise(directory));
  }
  return directories;
}

// The directories in which this pkg-config looks for .pc files.
std::vector<std::string> search_directories(const ProbeTools& tools) {
  const auto variable = [&](const char* name) {
    const auto found = tools.environment.find(name);
    return found == tools.environment.end() ? std::string() : found->second;
  };
  std::string path = variable("PKG_CONFIG_PATH");
  if (const std::string instead = variable("PKG_CONFIG_LIBDIR"); !instead.empty()) {
    append(path, ":", instead);
  } else if (tools.pkg_config.empty()) {
    // pkg-config itself may appear, and then answer.
    append(path, ":", variable("PATH"));
  } else {
    std::vector<std::string> argv = tools.pkg_config;
    argv.insert(argv.end(), {"--variable=pc_path", "pkg-config"});
    AlternativeAnswer unused;
    if (const auto built_in = run_probe(tools, std::move(argv), unused)) {
      append(path, ":", built_in->output);
    }
  }
  return absolute_directories(path);
}

std::vector<std::string> found_names(const std::vector<Question*>& asked) {
  std::vector<std::string> names;
  for (const Question* question : asked) {
    if (!question->answer.evidence.found) continue;
    for (const VersionedName& name : question->alternative->pkg_config) {
      names.push_back(name.name.value);
    }
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

void set_versions(const std::vector<Question*>& asked, const std::vector<std::string>& names,
                  const std::vector<std::string>& versions) {
  std::map<std::string, std::string> by_name;
  for (std::size_t i = 0; i < versions.size(); ++i) by_name[names[i]] = displayable(versions[i]);
  for (Question* question : asked) {
    AlternativeAnswer& answer = question->answer;
    if (!answer.evidence.found) continue;
    answer.version = by_name[question->alternative->pkg_config.front().name.value];
    if (!answer.version.empty()) answer.evidence.answered = answer.version;
  }
}

}  // namespace

// A directory is watched as well as the files in it: a package manager gives files the time at
// which they were made elsewhere, but the directory that of the installation. What is absent stands
// for its nearest existing directory, because an absent path in a depfile would never be clean.
void finish_pkg_config(const std::vector<Question*>& asked, const ProbeTools& tools,
                       std::vector<std::string>& inputs) {
  const std::vector<std::string> names =
      tools.pkg_config.empty() ? std::vector<std::string>() : found_names(asked);
  std::vector<std::string> versions;
  std::vector<std::string> directories;
  std::vector<std::string> searched;
  for_each_index(3, tools.threads, [&](std::size_t i) {
    if (i == 0) versions = ask_each(tools, "--modversion", "\n", names);
    if (i == 1) directories = ask_each(tools, "--variable=pcfiledir", " \n", names);
    if (i == 2) searched = search_directories(tools);
  });
  set_versions(asked, names, versions);
  for (const std::string& directory : searched) inputs.push_back(nearest_directory(directory));
  for (std::size_t i = 0; i < directories.size(); ++i) {
    if (!directories[i].starts_with('/')) continue;
    inputs.push_back(nearest_directory(cat(normalise(directories[i]), "/", names[i], ".pc")));
  }
}

}  // namespace modbuild
