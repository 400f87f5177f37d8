#include "junit.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/str.h"
#include "base/xml.h"
#include "build_graph/build_graph.h"
#include "diag/render.h"
#include "words.h"

namespace modbuild::tool {
namespace {

constexpr std::string_view kFailed = "FAILED: ";

// "[12/34] CC a.c", as NINJA_STATUS has it where results are wanted.
bool is_next_step(std::string_view line) {
  if (!line.starts_with("[")) return false;
  const std::string_view counts = line.substr(1, line.find("] ") - 1);
  return counts.find('/') != std::string_view::npos &&
         counts.find_first_not_of("0123456789/") == std::string_view::npos;
}

// What ninja writes behind "FAILED: OUTPUT .." (1.12 and later: "FAILED: [code=1] OUTPUT ..") up to
// the next step: the command and what it said.
std::string said_of_ninja(std::string_view said, const std::string& output) {
  std::string text;
  bool inside = false;
  for (const std::string& line : split(said, "\n")) {
    if (line.starts_with(kFailed)) {
      std::string_view outputs = std::string_view(line).substr(kFailed.size());
      if (outputs.starts_with("[code=")) outputs.remove_prefix(outputs.find("] ") + 2);
      inside = outputs == output || outputs.starts_with(output + " ");
    } else if (is_next_step(line) || line.starts_with("ninja: ")) {
      inside = false;
    } else if (inside) {
      append(text, line, "\n");
    }
  }
  return text;
}

// Make writes "make: *** [Makefile:12: OUTPUT] Error 1" behind what the command said.
std::string said_of_make(std::string_view said, const std::string& output) {
  std::string text;
  for (const std::string& line : split(said, "\n")) {
    if (line.find(": *** [") != std::string::npos) {
      if (line.find(cat(" ", output, "] ")) != std::string::npos) return cat(text, line, "\n");
      text.clear();
    } else {
      append(text, line, "\n");
    }
  }
  return {};
}

double seconds_of(const std::string& log_line) {
  const std::vector<std::string> fields = split(log_line, "\t");
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  if (fields.size() != 5) return 0;
  std::from_chars(fields[0].data(), fields[0].data() + fields[0].size(), begin);
  std::from_chars(fields[1].data(), fields[1].data() + fields[1].size(), end);
  return end > begin ? static_cast<double>(end - begin) / 1000 : 0;
}

class JunitWriter {
 public:
  explicit JunitWriter(const JunitInput& input)
      : input_(input), results_(input.context.results), catalog_(results_.catalog) {}

  std::string run() {
    add_times();
    for (const ComponentResult& result : input_.results) add_result(result);
    for (const ComponentId id : catalog_.modules()) {
      const Verdict& verdict = results_.selection.verdicts[id];
      if (!verdict.on && verdict.wanted) add_dropped(id);
    }
    const std::string counts =
        cat(fmt::format("tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\"", tests_,
                        failures_, skipped_),
            time_attribute(seconds_));
    return cat("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites ", counts,
               ">\n  <testsuite name=\"", xml_text(catalog_.tree.name.value), "\" ", counts, ">\n",
               cases_, "  </testsuite>\n</testsuites>\n");
  }

 private:
  void add_times() {
    times_ = IdVector<ComponentId, double>(catalog_.components.size(), 0.0);
    if (input_.tool.backend == "make") return;
    const BuildGraph graph(results_.plan);
    for (const BuildStep& step : graph.steps()) {
      if (step.outputs.empty() || !step.component.valid()) continue;
      const auto now = input_.after.find(step.outputs.front());
      const auto then = input_.before.find(step.outputs.front());
      const bool ran =
          now != input_.after.end() && (then == input_.before.end() || then->second != now->second);
      if (ran) times_[step.component] += seconds_of(now->second);
    }
  }

  // Make keeps no times.
  std::string time_attribute(double seconds) const {
    return input_.tool.backend == "make" ? "" : fmt::format(" time=\"{:.3f}\"", seconds);
  }

  void begin_case(ComponentId id) {
    const Component& component = catalog_.components[id];
    seconds_ += times_[id];
    ++tests_;
    append(cases_, "    <testcase classname=\"", xml_text(catalog_.tree.name.value), ".",
           kind_word(component.kind), "\" name=\"", xml_text(component.name.value), "\" file=\"",
           xml_text(component.manifest), "\"", time_attribute(times_[id]));
  }

  void end_case(std::string_view element, std::string_view message, std::string_view text) {
    append(cases_, ">\n      <", element, " message=\"", xml_text(message), "\"");
    if (text.empty()) {
      cases_ += "/>\n";
    } else {
      append(cases_, ">", xml_text(text), "</", element, ">\n");
    }
    cases_ += "    </testcase>\n";
  }

  void add_result(const ComponentResult& result) {
    begin_case(result.component);
    switch (result.result) {
      case BuildResult::Failed:
        ++failures_;
        return end_case("failure", cat(result.failing_step, " failed"),
                        input_.tool.backend == "make"
                            ? said_of_make(input_.said, result.failing_output)
                            : said_of_ninja(input_.said, result.failing_output));
      case BuildResult::NotReached:
        ++skipped_;
        return end_case("skipped",
                        cat("because of ", join(names_of(catalog_, result.because_of), ", ")), "");
      case BuildResult::Built:
      case BuildResult::UpToDate:
        cases_ += "/>\n";
    }
  }

  void add_dropped(ComponentId id) {
    begin_case(id);
    ++skipped_;
    const ChainLink root = cause_chain(results_.selection, id).back();
    std::string message = describe(catalog_, results_.selection.verdicts[id].because);
    if (root.component != id) {
      append(message, "; ", catalog_.components[root.component].name.value, ": ",
             describe(catalog_, root.reason));
    }
    const std::vector<std::string> ways = fixes(catalog_, results_.selection, results_.probes, id);
    if (!ways.empty()) append(message, "; fix: ", ways.front());
    end_case("skipped", message, "");
  }

  const JunitInput& input_;
  const Results& results_;
  const Catalog& catalog_;
  IdVector<ComponentId, double> times_;
  std::string cases_;
  std::size_t tests_ = 0;
  std::size_t failures_ = 0;
  std::size_t skipped_ = 0;
  double seconds_ = 0;
};

}  // namespace

std::string junit_xml(const JunitInput& input) {
  return JunitWriter(input).run();
}

std::string junit_xml_of_nothing_built(const Context& context, std::string_view said) {
  const std::string& tree = context.results.catalog.tree.name.value;
  const std::string name = xml_text(tree.empty() ? "modbuild" : tree);
  const std::string text = cat(
      render(context.diagnostics.sorted(), context.results.sources, DiagnosticFormat::Short, false),
      said);
  constexpr std::string_view kCounts = "tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\"";
  return cat(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites ", kCounts,
      ">\n  <testsuite name=\"", name, "\" ", kCounts, ">\n    <testcase classname=\"", name,
      "\" name=\"modbuild build\">\n      <error message=\"it cannot be told what was built\">",
      xml_text(text), "</error>\n    </testcase>\n  </testsuite>\n</testsuites>\n");
}

}  // namespace modbuild::tool
