#include <algorithm>
#include <memory>

#include "base/json_writer.h"
#include "base/str.h"
#include "build_directory.h"
#include "cause_view.h"
#include "command.h"
#include "lib_names.h"

namespace modbuild::tool {
namespace {

struct ProbeOptions {
  std::vector<std::string> names;
  bool log = false;
};

const LibAnswer& target_answer(const Context& context, LibId id) {
  return context.results.probes.libs[id];
}

Style style_of(const Evidence& evidence) {
  return evidence.found ? Style::Good : Style::Attention;
}

// One row for each alternative that was tried.
void print_table(Context& context, const std::vector<LibId>& ids) {
  Table table;
  for (const LibId id : ids) {
    std::string name = context.results.catalog.libs[id].name.value;
    for (const Evidence& evidence : target_answer(context, id).evidence) {
      table.row({{name},
                 {evidence.asked},
                 {evidence.answered, style_of(evidence)},
                 {evidence.kept ? "kept" : "", Style::Dim}});
      name.clear();
    }
  }
  table.header({"library", "asked", "answered", ""});
  context.out = table.text(context.layout());
}

void append_stream(std::string& out, std::string_view title, const std::string& text) {
  for (const std::string& line : split(text, "\r\n")) {
    append(out, "      ", title, " ", shown(line), "\n");
  }
}

// Each alternative with the programs that were run for it and what they said.
void print_log(Context& context, const std::vector<LibId>& ids) {
  for (const LibId id : ids) {
    append(context.out, context.out.empty() ? "" : "\n",
           context.styled(shown(context.results.catalog.libs[id].name.value), Style::Bold), ": ",
           lib_status(target_answer(context, id)), "\n");
    for (const Evidence& evidence : target_answer(context, id).evidence) {
      append(context.out, "  ", shown(evidence.asked), ": ",
             context.styled(shown(evidence.answered), style_of(evidence)),
             evidence.kept ? " (kept from an earlier run)" : "", "\n");
      for (const ProcessRecord& record : evidence.log) {
        append(context.out, "    ", shown(record.command), "\n");
        append_stream(context.out, "out:", record.output);
        append_stream(context.out, "err:", record.errors);
        append(context.out, "      ", shown(record.ended), "\n");
      }
    }
  }
}

void write_log(JsonWriter& json, const Evidence& evidence) {
  json.member("kept", evidence.kept).key("log").begin_array();
  for (const ProcessRecord& record : evidence.log) {
    json.begin_object().member("command", shown(record.command));
    json.member("ended", shown(record.ended)).member("output", shown(record.output));
    json.member("errors", shown(record.errors)).end_object();
  }
  json.end_array();
}

// Without the log, which tells of this run alone, two runs give the same document.
void write_evidence(JsonWriter& json, const Evidence& evidence, bool log) {
  json.begin_object().member("asked", evidence.asked).member("found", evidence.found);
  json.member("answered", evidence.answered);
  if (log) write_log(json, evidence);
  json.end_object();
}

void print_json(Context& context, const std::vector<LibId>& ids, bool log) {
  JsonWriter json(context.out);
  json.begin_object().member("schema", "modbuild.probe/1");
  json.member("tree", context.results.catalog.tree.name.value).key("libs").begin_array();
  for (const LibId id : ids) {
    const LibAnswer& answer = target_answer(context, id);
    json.begin_object().member("name", context.results.catalog.libs[id].name.value);
    json.member("found", answer.found).key("tried").begin_array();
    for (const Evidence& evidence : answer.evidence) write_evidence(json, evidence, log);
    json.end_array().end_object();
  }
  json.end_array().end_object();
  context.out += "\n";
}

void print_summary(Context& context, const std::vector<LibId>& ids) {
  std::size_t found = 0;
  std::size_t kept = 0;
  std::size_t asked = 0;
  for (const LibId id : ids) {
    const LibAnswer& answer = target_answer(context, id);
    found += answer.found ? 1 : 0;
    for (const Evidence& evidence : answer.evidence) ++(evidence.kept ? kept : asked);
  }
  say(context, cat(std::to_string(found), " of ", std::to_string(ids.size()),
                   ids.size() == 1 ? " library found; " : " libraries found; ",
                   count_of(asked, "question"), " asked, ", count_of(kept, "answer"), " kept"));
}

ExitStatus run_probes(const ProbeOptions& options, Context& context) {
  BuildDirectory build;
  if (!open_tree(context)) return ExitStatus::Done;
  // New answers are for the runs to come, so there must be a place to keep them.
  const bool kept = !context.options.no_probe;
  const bool asks = kept && !context.options.frozen;
  if (kept && !open_build_directory(context, build)) return ExitStatus::Done;
  if (asks && !build.exists && !make_build_directory(context, build)) return ExitStatus::Done;
  context.job.probe_all = true;
  if (!reach(context, Stage::Probe)) return ExitStatus::Done;
  const std::vector<LibId> ids = find_libs(context, options.names);
  if (context.diagnostics.has_errors()) return ExitStatus::Done;
  if (context.options.format == Format::Json) {
    print_json(context, ids, options.log);
  } else if (options.log) {
    print_log(context, ids);
  } else {
    print_table(context, ids);
  }
  print_summary(context, ids);
  return ExitStatus::Done;
}

}  // namespace

Run declare_probe(CLI::App& app) {
  const auto options = std::make_shared<ProbeOptions>();
  add_arguments(app, "LIB", "external libraries; default: all of the tree", options->names);
  add_switch(app, {"--log", "", "each program that was run, and what it said"}, options->log);
  return [options](Context& context) { return run_probes(*options, context); };
}

}  // namespace modbuild::tool
