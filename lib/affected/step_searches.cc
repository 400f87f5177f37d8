#include "affected/step_searches.h"

#include <map>

#include "base/path.h"
#include "base/sort_once.h"

namespace modbuild {
namespace {

// Reads flags one after another; some take the next word.
class SearchReader {
 public:
  explicit SearchReader(const std::string& source_root) : source_root_(source_root) {}

  void read(const std::vector<Flag>& flags) {
    for (const Flag& flag : flags) read(flag.arg);
  }

  IncludeSearch result() && { return std::move(search_); }

 private:
  enum class Kind { None, Directory, Quoted, File, Define };

  static Kind kind_of(std::string_view& word) {
    const auto is = [&word](std::string_view start) {
      if (!word.starts_with(start)) return false;
      word.remove_prefix(start.size());
      return true;
    };
    if (is("-iquote")) return Kind::Quoted;
    if (is("-isystem") || is("-idirafter") || is("-I")) return Kind::Directory;
    if (is("-include") || is("-imacros")) return Kind::File;
    if (is("-D")) return Kind::Define;
    return Kind::None;
  }

  void read(const Arg& arg) {
    std::string_view word = arg.text;
    Kind kind = std::exchange(pending_, Kind::None);
    if (kind == Kind::None) {
      kind = kind_of(word);
      if (kind == Kind::None) return;
      if (word.empty() && !arg.path) {
        pending_ = kind;
        return;
      }
    }
    if (kind == Kind::Define) {
      add_macro(word, search_.macros);
    } else if (kind == Kind::File) {
      search_.forced.push_back(arg.path ? arg.path->text : std::string(word));
    } else if (arg.path) {
      add(*arg.path, kind);
    } else {
      add(path_of(word), kind);
    }
  }

  // Flags of text only are read in the build directory.
  Path path_of(std::string_view word) const {
    if (word.starts_with('/')) return {Root::Absolute, std::string(word)};
    const std::string path = normalise(word);
    if (is_below(path, source_root_)) {
      return {Root::Source, path.substr(std::min(source_root_.size() + 1, path.size()))};
    }
    return {Root::Build, path};
  }

  void add(const Path& path, Kind kind) {
    if (path.root != Root::Source && path.root != Root::Build) return;
    search_.directories.push_back({path.text, path.root == Root::Build, kind == Kind::Quoted});
  }

  const std::string& source_root_;
  Kind pending_ = Kind::None;
  IncludeSearch search_;
};

// The sources that each program and library is compiled from, by what their steps make.
using SourcesOf = std::map<std::string, std::vector<std::string>>;

SourcesOf sources_of_binaries(const Plan& plan) {
  SourcesOf of_objects;
  for (const CompileStep& step : plan.compiles) {
    if (step.source.root == Root::Source) of_objects[step.object.text].push_back(step.source.text);
  }
  SourcesOf of_binaries;
  for (const LinkStep& step : plan.links) {
    std::vector<std::string>& sources = of_binaries[step.output.text];
    for (const Path& object : step.objects) {
      const auto found = of_objects.find(object.text);
      if (found == of_objects.end()) continue;
      sources.insert(sources.end(), found->second.begin(), found->second.end());
    }
  }
  return of_binaries;
}

}  // namespace

IncludeSearch search_of(const Plan& plan, const CompileStep& step, const std::string& source_root) {
  SearchReader reader(source_root);
  if (step.flags.valid()) reader.read(plan.flags[step.flags].flags);
  reader.read(step.extra);
  return std::move(reader).result();
}

std::vector<MadeFile> made_files(const Plan& plan) {
  const SourcesOf binaries = sources_of_binaries(plan);
  std::vector<MadeFile> made;
  for (const GenerateStep& step : plan.generates) {
    MadeFile file;
    const auto add_input = [&](const Path& path) {
      if (path.root == Root::Source) file.stands_for.push_back(path.text);
      if (path.root != Root::Build) return;
      file.beside.push_back(path.text);
      const auto binary = binaries.find(path.text);
      if (binary == binaries.end()) return;
      file.stands_for.insert(file.stands_for.end(), binary->second.begin(), binary->second.end());
    };
    for (const Path& path : step.inputs) add_input(path);
    for (const Path& path : step.implicit) add_input(path);
    for (const Arg& arg : step.command) {
      if (arg.path) add_input(*arg.path);
    }
    for (const Path& output : step.outputs) file.beside.push_back(output.text);
    sort_once(file.stands_for);
    sort_once(file.beside);
    for (const Path& output : step.outputs) {
      file.path = output.text;
      made.push_back(file);
    }
  }
  return made;
}

}  // namespace modbuild
