#include <algorithm>
#include <memory>

#include "base/path.h"
#include "base/str.h"
#include "command.h"
#include "import/import.h"
#include "import_view.h"
#include "os/real_file_system.h"
#include "request_options.h"
#include "statistics.h"

namespace modbuild::tool {
namespace {

constexpr std::uint64_t kLargestDeviations = 1U << 20U;
constexpr std::string_view kFamily = "kamailio";
constexpr const char* kMakeProfile = "make";  // written by import: the directories of the makefiles

struct ImportOptions {
  std::vector<std::string> words;  // the family, the tree
  std::string out;
  bool in_place = false;
  bool update = false;
  bool force = false;
  bool dry_run = false;
  bool verify = false;
  RequestOptions request;
};

bool check_words(const ImportOptions& options, Context& context) {
  if (options.words.size() != 2) {
    usage_error(context, "'import' needs a family of makefiles and the root of a tree",
                "modbuild import kamailio ../kamailio --out ../kamailio-modbuild");
    return false;
  }
  if (options.words[0] != kFamily) {
    usage_error(context, cat("there is no importer '", options.words[0], "'"),
                cat("known is '", kFamily, "'"));
    return false;
  }
  if (options.in_place == !options.out.empty()) {
    usage_error(context, "'import' needs either --out DIR or --in-place",
                "--out writes an overlay tree and leaves the sources untouched");
    return false;
  }
  if (context.options.untrusted) {
    context.diagnostics.add(
        Code::ImportUntrusted, {},
        "'import' runs the makefiles of the tree, and with --untrusted none is run",
        "read the tree first, then import it without --untrusted");
    return false;
  }
  return true;
}

// Where manifests go; made where there is nothing yet, unless nothing is to be written.
std::unique_ptr<FileSystem> open_target(const std::string& path, bool make, Context& context) {
  if (make) {
    const auto root = open_real_file_system("/");
    const auto made =
        root ? (*root)->make_directories(path.substr(1)) : tl::unexpected(root.error());
    if (!made) {
      io_error(context, made.error().about(path));
      return nullptr;
    }
  }
  auto target = open_real_file_system(path);
  if (target) return std::move(*target);
  if (target.error().number != ENOENT) io_error(context, target.error());
  return nullptr;
}

void announce(const ImportJob& job, Context& context) {
  say(context, cat("running the makefiles of ", job.source,
                   " in a private copy; the tree itself is not written"));
  flush(context);
}

ExitStatus import(const ImportOptions& options, const ImportJob& job, const std::string& out,
                  FileSystem& source, Context& context) {
  announce(job, context);
  const StageTimer timer(context.results.stats, "import");
  const auto result =
      import_tree(job, source, context.environment, context.processes, context.diagnostics);
  count_files(source, context.results.stats);
  if (!result) return ExitStatus::Done;
  if (!result->sandboxed) {
    say(context, "bubblewrap is not there: the makefiles ran without a sandbox");
  }
  const std::string sources = options.in_place ? "" : relative_path(out, job.source);
  const std::vector<ImportFile> files = manifests_of(result->tree, sources);
  const std::unique_ptr<FileSystem> target = open_target(out, !options.dry_run, context);
  std::vector<ImportedFile> changes;
  if (target == nullptr) {
    if (context.status != ExitStatus::Done) return context.status;
    for (const ImportFile& file : files) changes.push_back({file.path, ImportChange::Created});
  } else {
    const Overwrite overwrite = options.force    ? Overwrite::All
                                : options.update ? Overwrite::OwnFiles
                                                 : Overwrite::Nothing;
    const StageTimer write_timer(context.results.stats, "write");
    changes = compare_import(files, *target, overwrite, context.diagnostics);
    if (context.diagnostics.has_errors()) return ExitStatus::Done;
    if (!options.dry_run) {
      const auto written = write_import(files, changes, *target);
      if (!written) {
        return io_error(context, written.error().about(join_path(out, written.error().path)));
      }
    }
  }
  context.out = context.options.format == Format::Json ? import_json(*result, changes)
                                                       : import_text(context, *result, changes);
  return ExitStatus::Done;
}

std::vector<Deviation> deviations_of(const std::string& out, Context& context) {
  const auto tree = open_real_file_system(out);
  const auto text = tree ? (*tree)->read(std::string(kDeviations), kLargestDeviations)
                         : tl::unexpected(tree.error());
  if (!text) return {};
  const FileId file = context.results.sources.add(std::string(kDeviations), *text);
  return read_deviations(*text, file, context.diagnostics);
}

ExitStatus verify(const ImportOptions& options, const ImportJob& job, const std::string& out,
                  FileSystem& source, Context& context) {
  context.options.directory = out;
  // Where nothing else is asked for, files go where make puts them.
  if (context.job.profile.empty()) context.job.profile = kMakeProfile;
  if (!open_tree(context) || !apply_request(options.request, context)) return ExitStatus::Done;
  if (!reach(context, Stage::Plan)) return ExitStatus::Done;
  const std::vector<Deviation> deviations = deviations_of(out, context);
  if (context.diagnostics.has_errors()) return ExitStatus::Done;
  announce(job, context);
  const StageTimer timer(context.results.stats, "verify");
  const VerifyInput input{&context.results.catalog, &context.results.plan, &deviations};
  const auto verification = verify_import(job, input, source, context.environment,
                                          context.processes, context.diagnostics);
  if (!verification) return ExitStatus::Done;
  context.out = context.options.format == Format::Json ? verification_json(*verification)
                                                       : verification_text(context, *verification);
  return unexplained(*verification) == 0 ? ExitStatus::Done : ExitStatus::GoalNotMet;
}

ExitStatus run_import(const ImportOptions& options, Context& context) {
  if (!check_words(options, context)) return context.status;
  ImportJob job;
  job.source = absolute_path(context, options.words[1]);
  job.threads = context.job.threads;
  const auto source = open_real_file_system(job.source);
  if (!source) return io_error(context, source.error());
  const std::string out = options.in_place ? job.source : absolute_path(context, options.out);
  return options.verify ? verify(options, job, out, **source, context)
                        : import(options, job, out, **source, context);
}

}  // namespace

Run declare_import(CLI::App& app) {
  const auto options = std::make_shared<ImportOptions>();
  add_arguments(app, "FAMILY SRC", "the family of makefiles: kamailio; the root of the tree",
                options->words);
  add_value(app, {"--out", "DIR", "write an overlay tree there; the sources stay untouched"},
            options->out);
  add_switch(app, {"--in-place", "", "write the manifests beside the sources"}, options->in_place);
  add_switch(app,
             {"--update", "", "replace manifests that nobody has edited since the last import"},
             options->update);
  add_switch(app, {"--force", "", "replace all manifests, edited ones too"}, options->force);
  add_switch(app, {"-n,--dry-run", "", "write nothing"}, options->dry_run);
  add_switch(app,
             {"--verify", "", "write nothing; compare what is planned with what make would run"},
             options->verify);
  declare_request_options(app, options->request);
  return [options](Context& context) { return run_import(*options, context); };
}

}  // namespace modbuild::tool
