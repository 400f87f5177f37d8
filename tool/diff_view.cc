#include "diff_view.h"

#include <algorithm>

#include "base/json_writer.h"
#include "base/str.h"
#include "step_costs.h"
#include "words.h"

namespace modbuild::tool {
namespace {

struct Section {
  DiffPart part;
  const char* title;
  std::vector<std::vector<Cell>> rows;
};

std::string_view change_sign(Change change) {
  return change == Change::Gained ? "+" : change == Change::Lost ? "-" : "~";
}

std::string_view change_word(Change change) {
  return change == Change::Gained ? "gained" : change == Change::Lost ? "lost" : "changed";
}

Cell sign_cell(Change change) {
  const Style style = change == Change::Gained ? Style::Good
                      : change == Change::Lost ? Style::Bad
                                               : Style::Attention;
  return {std::string(change_sign(change)), style};
}

std::string cause_of(const ComponentChange& row) {
  if (row.change == Change::Changed) return join(row.what, ", ");
  return row.root_cause.empty() ? row.reason : cat(row.reason, "; ", row.root_cause);
}

struct StepCounts {
  std::size_t before = 0, after = 0, gained = 0, lost = 0, changed = 0;

  std::string changes() const {
    std::vector<std::string> parts;
    const auto add = [&parts](std::size_t count, std::string_view word) {
      if (count != 0) parts.push_back(cat(std::to_string(count), " ", word));
    };
    add(gained, "gained");
    add(lost, "lost");
    add(changed, "changed");
    return join(parts, ", ");
  }
};

StepCounts counts_of(const DiffView& view, StepKind kind) {
  StepCounts counts;
  const auto is_of_kind = [kind](const PreviewStep& step) { return step.kind == kind; };
  const auto count = [&](const Side& side) {
    return static_cast<std::size_t>(
        std::count_if(side.preview.steps.begin(), side.preview.steps.end(), is_of_kind));
  };
  counts.before = count(view.before);
  counts.after = count(view.after);
  for (const StepChange& step : view.difference.steps) {
    if ((step.after != nullptr ? step.after : step.before)->kind != kind) continue;
    ++(step.change == Change::Gained ? counts.gained
       : step.change == Change::Lost ? counts.lost
                                     : counts.changed);
  }
  return counts;
}

// Where the figures come from.
std::string source_of(const DiffCosts& costs) {
  Cost all = costs.before;
  all += costs.after;
  return cost_source(all, costs.log);
}

class Sections {
 public:
  explicit Sections(const DiffView& view) : view_(view), difference_(view.difference) {}

  std::vector<Section> make() {
    for (const DiffPart part : view_.parts) {
      Section section{part, title(part), rows(part)};
      if (!section.rows.empty()) sections_.push_back(std::move(section));
    }
    return std::move(sections_);
  }

 private:
  using Rows = std::vector<std::vector<Cell>>;

  static const char* title(DiffPart part) {
    switch (part) {
      case DiffPart::Modules:
        return "modules, programs and libraries";
      case DiffPart::Files:
        return "installed files";
      case DiffPart::Packages:
        return "packages";
      case DiffPart::Libs:
        return "external libraries";
      case DiffPart::Flags:
        return "flags";
      case DiffPart::Steps:
        return "steps";
      case DiffPart::Cost:
        return "time of one processor";
    }
    return "";
  }

  Rows rows(DiffPart part) const {
    switch (part) {
      case DiffPart::Modules:
        return components();
      case DiffPart::Files:
        return files();
      case DiffPart::Packages:
        return packages();
      case DiffPart::Libs:
        return libs();
      case DiffPart::Flags:
        return flags();
      case DiffPart::Steps:
        return steps();
      case DiffPart::Cost:
        return cost();
    }
    return {};
  }

  Rows components() const {
    Rows rows;
    for (const ComponentChange& row : difference_.components) {
      const std::string kind =
          row.kind == ComponentKind::Module ? "" : std::string(kind_word(row.kind));
      rows.push_back(
          {sign_cell(row.change), {row.name}, {kind}, {cause_of(row)}, {row.at, Style::Dim}});
    }
    return rows;
  }

