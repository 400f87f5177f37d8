#include "import/make_runs.h"

#include <array>

#include "base/path.h"
#include "base/str.h"
#include "import/recording_shell.h"
#include "os/real_file_system.h"

namespace modbuild {
namespace {

constexpr std::chrono::minutes kRunLimit{2};
constexpr std::uint64_t kOutputLimit = 64U << 20U;

// Without these nothing can be asked.
constexpr std::array kNeeded = {"make", "bash", "cp", "mkdir"};
// What a shell finds on PATH while it is recorded: they compute, and look at nothing but their
// input.
constexpr std::array kFilters = {"awk",   "basename", "bash", "cut",  "dirname",
                                 "egrep", "expr",     "grep", "head", "make",
                                 "sort",  "tail",     "tr",   "uniq", "wc"};

void failed(Diagnostics& diagnostics, std::string message, std::string help = {}) {
  diagnostics.add(Code::ImportNotRun, {}, std::move(message), std::move(help));
}

}  // namespace

const std::vector<std::string>& main_install_targets() {
  static const std::vector<std::string> kTargets = {
      "install-bin", "install-cfg", "install-doc", "install-man", "install-utils", "install-share"};
  return kTargets;
}

std::vector<std::string> regular_files(FileSystem& files, const std::string& directory) {
  std::vector<std::string> names;
  const auto entries = files.list(directory);
  if (!entries) return names;
  for (const DirEntry& entry : *entries) {
    if (entry.type == FileType::Regular) names.push_back(entry.name);
  }
  return names;
}

std::unique_ptr<MakeRuns> MakeRuns::prepare(const std::string& source,
                                            const Environment& environment,
                                            ProcessRunner& processes, Diagnostics& diagnostics) {
  auto scratch = ScratchDirectory::make(environment.get("TMPDIR"));
  if (!scratch) {
    failed(diagnostics, scratch.error().message());
    return nullptr;
  }
  std::unique_ptr<MakeRuns> runs(new MakeRuns(std::move(*scratch), processes));
  if (!runs->find_programs(environment, diagnostics)) return nullptr;
  if (!runs->copy(source, diagnostics)) return nullptr;
  return runs;
}

bool MakeRuns::find_programs(const Environment& environment, Diagnostics& diagnostics) {
  path_ = environment.get("PATH", "/usr/local/bin:/usr/bin:/bin");
  const auto find = [&](const char* name) {
    std::string found = find_program(name, path_, {});
    if (!found.empty()) programs_[name] = std::move(found);
    return programs_.count(name) > 0;
  };
  for (const char* name : kNeeded) {
    if (find(name)) continue;
    failed(diagnostics, cat("'", name, "' is not on PATH"), cat("install ", name));
    return false;
  }
  for (const char* name : kFilters) find(name);
  if (find("bwrap")) {
    sandboxed_ = true;
    const Transcript tried = run({programs_["bash"], "-c", "exit 0"}, {}, false);
    sandboxed_ = tried.answered();
  }
  return true;
}

bool MakeRuns::copy(const std::string& source, Diagnostics& diagnostics) {
  const auto tree = open_real_file_system(source);
  const auto entries = tree ? (*tree)->list("") : tl::unexpected(tree.error());
  if (!entries) {
    failed(diagnostics, entries.error().message());
    return false;
  }
  const auto own = open_real_file_system(scratch_.file(""));
  bool made = own.has_value();
  for (const char* name : {"tree", "root", "bin", "logs"}) {
    made = made && (*own)->make_directories(name).has_value();
  }
  for (const auto& [name, path] : programs_) {
    made = made && (*own)->make_link(path, cat("bin/", name)).has_value();
  }
  made = made && scratch_.add("recording_shell", kRecordingShell).has_value();
  if (!made) {
    failed(diagnostics, cat("cannot make files in ", scratch_.file("")));
    return false;
  }
  std::vector<std::string> argv = {programs_["cp"], "-R", "-p"};
  for (const DirEntry& entry : *entries) {
    // History is large, and makefiles that read it make files that differ every time.
    if (entry.name != ".git") argv.push_back(join_path(source, entry.name));
  }
  argv.push_back(scratch_.file("tree"));
  const auto copied = processes_.run({argv, {{"PATH", path_}}, kRunLimit, kOutputLimit});
  if (copied && copied->exit_status == 0) return true;
  failed(diagnostics,
         cat("cannot copy ", source, ": ", copied ? copied->errors : copied.error().message()));
  return false;
}

std::string MakeRuns::copied(const std::string& path) const {
  return join_path(scratch_.file("tree"), path);
}

std::string MakeRuns::in_tree(const std::string& path) const {
  const std::string root = scratch_.file("tree/");
  return path.starts_with(root) ? path.substr(root.size()) : path;
}

bool MakeRuns::is_directory(const std::string& path) const {
  const std::string own = scratch_.file("");
  if (!is_below(path, own) || path.size() <= own.size()) return false;
  const auto files = open_real_file_system(own);
  const auto status =
      files ? (*files)->status(path.substr(own.size() + 1)) : tl::unexpected(files.error());
  return status && status->type == FileType::Directory;
}

std::vector<std::string> MakeRuns::sandbox() const {
  if (!sandboxed_) return {};
  const std::string own = scratch_.file("");
  return {programs_.at("bwrap"),
          "--ro-bind",
          "/",
          "/",
          "--dev",
          "/dev",
          "--proc",
          "/proc",
          "--tmpfs",
          "/tmp",
          "--bind",
          own,
          own,
          "--unshare-net",
          "--unshare-pid",
          "--unshare-ipc",
          "--die-with-parent",
          "--new-session"};
}

std::string MakeRuns::next_name(std::string_view directory) {
  return scratch_.file(cat(directory, "/", std::to_string(number_++)));
}

Transcript MakeRuns::run(std::vector<std::string> argv, const Scenario& scenario, bool recorded) {
  const std::string log = next_name("logs");
  ProcessRequest request;
  request.argv = sandbox();
  request.argv.insert(request.argv.end(), argv.begin(), argv.end());
  request.environment = {{"PATH", recorded ? scratch_.file("bin") : path_},
                         {"HOME", scratch_.file("root")},
                         {"LC_ALL", "C"}};
  if (recorded) {
    request.environment["BASH_ENV"] = scratch_.file("recording_shell");
    request.environment["MB_LOG"] = log;
    request.environment["MB_BIN"] = std::string(directory_of(programs_.at("cp")));
    request.environment["MB_ANSWERS"] = join(scenario.no, "\n");
    if (scenario.opaque) request.environment["MB_OPAQUE"] = "yes";
    if (scenario.machine) request.environment["MB_MACHINE"] = path_;
  }
  request.time_limit = kRunLimit;
  request.output_limit = kOutputLimit;
  Transcript transcript;
  const auto answer = processes_.run(request);
  if (!answer) {
    transcript.failure = answer.error().message();
    return transcript;
  }
  if (answer->timed_out) transcript.failure = "make does not come to an end";
  transcript.status = answer->exit_status;
  transcript.text = answer->output;
  transcript.errors = answer->errors;
  if (recorded) read_records(scratch_.read(log.substr(scratch_.file("").size() + 1)), transcript);
  return transcript;
}

namespace {

std::vector<std::string> make_argv(const std::string& make, const std::string& bash,
                                   const std::string& directory, const Scenario& scenario) {
  std::vector<std::string> argv = {make, "-C", directory, cat("SHELL=", bash)};
  for (const auto& [name, value] : scenario.settings) argv.push_back(cat(name, "=", value));
  return argv;
}

// Makefile text that prints variables as soon as makefiles are read.
std::string printing(const std::vector<std::string>& variables, std::string_view target) {
  std::string text = cat(target, ": ;");
  for (const std::string& name : variables) append(text, " $(info mb:", name, "=$(", name, "))");
  return text;
}

void take_variables(Transcript& transcript) {
  std::string rest;
  std::string_view text = transcript.text;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t equals = line.find('=');
    if (line.starts_with("mb:") && equals != std::string_view::npos) {
      transcript.variables[std::string(line.substr(3, equals - 3))] = line.substr(equals + 1);
    } else {
      append(rest, line, "\n");
    }
  }
  transcript.text = std::move(rest);
}

}  // namespace

