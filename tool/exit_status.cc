#include "exit_status.h"

#include <algorithm>
#include <array>

namespace modbuild::tool {
namespace {

constexpr auto kStatuses = std::to_array<ExitStatusRow>({
    {ExitStatus::Done, "done"},
    {ExitStatus::GoalNotMet, "goal not met"},
    {ExitStatus::Usage, "usage or unknown name"},
    {ExitStatus::BadManifest, "invalid manifest"},
    {ExitStatus::Environment, "environment"},
    {ExitStatus::Io, "input or output"},
    {ExitStatus::Bug, "bug"},
    {ExitStatus::Interrupted, "interrupted"},
});

struct CodeRange {
  std::string_view first, last;  // ids, both included
  ExitStatus status;
};

constexpr auto kRanges = std::to_array<CodeRange>({
    {"MB001", "MB066", ExitStatus::BadManifest}, {"MB070", "MB070", ExitStatus::Usage},
    {"MB071", "MB074", ExitStatus::GoalNotMet},  {"MB075", "MB081", ExitStatus::Usage},
    {"MB090", "MB099", ExitStatus::Environment}, {"MB100", "MB109", ExitStatus::BadManifest},
    {"MB110", "MB119", ExitStatus::GoalNotMet},  {"MB120", "MB139", ExitStatus::Io},
    {"MB140", "MB159", ExitStatus::GoalNotMet},  {"MB160", "MB160", ExitStatus::Usage},
    {"MB161", "MB161", ExitStatus::Environment}, {"MB162", "MB162", ExitStatus::GoalNotMet},
    {"MB163", "MB164", ExitStatus::Usage},       {"MB170", "MB170", ExitStatus::Io},
    {"MB171", "MB171", ExitStatus::GoalNotMet},  {"MB172", "MB175", ExitStatus::Io},
    {"MB176", "MB177", ExitStatus::GoalNotMet},  {"MB178", "MB179", ExitStatus::Io},
    {"MB180", "MB185", ExitStatus::GoalNotMet},  {"MB186", "MB187", ExitStatus::BadManifest},
    {"MB188", "MB189", ExitStatus::GoalNotMet},  {"MB190", "MB190", ExitStatus::Usage},
    {"MB191", "MB191", ExitStatus::GoalNotMet},  {"MB192", "MB192", ExitStatus::Usage},
    {"MB193", "MB193", ExitStatus::GoalNotMet},  {"MB194", "MB194", ExitStatus::Usage},
    {"MB195", "MB195", ExitStatus::GoalNotMet},  {"MB200", "MB219", ExitStatus::GoalNotMet},
});

}  // namespace

std::span<const ExitStatusRow> exit_statuses() {
  return kStatuses;
}

ExitStatus status_of(Code code) {
  const CodeInfo& info = code_info(code);
  if (info.severity != Severity::Error) return ExitStatus::Done;
  const auto* row = std::find_if(kRanges.begin(), kRanges.end(), [&](const CodeRange& range) {
    return range.first <= info.id && info.id <= range.last;
  });
  return row == kRanges.end() ? ExitStatus::Bug : row->status;
}

ExitStatus status_of(const std::vector<Diagnostic>& diagnostics) {
  ExitStatus worst = ExitStatus::Done;
  for (const Diagnostic& diagnostic : diagnostics) {
    worst = graver(worst, status_of(diagnostic.code));
  }
  return worst;
}

ExitStatus graver(ExitStatus a, ExitStatus b) {
  return std::max(a, b);
}

}  // namespace modbuild::tool