  Rows files() const {
    Rows rows;
    for (const InstalledChange& row : difference_.files) {
      rows.push_back({sign_cell(row.change),
                      {row.file.destination},
                      {row.file.component},
                      {row.file.package},
                      {join(row.what, ", ")}});
    }
    return rows;
  }

  Rows packages() const {
    Rows rows;
    for (const std::string& name : difference_.packages_gained) {
      rows.push_back({sign_cell(Change::Gained), {name}});
    }
    for (const std::string& name : difference_.packages_lost) {
      rows.push_back({sign_cell(Change::Lost), {name}});
    }
    return rows;
  }

  Rows libs() const {
    Rows rows;
    for (const LibChange& row : difference_.libs) {
      const std::string was =
          row.change == Change::Changed ? cat(", was ", row.before) : std::string();
      rows.push_back({sign_cell(row.change), {row.name}, {cat(row.after, was)}});
    }
    return rows;
  }

  Rows flags() const {
    Rows rows;
    for (const FlagsChange& row : difference_.flags) {
      const auto add = [&](Change change, const std::string& text) {
        rows.push_back({sign_cell(change),
                        {row.component.empty() ? "all" : row.component},
                        {row.step},
                        {text}});
      };
      for (const std::string& flag : row.lost) add(Change::Lost, shell_quoted(flag));
      for (const std::string& flag : row.gained) add(Change::Gained, shell_quoted(flag));
      if (row.reordered) add(Change::Changed, "the same in another order");
    }
    return rows;
  }

  Rows steps() const {
    Rows rows;
    if (difference_.steps.empty()) return rows;
    for (const StepKind kind : kStepKinds) {
      const StepCounts counts = counts_of(view_, kind);
      if (counts.before == 0 && counts.after == 0) continue;
      const std::string number =
          counts.before == counts.after
              ? std::to_string(counts.after)
              : cat(std::to_string(counts.before), " -> ", std::to_string(counts.after));
      rows.push_back({{std::string(step_word(kind))}, {number}, {counts.changes()}});
    }
    return rows;
  }

  Rows cost() const {
    if (difference_.steps.empty()) return {};
    const DiffCosts& costs = view_.costs;
    return {{{"everything"},
             {cat(seconds_text(costs.before.seconds), " -> ", seconds_text(costs.after.seconds))}},
            {{"new and changed steps"}, {seconds_text(costs.between.seconds)}},
            {{"source"}, {source_of(costs), Style::Dim}}};
  }

