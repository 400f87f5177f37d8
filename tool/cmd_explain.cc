#include <memory>

#include "base/edit_distance.h"
#include "base/str.h"
#include "command.h"
#include "diag/codes.h"

namespace modbuild::tool {
namespace {

constexpr std::size_t kTextWidth = 80;

std::string_view severity_word(Severity severity) {
  switch (severity) {
    case Severity::Error:
      return "error";
    case Severity::Warning:
      return "warning";
    case Severity::Note:
      return "note";
  }
  return "";
}

ExitStatus list_codes(Context& context) {
  Table table;
  for (const CodeInfo& info : all_codes()) {
    table.row({{std::string(info.id), Style::Bold},
               {std::string(severity_word(info.severity))},
               {std::string(info.summary)}});
  }
  context.out = table.text(context.layout());
  return ExitStatus::Done;
}

ExitStatus explain(const std::string& id, Context& context) {
  if (id.empty()) return list_codes(context);
  const CodeInfo* info = find_code(id);
  if (info == nullptr) {
    std::vector<std::string> known;
    for (const CodeInfo& row : all_codes()) known.emplace_back(row.id);
    const std::string hint = did_you_mean(id, known);
    return usage_error(context, cat("there is no code '", id, "'"),
                       hint.empty() ? "modbuild explain lists all codes" : hint);
  }
  context.out =
      cat(context.styled(cat(severity_word(info->severity), "[", info->id, "]"), Style::Bold), ": ",
          info->summary, "\n\n", filled(info->explanation, 0, kTextWidth), "\n");
  return ExitStatus::Done;
}

}  // namespace

Run declare_explain(CLI::App& app) {
  const auto id = std::make_shared<std::string>();
  add_argument(app, "CODE", "such as MB071; without it, all codes", *id);
  return [id](Context& context) { return explain(*id, context); };
}

}  // namespace modbuild::tool
