#include "probe/package_search.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "base/hash.h"
#include "base/packed.h"
#include "base/parallel.h"
#include "base/sort_once.h"
#include "base/str.h"
#include "probe/probe.h"

namespace modbuild {
namespace {

constexpr std::size_t kMostPackages = 3;
constexpr std::size_t kFewFiles = 3;
constexpr std::uint64_t kOutputLimit = 8U << 20U;
constexpr const char* kLists = "/var/lib/apt/lists";  // what apt-file answers from
constexpr std::string_view kPcDirectory = "/pkgconfig/";

constexpr std::string_view kLetters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

bool consists_of(std::string_view text, std::string_view more) {
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return kLetters.find(c) != std::string_view::npos || more.find(c) != std::string_view::npos;
  });
}

bool is_plain_path(std::string_view path) {
  return !path.empty() && !path.starts_with('/') && consists_of(path, "_.+-/") &&
         path.find("..") == std::string_view::npos;
}

bool is_package_name(std::string_view name) {
  return !name.empty() && name.size() <= 128 &&
         kLetters.find(name.front()) != std::string_view::npos && consists_of(name, "+.-");
}

// A file in the contents of a package.
struct Entry {
  std::string package;
  std::string path;
};

// The lines "package: /path" of an answer; others are passed over.
std::vector<Entry> parse(std::string_view output) {
  std::vector<Entry> entries;
  while (!output.empty()) {
    const std::size_t end = std::min(output.find('\n'), output.size());
    const std::string_view line = output.substr(0, end);
    output.remove_prefix(std::min(end + 1, output.size()));
    const std::size_t colon = line.find(": /");
    if (colon == std::string_view::npos || !is_package_name(line.substr(0, colon))) continue;
    entries.push_back({std::string(line.substr(0, colon)), std::string(line.substr(colon + 2))});
  }
  return entries;
}

bool is_one_of(const std::set<std::string>& files, const std::string& path) {
  return std::any_of(files.begin(), files.end(),
                     [&](const std::string& file) { return path.ends_with(file); });
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '.' || c == '+') out += '\\';
    out += c;
  }
  return out;
}

class Searcher {
 public:
  Searcher(const PackageQuery& query, ProcessRunner& processes, const Environment& environment)
      : query_(query), processes_(processes) {
    const std::string path = environment.get("PATH", "/usr/bin:/bin");
    program_ = find_program("apt-file", path, query.tree_root);
    variables_ = {{"PATH", path}, {"LC_ALL", "C"}};
  }

  const std::string& program() const { return program_; }

  PackageSearch run() {
    PackageSearch search;
    search.packages = IdVector<LibId, std::vector<std::string>>(query_.catalog->libs.size());
    if (program_.empty()) return search;
    // .pc files name their package best and are found fastest; the rest is for libs without one.
    search.answered = ask(query_.libs, true) && ask(without_answer(), false) && asked_;
    for (const LibId id : query_.libs) {
      search.packages[id] = best(sought_files(query_.catalog->libs[id]));
    }
    return search;
  }

 private:
  std::vector<LibId> without_answer() const {
    std::vector<LibId> libs;
    for (const LibId id : query_.libs) {
      if (best(sought_files(query_.catalog->libs[id])).empty()) libs.push_back(id);
    }
    return libs;
  }

  // Adds to entries_ what holds the .pc files of `libs`, or their other files; false when apt-file
  // could not say.
  bool ask(const std::vector<LibId>& libs, bool pc_files) {
    std::set<std::string> files;
    for (const LibId id : libs) {
      for (std::string& file : sought_files(query_.catalog->libs[id])) {
        if (file.starts_with(kPcDirectory) == pc_files) files.insert(std::move(file));
      }
    }
    if (files.empty()) return true;
    asked_ = true;
    using Options = std::vector<std::string>;
    std::vector<Options> questions;
    if (files.size() <= kFewFiles) {
      for (const std::string& file : files) questions.push_back({"--substring-match", file});
    } else if (pc_files) {
      questions.push_back({"--substring-match", std::string(kPcDirectory)});
    } else {
      std::vector<std::string> patterns;
      for (const std::string& file : files) patterns.push_back(escaped(file.substr(1)));
      questions.push_back({"-x", cat("/(", join(patterns, "|"), ")$")});
    }
    std::vector<std::optional<ProcessAnswer>> answers(questions.size());
    for_each_index(questions.size(), query_.threads,
                   [&](std::size_t i) { answers[i] = start(questions[i]); });
    bool answered = true;
    for (const std::optional<ProcessAnswer>& answer : answers) {
      answered &= answer.has_value();
      if (!answer) continue;
      for (Entry& entry : parse(answer->output)) {
        if (is_one_of(files, entry.path)) entries_.push_back(std::move(entry));
      }
    }
    return answered;
  }

  // Status 1 says that nothing matches, others that there is no data or something broke.
  std::optional<ProcessAnswer> start(const std::vector<std::string>& options) {
    ProcessRequest request;
    request.argv = {program_, "search", options[0], "--", options[1]};
    request.environment = variables_;
    request.time_limit = query_.time_limit;
    request.output_limit = kOutputLimit;
    Expected<ProcessAnswer> answer = processes_.run(request);
    if (!answer || answer->timed_out || answer->exit_status > 1) return std::nullopt;
    return *std::move(answer);
  }

  // Whether compilers, pkg-config and shells find the file where `path` has it, unasked.
  bool is_usual_place(const std::string& path, const std::string& file) const {
    std::vector<std::string> places;
    if (file.starts_with(kPcDirectory)) {
      places = {"/usr/lib", "/usr/share", cat("/usr/lib/", query_.triple)};
    } else if (file.starts_with("/bin/")) {
      places = {"", "/usr"};
    } else {
      places = {"/usr/include", cat("/usr/include/", query_.triple)};
    }
    return std::any_of(places.begin(), places.end(),
                       [&](const std::string& place) { return path == place + file; });
  }

