#include <algorithm>
#include <memory>

#include "base/path.h"
#include "base/str.h"
#include "command.h"
#include "import/import.h"
#include "os/real_file_system.h"
#include "os/replace_file.h"

namespace modbuild::tool {
namespace {

struct ImportOptions {
  std::vector<std::string> words;
  std::string out;
  bool in_place = false;
};

ExitStatus run_import(const ImportOptions& options, Context& context) {
  ImportJob job;
  job.source = absolute_path(context, options.words.at(1));
  job.threads = context.job.threads;
  const auto source = open_real_file_system(job.source);
  if (!source) return io_error(context, source.error());
  const auto result =
      import_tree(job, **source, context.environment, context.processes, context.diagnostics);
  if (!result) return ExitStatus::Environment;
  const std::string out = options.in_place ? job.source : absolute_path(context, options.out);
  for (const ImportFile& file :
       manifests_of(result->tree, options.in_place ? "" : relative_path(out, job.source))) {
    const std::string path = join_path(out, file.path);
    const auto target = open_real_file_system("/");
    const auto made = (*target)->make_directories(std::string(directory_of(path)).substr(1));
    if (!made) return io_error(context, made.error());
    const auto written = replace_file(**target, path.substr(1), file.text, Durability::Relaxed);
    if (!written) return io_error(context, written.error());
  }
  for (const ImportNote& note : result->tree.leftovers) {
    append(context.out, "left over  ", note.file, ":", std::to_string(note.line), "  ", note.text,
           "\n");
  }
  for (const ImportNote& note : result->tree.decisions) {
    append(context.out, "decided    ", note.file, ":", std::to_string(note.line), "  ", note.text,
           "\n");
  }
  return ExitStatus::Done;
}

}  // namespace

Run declare_import(CLI::App& app) {
  const auto options = std::make_shared<ImportOptions>();
  add_arguments(app, "FAMILY SRC", "the family of makefiles (kamailio), and the tree",
                options->words);
  add_value(app, {"--out", "DIR", "write an overlay tree there"}, options->out);
  add_switch(app, {"--in-place", "", "write the manifests beside the sources"}, options->in_place);
  return [options](Context& context) { return run_import(*options, context); };
}

}  // namespace modbuild::tool
