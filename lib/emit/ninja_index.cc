#include "emit/ninja_index.h"

#include <functional>
#include <limits>
#include <map>

namespace modbuild {
namespace {

constexpr std::size_t kNever = std::numeric_limits<std::size_t>::max();

template <class Table, class IdType>
void note(Table& first, IdType id, std::size_t step) {
  if (id.valid() && first[id] == kNever) first[id] = step;
}

struct LessPaths {
  bool operator()(const std::vector<Path>* a, const std::vector<Path>* b) const { return *a < *b; }
};

}  // namespace

NinjaIndex::NinjaIndex(const Plan& plan)
    : compiles_(plan.compiles.size()),
      flags_(plan.flags.size(), kNever),
      waits_(plan.order_only.size(), kNever),
      same_(plan.order_only.size()),
      number_(plan.order_only.size()) {
  std::map<const std::vector<Path>*, OrderOnlyId, LessPaths> lists;
  for (std::size_t i = 0; i < compiles_; ++i) {
    const CompileStep& step = plan.compiles[i];
    note(flags_, step.flags, i);
    if (!step.order_only.valid()) continue;
    OrderOnlyId& same = same_[step.order_only];
    if (same.valid()) continue;
    same = lists.emplace(&plan.order_only[step.order_only], step.order_only).first->second;
    if (same == step.order_only) number_[same] = lists.size();
    note(waits_, same, i);
  }
  for (std::size_t i = 0; i < plan.links.size(); ++i) {
    note(flags_, plan.links[i].flags, compiles_ + i);
  }
}

}  // namespace modbuild