  struct Score {
    std::set<std::string> usual, anywhere;  // files of the lib
    std::pair<std::size_t, std::size_t> rank() const { return {usual.size(), anywhere.size()}; }
  };

  bool matches(const std::string& path, const std::string& file) const {
    if (!path.ends_with(file)) return false;
    const bool header = !file.starts_with(kPcDirectory) && !file.starts_with("/bin/");
    return !header || path.starts_with("/usr/include/");
  }

  std::vector<std::string> best(const std::vector<std::string>& files) const {
    std::map<std::string, Score> scores;
    for (const Entry& entry : entries_) {
      for (const std::string& file : files) {
        if (!matches(entry.path, file)) continue;
        Score& score = scores[entry.package];
        score.anywhere.insert(file);
        if (is_usual_place(entry.path, file)) score.usual.insert(file);
      }
    }
    std::pair<std::size_t, std::size_t> most;
    for (const auto& [package, score] : scores) most = std::max(most, score.rank());
    std::vector<std::string> packages;
    for (const auto& [package, score] : scores) {
      if (score.rank() == most) packages.push_back(package);
    }
    const auto key = [](const std::string& package) {
      return std::tuple(!package.ends_with("-dev"), package.size(), std::string_view(package));
    };
    std::sort(packages.begin(), packages.end(),
              [&](const std::string& a, const std::string& b) { return key(a) < key(b); });
    if (packages.size() > kMostPackages) packages.resize(kMostPackages);
    return packages;
  }

  const PackageQuery& query_;
  ProcessRunner& processes_;
  std::string program_;
  std::map<std::string, std::string> variables_;
  std::vector<Entry> entries_;
  bool asked_ = false;
};

// Equal for questions that have equal answers while apt's lists stay the same.
std::string key_of(const PackageQuery& query, const Environment& environment) {
  PackWriter writer;
  writer.text(environment.get("PATH"));
  writer.text(query.triple);
  for (const LibId id : query.libs) {
    writer.number(id.value);
    writer.texts(sought_files(query.catalog->libs[id]));
  }
  return cat("packages ", hash_hex(writer.bytes()));
}

std::string packed(const PackageSearch& search) {
  PackWriter writer;
  writer.flag(search.answered);
  for (const std::vector<std::string>& packages : search.packages) writer.texts(packages);
  return writer.bytes();
}

std::optional<PackageSearch> unpacked_search(std::string_view bytes, std::size_t libs) {
  PackReader reader(bytes);
  PackageSearch search;
  search.answered = reader.flag();
  search.packages = IdVector<LibId, std::vector<std::string>>(libs);
  for (std::vector<std::string>& packages : search.packages) packages = reader.texts();
  if (!reader.at_end()) return std::nullopt;
  return search;
}

}  // namespace

std::vector<std::string> sought_files(const ExternalLib& lib) {
  std::vector<std::string> files;
  const auto add = [&](std::string_view directory, const std::string& name, const char* suffix) {
    if (!is_plain_path(name)) return;
    files.push_back(cat(directory, "/", name, suffix));
  };
  const auto add_program = [&](const std::string& name) {
    if (name.find('/') == std::string::npos) add("/bin", name, "");
  };
  for (const Alternative& alternative : lib.any) {
    switch (alternative.kind) {
      case ProbeKind::PkgConfig:
        for (const VersionedName& name : alternative.pkg_config) {
          if (name.name.value.find('/') == std::string::npos) {
            add("/pkgconfig", name.name.value, ".pc");
          }
        }
        break;
      case ProbeKind::ConfigTool:
        add_program(alternative.config_tool.value);
        break;
      case ProbeKind::Header:
        if (!alternative.header.empty()) {
          add("", alternative.header.value, "");
        } else {
          for (const Text& name : alternative.link) {
            const bool is_file = name.value.starts_with(':');
            add("", is_file ? name.value.substr(1) : cat("lib", name.value), is_file ? "" : ".so");
          }
        }
        break;
      case ProbeKind::Program:
        add_program(alternative.program.value);
        break;
      case ProbeKind::Framework:
        break;  // comes with the system that has any
      case ProbeKind::Query:
        if (!alternative.query.empty()) add_program(alternative.query.front().value);
        break;
    }
  }
  sort_once(files);
  return files;
}

LibPackage package_here(const Catalog& catalog, const ProbeReport& probes, LibId id) {
  const std::map<std::string, Text>& known = catalog.libs[id].packages;
  const auto named = known.find(probes.distribution);
  if (named != known.end()) return {PackageSource::Tree, named->second.value};
  const auto& found = probes.package_search.packages;
  if (id.value >= found.size() || found[id].empty()) return {};
  return {PackageSource::Search, found[id].front()};
}

PackageSearch search_packages(const PackageQuery& query, ProcessRunner& processes,
                              const Environment& environment) {
  Searcher searcher(query, processes, environment);
  ProbeCache nothing;
  ProbeCache& cache = query.cache == nullptr ? nothing : *query.cache;
  const std::string key = key_of(query, environment);
  if (const auto kept = query.refresh ? std::nullopt : cache.find(key)) {
    if (auto known = unpacked_search(kept->payload, query.catalog->libs.size())) {
      return *std::move(known);
    }
  }
  if (query.frozen) return {};
  PackageSearch search = searcher.run();
  if (search.answered) cache.put(key, {packed(search), {searcher.program(), kLists}});
  return search;
}

}  // namespace modbuild