Transcript MakeRuns::configure(const std::string& directory,
                               const std::vector<std::string>& targets, const Scenario& scenario) {
  std::vector<std::string> argv =
      make_argv(programs_.at("make"), programs_.at("bash"), copied(directory), scenario);
  argv.insert(argv.end(), targets.begin(), targets.end());
  return run(std::move(argv), scenario, false);
}

Transcript MakeRuns::variables(const std::string& directory,
                               const std::vector<std::string>& variables,
                               const Scenario& scenario) {
  return recipes(directory, {}, variables, scenario);
}

Transcript MakeRuns::variables_of(const std::string& directory, const std::string& file,
                                  const std::vector<std::string>& variables,
                                  const Scenario& scenario) {
  std::vector<std::string> argv =
      make_argv(programs_.at("make"), programs_.at("bash"), copied(directory), scenario);
  argv.insert(argv.end(), {"-n", "-f", file, cat("--eval=", printing(variables, "mb-variables")),
                           "mb-variables"});
  Transcript transcript = run(std::move(argv), scenario, false);
  take_variables(transcript);
  return transcript;
}

Transcript MakeRuns::recipes(const std::string& directory, const std::vector<std::string>& targets,
                             const std::vector<std::string>& variables, const Scenario& scenario,
                             const std::string& old) {
  std::vector<std::string> argv =
      make_argv(programs_.at("make"), programs_.at("bash"), copied(directory), scenario);
  argv.insert(argv.end(), {"-n", "-w", "-k", cat("--eval=", printing(variables, "mb-variables"))});
  // The family's note of the flags of the last build: remade, make would begin all over again.
  argv.insert(argv.end(), {"-o", "makecfg.lst"});
  // A recipe line that calls make is run even so, with all else that stands in it.
  argv.push_back(cat("basedir=", next_name("root")));
  if (!old.empty()) argv.insert(argv.end(), {"-o", old});
  argv.insert(argv.end(), targets.begin(), targets.end());
  argv.emplace_back("mb-variables");
  Transcript transcript = run(std::move(argv), scenario, true);
  take_variables(transcript);
  return transcript;
}

Transcript MakeRuns::rehearse(const std::string& directory, const std::vector<std::string>& targets,
                              Scenario scenario) {
  const std::string root = next_name("root");
  scenario.settings["basedir"] = root;
  std::vector<std::string> argv =
      make_argv(programs_.at("make"), programs_.at("bash"), copied(directory), scenario);
  argv.emplace_back("-k");
  argv.insert(argv.end(), targets.begin(), targets.end());
  Transcript transcript = run(std::move(argv), scenario, true);
  transcript.install_root = root;
  return transcript;
}

}  // namespace modbuild