  const DiffView& view_;
  const PreviewDifference& difference_;
  std::vector<Section> sections_;
};

// As it is understood, with the options that were typed behind it.
std::string side_name(const Side& side) {
  if (side.typed.empty()) return "the tree's default";
  if (side.title.empty()) return side.typed;
  return cat(side.title, side.options);
}

std::string count_on(const Side& side) {
  return cat(count_of(side.preview.counts.on, "module"), " on");
}

void write_rows(JsonWriter& json, const DiffView& view) {
  const PreviewDifference& difference = view.difference;
  json.key("components").begin_array();
  for (const ComponentChange& row : difference.components) {
    json.begin_object(true).member("name", row.name).member("kind", kind_word(row.kind));
    json.member("change", change_word(row.change));
    if (row.change == Change::Changed) json.member("what", row.what);
    if (row.change != Change::Changed) json.member("because", row.reason);
    if (!row.root_cause.empty()) json.member("root-cause", row.root_cause);
    if (!row.at.empty()) json.member("at", row.at);
    json.end_object();
  }
  json.end_array().key("files").begin_array();
  for (const InstalledChange& row : difference.files) {
    json.begin_object(true).member("destination", row.file.destination);
    json.member("change", change_word(row.change)).member("component", row.file.component);
    json.member("package", row.file.package);
    if (!row.what.empty()) json.member("what", row.what);
    json.end_object();
  }
  json.end_array().key("packages").begin_object(true);
  json.member("gained", difference.packages_gained).member("lost", difference.packages_lost);
  json.end_object().key("libs").begin_array();
  for (const LibChange& row : difference.libs) {
    json.begin_object(true).member("name", row.name).member("change", change_word(row.change));
    json.member("before", row.before).member("after", row.after).end_object();
  }
  json.end_array().key("flags").begin_array();
  for (const FlagsChange& row : difference.flags) {
    json.begin_object(true).member("component", row.component).member("step", row.step);
    json.member("lost", row.lost).member("gained", row.gained);
    if (row.reordered) json.member("reordered", true);
    json.end_object();
  }
  json.end_array().key("steps").begin_array();
  for (const StepChange& row : difference.steps) {
    const PreviewStep& step = row.after != nullptr ? *row.after : *row.before;
    json.begin_object(true).member("output", step.outputs.front());
    json.member("step", step_word(step.kind)).member("component", step.component);
    json.member("change", change_word(row.change)).end_object();
  }
  json.end_array();
}

void write_cost(JsonWriter& json, std::string_view key, const Cost& cost) {
  json.key(key).begin_object(true).member("milliseconds", milliseconds(cost.seconds));
  json.member("measured", cost.measured).member("estimated", cost.estimated).end_object();
}

void write_side(JsonWriter& json, std::string_view key, const Side& side) {
  json.key(key).begin_object(true).member("request", side.typed);
  json.member("tree", side.preview.tree).member("on", side.preview.counts.on);
  json.member("dropped", side.preview.counts.dropped).end_object();
}

}  // namespace

DiffCosts diff_costs(const Preview& before, const StepCosts& of_before, const Preview& after,
                     const StepCosts& of_after, const PreviewDifference& difference) {
  DiffCosts costs;
  costs.before = of_before.of(before.steps);
  costs.after = of_after.of(after.steps);
  for (const StepChange& step : difference.steps) {
    if (step.after != nullptr) costs.between += of_after.of(*step.after);
  }
  return costs;
}

std::string diff_text(const Context& context, const DiffView& view) {
  Table head;
  head.row({{"from", Style::Dim}, {side_name(view.before)}, {count_on(view.before)}});
  head.row({{"to", Style::Dim}, {side_name(view.after)}, {count_on(view.after)}});
  std::string out = head.text(context.layout());
  for (Section& section : Sections(view).make()) {
    Table table;
    for (std::vector<Cell>& row : section.rows) table.row(std::move(row));
    append(out, "\n", context.styled(section.title, Style::Bold), "\n",
           table.text(context.layout(2)));
  }
  return out;
}

std::string diff_markdown(const DiffView& view) {
  std::string out =
      cat("| | request | modules |\n|---|---|---|\n| from | ",
          markdown_cell(side_name(view.before)), " | ", count_on(view.before), " |\n| to | ",
          markdown_cell(side_name(view.after)), " | ", count_on(view.after), " |\n");
  for (const Section& section : Sections(view).make()) {
    append(out, "\n**", section.title, "**\n\n");
    const std::size_t columns = section.rows.front().size();
    const auto line = [&](const char* cell) {
      for (std::size_t i = 0; i < columns; ++i) out += cell;
      out += "|\n";
    };
    line("| ");
    line("|---");
    for (const std::vector<Cell>& row : section.rows) {
      for (const Cell& cell : row) append(out, "| ", markdown_cell(cell.text), " ");
      out += "|\n";
    }
  }
  if (view.difference.empty()) out += "\nNothing differs.\n";
  return out;
}

std::string diff_json(const DiffView& view) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("schema", "modbuild.diff/1");
  write_side(json, "from", view.before);
  write_side(json, "to", view.after);
  json.member("same", view.difference.empty());
  write_rows(json, view);
  json.key("cost").begin_object();
  write_cost(json, "from", view.costs.before);
  write_cost(json, "to", view.costs.after);
  write_cost(json, "new-and-changed", view.costs.between);
  json.end_object().end_object();
  return out + "\n";
}

}  // namespace modbuild::tool
