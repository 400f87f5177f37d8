#include "pipeline.h"

#include <algorithm>
#include <optional>

#include "base/edit_distance.h"
#include "base/path.h"
#include "base/sort_once.h"
#include "base/str.h"
#include "model/install_dirs.h"
#include "model/machines.h"
#include "os/interrupt.h"
#include "os/replace_file.h"
#include "tree_cache.h"

namespace modbuild {
namespace {

constexpr const char* kRegenerateDepfile = ".modbuild/regenerate.d";
constexpr const char* kProbeCacheFile = ".modbuild/probes";
constexpr std::uint64_t kLargestCache = 256U << 20U;

// Install directories must be known and absolute, whatever is done with them later.
void check_dirs(const std::map<std::string, Text>& dirs, Code code, Diagnostics& diagnostics) {
  std::vector<std::string> known;
  for (const InstallDirectory& directory : install_directory_table()) {
    known.emplace_back(directory.name);
  }
  for (const auto& [name, path] : dirs) {
    const std::string_view fault = install_directory_fault(path.value);
    if (!is_install_directory(name)) {
      const std::string near = did_you_mean(name, known);
      diagnostics.add(code, path.at, cat("there is no install directory '", name, "'"),
                      cat(near, near.empty() ? "" : " ", "known are: ", join(known, ", ")));
    } else if (!fault.empty()) {
      diagnostics.add(code, path.at, cat("the directory '", name, "', '", path.value, "', ", fault),
                      "begin it with '/' or with another directory, as in {prefix}/lib");
    }
  }
}

// The profile's lists, then those of modules.lst, selection files and command line (DESIGN.md 3).
Request full_request(const Catalog& catalog, const Job& job, Diagnostics& diagnostics) {
  Request request;
  if (!job.profile.empty()) {
    if (const Profile* profile = catalog.find_profile(job.profile)) {
      request = profile->request;
      check_dirs(request.dirs, Code::UnknownDirectory, diagnostics);
    } else {
      const std::vector<std::string> names = names_in(catalog.profiles);
      const std::string near = did_you_mean(job.profile, names);
      const std::string all = names.empty() ? std::string("the tree declares no profiles")
                                            : cat("profiles are: ", join(names, ", "));
      diagnostics.add(Code::UnknownInRequest, {}, cat("there is no profile '", job.profile, "'"),
                      near.empty() ? all : near);
    }
  }
  check_dirs(job.request.dirs, Code::UnknownInRequest, diagnostics);
  Request others = request;
  others.add(job.request);
  for (const ModulesList& list : job.modules_lists) {
    request.add(request_of(list, catalog, others, diagnostics));
  }
  request.add(job.request);
  return request;
}

// Chooses the toolchain. Where it is one of the tree, what runs during the build is built for
// another machine than the rest, and the catalog says which component for which.
void settle_toolchains(const Job& job, Results& results, Diagnostics& diagnostics) {
  const ToolchainChoice choice{
      job.toolchain_name, job.variant,         results.catalog.find_profile(job.profile),
      job.toolchain,      job.build_toolchain, job.launcher,
      job.untrusted};
  results.toolchains = choose_toolchains(results.catalog, choice, diagnostics);
  if (results.toolchains.build) results.catalog = split_machines(std::move(results.catalog));
}

ProgramSearch program_search(const Job& job, const Host& host) {
  return {host.environment.get("PATH"), job.tree_root};
}

// The compilers, before anything is asked of them. The environment's matters only to a gen: probes
// go on without.
void require_compilers(Stage last, const Job& job, const Host& host, const Results& results,
                       Diagnostics& diagnostics) {
  const ProgramSearch search = program_search(job, host);
  if (last == Stage::Write) require_launchers(results.toolchains, search, diagnostics);
  if (!results.toolchains.build) {
    if (last == Stage::Write) require_compiler(results.toolchains.target, search, diagnostics);
    return;
  }
  if (job.no_probe && host.build == nullptr) return;
  const auto require = [&](Machine machine) {
    require_tool(results.catalog, results.toolchains, machine, ToolRole::Cc, search, diagnostics);
  };
  require(Machine::Target);
  require_sysroot(results.catalog, results.toolchains.target, diagnostics);
  if (has_build_machine(results.catalog)) require(Machine::Build);
}

// Its other programs, once it is known which of them are used.
void require_tools(const Job& job, const Host& host, const Results& results,
                   Diagnostics& diagnostics) {
  if (!results.toolchains.build) return;
  for (const Machine machine : {Machine::Target, Machine::Build}) {
    bool cxx = false;
    bool ar = false;
    for (const CompileStep& step : results.plan.compiles) {
      cxx |= step.machine == machine && step.language == Language::Cxx;
    }
    for (const LinkStep& step : results.plan.links) {
      ar |= step.machine == machine && step.kind == LinkKind::Archive;
    }
    const auto require = [&](ToolRole role) {
      require_tool(results.catalog, results.toolchains, machine, role, program_search(job, host),
                   diagnostics);
    };
    if (cxx) require(ToolRole::Cxx);
    if (ar) require(ToolRole::Ar);
  }
}

MachineProbes probe_input(const Job& job, const Catalog& catalog, const Wanted& wanted,
                          ProbeCache* cache) {
  MachineProbes machines;
  ProbeInput& input = machines.target;
  input.catalog = &catalog;
  if (job.probe_all) {
    for (const LibId id : catalog.libs.ids()) input.libs.push_back(id);
  } else {
    input.libs = needed_libs(catalog, wanted);
  }
  input.tree_root = job.tree_root;
  input.threads = job.threads;
  input.no_probe = job.no_probe;
  input.untrusted = job.untrusted;
  input.frozen = job.frozen;
  input.refresh = job.refresh;
  input.time_limit = job.probe_limit;
  input.cache = cache;
  input.self = job.self;
  machines.build_libs = needed_libs(catalog, wanted, Machine::Build);
  machines.build = has_build_machine(catalog);
  return machines;
}

// A cache that cannot be read or written costs time, and nothing else.
ProbeCache load_probe_cache(const Host& host) {
  ProbeCache cache;
  if (host.state == nullptr) return cache;
  if (const auto file = host.state->read(kProbeCacheFile, kLargestCache)) cache.load(*file);
  return cache;
}

void save_probe_cache(const ProbeCache& cache, const Job& job, const Host& host) {
  if (host.state == nullptr || job.dry_run || !cache.is_changed()) return;
  if (!host.state->make_directories(kStateDirectory)) return;
  static_cast<void>(replace_file(*host.state, kProbeCacheFile, cache.file(), Durability::Relaxed));
}

// What a probe looked at, or the nearest directory above it that a depfile can carry: a directory
// of PATH may have any name. The root is named from the build directory: ninja takes "/" for "".
std::string watchable(std::string path, const std::string& build_directory) {
  while (path.size() > 1 && !is_watchable(path)) path = std::string(directory_of(path));
  return path.size() > 1 ? path : relative_path(build_directory, "/");
}

// How to reach the sources from the build directory.
std::string sources_from_build(const Job& job, const Results& results) {
  if (results.overlay.files == nullptr) return job.source_root;
  return relative_path(job.build_directory, results.overlay.root);
}

// Everything whose change must bring about another gen, as seen from the build directory.
std::vector<std::string> watched(const Job& job, const Results& results) {
  std::vector<std::string> paths;
  const auto add = [&](const std::string& root, const std::vector<std::string>& below) {
    for (const std::string& path : below) {
      paths.push_back(path.empty() ? root : cat(root, "/", path));
    }
  };
  add(job.source_root, results.source_tree.listed);
  add(job.source_root, results.load_inputs);
  add(sources_from_build(job, results), results.source_inputs);
  add(sources_from_build(job, results), results.abi.inputs);
  for (const std::string& path : results.probes.inputs) {
    paths.push_back(watchable(path, job.build_directory));
  }
  paths.insert(paths.end(), job.extra_inputs.begin(), job.extra_inputs.end());
  sort_once(paths);
  return paths;
}

// A build directory among a component's sources would be taken for some of them.
void check_build_root(const std::string& build_root, const SourceTree& tree,
                      Diagnostics& diagnostics) {
  for (const ComponentDirectory& directory : tree.directories) {
    if (directory.dir.empty() || !is_below(build_root, directory.dir)) continue;
    diagnostics.add(
        Code::BadBuildDirectory, {},
        cat("the build directory '", build_root, "' lies in the component '", directory.dir, "'"),
        "name another directory with -B");
  }
}

void check_build_directory(const Job& job, const Results& results, Diagnostics& diagnostics) {
  check_build_root(job.build_root, results.source_tree, diagnostics);
  if (results.overlay.files == nullptr) return;
  const std::string& root = results.overlay.root;
  check_build_root(relative_path(root, job.build_directory), results.source_tree, diagnostics);
  if (!is_below(root, job.build_directory)) return;
  diagnostics.add(Code::BadBuildDirectory, {}, "the build directory holds the sources themselves",
                  "name a directory of its own with -B");
}

// Opens what [tree] sources names.
void open_sources(Host& host, Results& results, Diagnostics& diagnostics) {
  const Text& named = sources_directory(*results.tree);
  if (named.empty()) return;
  if (results.overlay.files != nullptr) return;  // by an earlier run
  Expected<OpenedSources> opened = host.open_sources(named.value);
  if (opened) {
    results.overlay = std::move(*opened);
    return;
  }
  diagnostics.add(Code::MissingFile, named.at, opened.error().message(),
                  "`sources` is relative to the directory of modbuild.toml, or absolute");
}

// What backends are told, beside the plan.
EmitInput emit_input(const Job& job, const Results& results) {
  EmitInput input;
  input.plan = &results.plan;
  input.source_root = sources_from_build(job, results);
  input.regenerate = job.regenerate;
  input.clean = job.clean;
  input.install = job.install;
  input.uninstall = job.uninstall;
  input.watched = watched(job, results);
  input.local_jobs = job.local_jobs;
  input.threads = job.threads;
  return input;
}

// All files of one generation, the build file last: it is what makes the others count. Refers to
// the arguments.
WriteInput generation(const Job& job, const Backend& backend, const EmitInput& input,
                      const std::vector<std::string>& side_files, const Results& results,
                      Diagnostics& diagnostics) {
  WriteInput generation;
  generation.dry_run = job.dry_run;
  generation.threads = job.threads;
  generation.outputs = plan_outputs(results.plan);
  generation.outputs.insert(generation.outputs.end(), side_files.begin(), side_files.end());
  if (!side_files.empty()) std::sort(generation.outputs.begin(), generation.outputs.end());
  for (const Backend& other : backends()) {
    if (other.name != backend.name) generation.obsolete.emplace_back(other.build_file);
  }
  generation.files = job.extra_files;
  generation.files.push_back(compile_commands_file(input, job.build_directory));
  generation.files.push_back(
      {"selection.json", selection_json(results.catalog, results.selection, results.probes)});
  generation.files.push_back(install_plan_file(results.plan, results.catalog));
  std::string launchers;
  for (const Text& program : results.toolchains.launchers) append(launchers, program.value, "\n");
  if (launchers.empty()) {
    generation.obsolete.emplace_back(kLauncherFile);
  } else {
    generation.files.push_back({kLauncherFile, std::move(launchers)});
  }
  generation.files.push_back({kRegenerateDepfile, regenerate_depfile(input.watched, diagnostics)});
  for (const PlannedText& text : results.plan.texts) {
    generation.files.push_back({text.path.text, text.text});
  }
  for (OutputFile& file : backend.more_files(input, diagnostics)) {
    generation.files.push_back(std::move(file));
  }
  generation.files.push_back(backend.emit(input, diagnostics));
  return generation;
}

const Backend* find_backend(const std::string& name, Diagnostics& diagnostics) {
  std::vector<std::string> names;
  for (const Backend& backend : backends()) {
    if (backend.name == name) return &backend;
    names.emplace_back(backend.name);
  }
  diagnostics.add(Code::UnknownInRequest, {}, cat("there is no backend '", name, "'"),
                  cat("backends are: ", join(names, ", ")));
  return nullptr;
}

// The stages in order. Between two of them, errors end the run: a stage may rely on all that comes
// before it, and the user sees every mistake of one stage at once.
bool run_stages(Stage last, const Job& job, Host& host, Results& results,
                Diagnostics& diagnostics) {
  Stats& stats = results.stats;
  const std::int64_t began_ns = results.began_ns = host.tree->now_ns();
  std::optional<TreeCache> cache;

  // Read modbuild.toml: it says where components are.
  {
    const StageTimer timer(stats, "tree");
    results.tree = load_tree(*host.tree, results.sources, diagnostics,
                             job.untrusted ? Trust::None : Trust::Full);
    if (results.tree == nullptr || diagnostics.has_errors()) return false;
    open_sources(host, results, diagnostics);
    if (diagnostics.has_errors()) return false;
  }
  if (last == Stage::Tree) return true;
  if (host.state != nullptr && !job.no_cache) {
    const StageTimer timer(stats, "cache");
    cache.emplace(*host.state, job.self, began_ns);
  }
  // Find every component directory. No manifest is read yet.
  {
    const StageTimer timer(stats, "scan");
    results.source_tree = scan(scan_roots(*results.tree), *host.tree, job.threads, diagnostics,
                               cache ? &cache->tree_listings() : nullptr);
    if (diagnostics.has_errors()) return false;
  }
  if (last == Stage::Write) check_build_directory(job, results, diagnostics);
  if (diagnostics.has_errors()) return false;
  if (last == Stage::Scan) return true;
  // Read all manifests and resolve every name. Beyond this point no manifest is read.
  {
    const StageTimer timer(stats, "load");
    TreePlaces places{host.tree, results.overlay.files};
    if (cache) {
      places.kept_manifests = &cache->manifests();
      places.kept_listings =
          places.is_overlay() ? &cache->source_listings() : &cache->tree_listings();
    }
    LoadResult loaded =
        load(*results.tree, results.source_tree, places, results.sources, job.threads, diagnostics);
    if (cache && !job.dry_run) cache->save();
    results.source_tree.directories = {};  // what they hold is in the catalog by now
    results.catalog = std::move(loaded.catalog);
    results.load_inputs = std::move(loaded.inputs);
    results.source_inputs = std::move(loaded.source_inputs);
    results.source_links = std::move(loaded.links);
    if (diagnostics.has_errors()) return false;
  }
  if (last == Stage::Load) return true;
  // Which modules the request wants, and which toolchain builds them: only their libs are worth a
  // question to the machine.
  Request request;
  {
    const StageTimer timer(stats, "request");
    request = full_request(results.catalog, job, diagnostics);
    if (host.complete_request) host.complete_request(results.catalog, request);
    if (diagnostics.has_errors()) return false;
    settle_toolchains(job, results, diagnostics);
    if (diagnostics.has_errors()) return false;
    results.wanted = find_wanted(results.catalog, request, diagnostics);
    if (diagnostics.has_errors()) return false;
  }
  // Ask the machine what the probe cache does not know. Beyond this point no process is started,
  // and of the tree only headers are looked at (stage abi).
  {
    const StageTimer timer(stats, "probe");
    require_compilers(last, job, host, results, diagnostics);
    if (diagnostics.has_errors()) return false;
    ProbeCache answers = load_probe_cache(host);
    ProbeCache* kept =
        host.state == nullptr ? nullptr : &answers;  // with nowhere to keep, why hash
    results.probes =
        probe_machines(probe_input(job, results.catalog, results.wanted, kept), results.toolchains,
                       *host.processes, host.environment, diagnostics);
    save_probe_cache(answers, job, host);
    // Libraries count as missing whose question was cut short.
    if (interrupted_by() != 0 || diagnostics.has_errors()) return false;
  }
  if (last == Stage::Probe) return true;
  // Drop what cannot be built; every component gets its one verdict.
  {
    const StageTimer timer(stats, "select");
    results.selection =
        select(results.catalog, request, results.wanted, results.probes, diagnostics);
    results.selection.profile = job.profile;
    results.selection.toolchain = results.toolchains.target.name;
    results.selection.variant = results.toolchains.variant;
    if (diagnostics.has_errors()) return false;
  }
  if (last == Stage::Select) return true;
  if (host.accept) host.accept();
  report_unmet(results.catalog, results.selection, results.probes, diagnostics);
  if (diagnostics.has_errors()) return false;
  // Read what the ABIs of hosts depend on: those headers are part of what each host is called.
  {
    const StageTimer timer(stats, "abi");
    FileSystem* overlay = results.overlay.files;
    results.abi =
        read_abi_files(results.catalog, results.selection,
                       overlay == nullptr ? *host.tree : *overlay, job.threads, diagnostics);
    if (diagnostics.has_errors()) return false;
  }
  // Turn verdicts into steps: backend-neutral, nothing quoted.
  {
    const StageTimer timer(stats, "plan");
    PlanInput input;
    if (!job.regenerate.empty()) input.tool = job.regenerate.front();
    input.threads = job.threads;
    input.catalog = &results.catalog;
    input.selection = &results.selection;
    input.probes = &results.probes;
    input.abi = &results.abi;
    input.toolchain = results.toolchains.target;
    input.build_toolchain = results.toolchains.build;
    results.plan = plan(input, diagnostics);
    if (last == Stage::Write) require_tools(job, host, results, diagnostics);
    if (diagnostics.has_errors()) return false;
  }
  if (last == Stage::Plan) return true;
  // Make the text of every file of this generation; large ones are only made while they are
  // written.
  EmitInput emitted;
  std::vector<std::string> side_files;
  WriteInput files;
  {
    const StageTimer timer(stats, "emit");
    const Backend* backend = find_backend(job.backend, diagnostics);
    if (backend == nullptr) return false;
    emitted = emit_input(job, results);
    side_files = backend->side_files(results.plan);
    files = generation(job, *backend, emitted, side_files, results, diagnostics);
    files.began_ns = began_ns;
    if (diagnostics.has_errors()) return false;
  }
  cache.reset();  // what it still writes is part of the build directory, which may be made only now
  // Put it on disk: all of it, or nothing.
  const StageTimer timer(stats, "write");
  if (host.make_build) host.build = host.make_build();
  if (host.build == nullptr) return false;
  results.written = write_generation(files, *host.build, diagnostics);
  return !diagnostics.has_errors();
}

}  // namespace

bool run_until(Stage last, const Job& job, Host& host, Results& results, Diagnostics& diagnostics) {
  show_sources_of(*host.tree, results.sources);
  const bool done = run_stages(last, job, host, results, diagnostics);
  count_work(host, results.overlay.files, results.stats);
  return done;
}

void show_sources_of(FileSystem& tree, Sources& sources) {
  sources.set_reader([&tree](const std::string& path) {
    return tree.read(path, std::uint64_t{1} << 20U).value_or(std::string());
  });
}

void count_work(const Host& host, const FileSystem* sources, Stats& stats) {
  stats.counters.clear();
  count_reads(*host.tree, stats);
  if (sources != nullptr) count_reads(*sources, stats);
  stats.counter("processes") = host.processes->started();
  const FileSystem* written = host.build != nullptr ? host.build : host.state;
  if (written != nullptr) count_writes(*written, stats);
}

Machine machine_to_tell(const ProbeReport& probes, LibId id) {
  if (probes.for_build.empty() || id.value >= probes.libs.size()) return Machine::Target;
  const LibAnswer& target = probes.libs[id];
  const LibAnswer& build = probes.of(Machine::Build).libs[id];
  const bool is_worse = target.found && !build.found;
  return build.probed && (!target.probed || is_worse) ? Machine::Build : Machine::Target;
}

void find_packages(const Job& job, Host& host, Results& results, std::vector<LibId> libs) {
  std::erase_if(libs, [&](LibId id) {
    return results.probes.of(machine_to_tell(results.probes, id)).libs[id].found ||
           package_here(results.catalog, results.probes, id).source == PackageSource::Tree;
  });
  if (job.no_probe || libs.empty()) return;
  const StageTimer timer(results.stats, "packages");
  ProbeCache cache = load_probe_cache(host);
  PackageQuery query;
  query.catalog = &results.catalog;
  query.libs = std::move(libs);
  query.triple = results.probes.platform.triple;
  query.tree_root = job.tree_root;
  query.threads = job.threads;
  query.cache = &cache;
  query.refresh = job.refresh;
  query.frozen = job.frozen;
  results.probes.package_search = search_packages(query, *host.processes, host.environment);
  save_probe_cache(cache, job, host);
  count_work(host, results.overlay.files, results.stats);
}

}  // namespace modbuild
