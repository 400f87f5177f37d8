#include "import/exploration.h"

#include <algorithm>

#include "base/str.h"

namespace modbuild {
namespace {

using Names = std::set<std::string>;
using Marks = std::vector<bool>;

// Which words of `from` are missing in `to`, by their longest common subsequence; `common` becomes
// the number of pairs.
Marks missing(const std::vector<std::string>& from, const std::vector<std::string>& to) {
  const std::size_t n = from.size();
  const std::size_t m = to.size();
  std::vector<std::vector<std::size_t>> best(n + 1, std::vector<std::size_t>(m + 1, 0));
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t j = m; j-- > 0;) {
      best[i][j] =
          from[i] == to[j] ? best[i + 1][j + 1] + 1 : std::max(best[i + 1][j], best[i][j + 1]);
    }
  }
  Marks marks(n, false);
  for (std::size_t i = 0, j = 0; i < n;) {
    if (j < m && from[i] == to[j]) {
      ++i, ++j;
    } else if (j < m && best[i][j + 1] >= best[i + 1][j]) {
      ++j;
    } else {
      marks[i++] = true;
    }
  }
  return marks;
}

// Words of `all` that are not among `fixed` (a subsequence of it as far as can be).
std::vector<std::string> without(const std::vector<std::string>& all,
                                 const std::vector<std::string>& fixed) {
  const Marks marks = missing(all, fixed);
  std::vector<std::string> rest;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (marks[i]) rest.push_back(all[i]);
  }
  return rest;
}

bool overlaps(const Marks& a, const Marks& b) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] && b[i]) return true;
  }
  return false;
}

void join_marks(Marks& into, const Marks& from) {
  for (std::size_t i = 0; i < into.size(); ++i) into[i] = into[i] || from[i];
}

bool any_of(const Marks& marks) {
  return std::find(marks.begin(), marks.end(), true) != marks.end();
}

// A part before its outcomes are known.
struct Draft {
  Names questions;
  Marks compile, link;  // the words of the first run that belong to it
  bool adds = false;    // flags come only when something is missing
};

class Explorer {
 public:
  Explorer(const RunFlags& run, std::size_t limit) : run_(run), limit_(limit), first_(run({})) {}

  Exploration explore() {
    find_drafts();
    widen_drafts();
    take_fixed();
    for (const Draft& draft : drafts_) add_part(draft);
    if (result_.entangled.empty()) check_all_missing();
    return std::move(result_);
  }

 private:
  // pkg-config files are read by ourselves: that the program is missing says nothing. What is found
  // may print directories or not: that makes no other library of it.
  static bool counts(const std::string& question) {
    return question != "program pkg-config" && !question.starts_with("prints ");
  }

  void find_drafts() {
    for (const ShellQuestion& question : first_.asked) {
      if (!counts(question.text)) continue;
      const FlagRun& other = run_({question.text});
      Draft draft;
      draft.questions = {question.text};
      draft.compile = missing(first_.flags.compile, other.flags.compile);
      draft.link = missing(first_.flags.link, other.flags.link);
      if (other.failed) {
        // What an error takes away is everything that the question brings; that is not seen here.
        failing_.insert(question.text);
        continue;
      }
      const bool takes = any_of(draft.compile) || any_of(draft.link);
      draft.adds = !takes && other.flags != first_.flags;
      if (takes || draft.adds) join_draft(std::move(draft));
    }
    if (!failing_.empty()) add_failing();
  }

  // Words that a later outcome of a part takes away belong to the part from the first one on.
  void widen_drafts() {
    std::vector<Draft> drafts = std::move(drafts_);
    drafts_.clear();
    for (Draft& draft : drafts) {
      runs_ = 0;
      widen(draft, {}, {});
      join_draft(std::move(draft));
    }
  }

  void widen(Draft& draft, const Names& no, const Names& yes) {
    if (++runs_ > limit_) return;
    const FlagRun& run = run_(no);
    if (!run.failed) {
      join_marks(draft.compile, missing(first_.flags.compile, run.flags.compile));
      join_marks(draft.link, missing(first_.flags.link, run.flags.link));
    }
    const std::string question = next_question(draft, run, no, yes);
    if (question.empty()) return;
    Names also = yes;
    also.insert(question);
    widen(draft, no, also);
    also = no;
    also.insert(question);
    widen(draft, also, yes);
  }

  // A question whose no ends with an error: all words with markers that are nobody's are its.
  void add_failing() {
    Draft draft;
    draft.questions = failing_;
    draft.compile = unclaimed(first_.flags.compile, &Draft::compile);
    draft.link = unclaimed(first_.flags.link, &Draft::link);
    if (any_of(draft.compile) || any_of(draft.link)) join_draft(std::move(draft));
  }

  Marks unclaimed(const std::vector<std::string>& words, Marks Draft::*marks) const {
    Marks free(words.size(), false);
    for (std::size_t i = 0; i < words.size(); ++i) {
      free[i] = is_marker(words[i]);
      for (const Draft& draft : drafts_) free[i] = free[i] && !(draft.*marks)[i];
    }
    return free;
  }

  void join_draft(Draft draft) {
    for (auto other = drafts_.begin(); other != drafts_.end();) {
      const bool same =
          overlaps(other->compile, draft.compile) || overlaps(other->link, draft.link);
      if (!same) {
        ++other;
        continue;
      }
      draft.questions.merge(other->questions);
      join_marks(draft.compile, other->compile);
      join_marks(draft.link, other->link);
      other = drafts_.erase(other);
    }
    drafts_.push_back(std::move(draft));
  }

  void take_fixed() {
    const auto take = [&](const std::vector<std::string>& words, Marks Draft::*marks) {
      std::vector<std::string> fixed;
      for (std::size_t i = 0; i < words.size(); ++i) {
        const bool probed = std::any_of(drafts_.begin(), drafts_.end(),
                                        [&](const Draft& draft) { return (draft.*marks)[i]; });
        if (!probed) fixed.push_back(words[i]);
      }
      return fixed;
    };
    result_.fixed = {take(first_.flags.compile, &Draft::compile),
                     take(first_.flags.link, &Draft::link)};
  }

  // The words of all other parts, as the first run has them, and the fixed ones.
  FlagWords others(const Draft& draft) const {
    const auto take = [](const std::vector<std::string>& words, const Marks& own) {
      std::vector<std::string> rest;
      for (std::size_t i = 0; i < words.size(); ++i) {
        if (!own[i]) rest.push_back(words[i]);
      }
      return rest;
    };
    return {take(first_.flags.compile, draft.compile), take(first_.flags.link, draft.link)};
  }

  static std::size_t fixed_before(const std::vector<std::string>& words, const Marks& own,
                                  const std::vector<std::string>& fixed) {
    const auto first = std::find(own.begin(), own.end(), true) - own.begin();
    const Marks probed = missing(words, fixed);
    return static_cast<std::size_t>(
        std::count(probed.begin(), probed.begin() + std::min(first, std::ssize(probed)), false));
  }

  void add_part(const Draft& draft) {
    runs_ = 0;
    ProbedPart part;
    part.compile_at = fixed_before(first_.flags.compile, draft.compile, result_.fixed.compile);
    part.link_at = fixed_before(first_.flags.link, draft.link, result_.fixed.link);
    add_outcomes(draft, others(draft), {}, {}, part.outcomes);
    result_.parts.push_back(std::move(part));
  }

  // The next question that decides about the part: one of its own, or one that is asked only
  // because another was answered with no.
  std::string next_question(const Draft& draft, const FlagRun& run, const Names& no,
                            const Names& yes) const {
    for (const ShellQuestion& question : run.asked) {
      const std::string& text = question.text;
      if (!counts(text) || no.count(text) > 0 || yes.count(text) > 0) continue;
      const bool of_first = std::any_of(first_.asked.begin(), first_.asked.end(),
                                        [&](const ShellQuestion& one) { return one.text == text; });
      if (draft.questions.count(text) > 0 || !of_first) return text;
    }
    return {};
  }

  void add_outcomes(const Draft& draft, const FlagWords& others, const Names& no, const Names& yes,
                    std::vector<Outcome>& outcomes) {
    if (++runs_ > limit_) {
      result_.entangled = "its probes have too many outcomes";
      return;
    }
    const FlagRun& run = run_(no);
    const std::string question = next_question(draft, run, no, yes);
    if (question.empty()) {
      outcomes.push_back(
          {{yes.begin(), yes.end()},
           {without(run.flags.compile, others.compile), without(run.flags.link, others.link)},
           run.failed});
      return;
    }
    std::vector<Outcome> with, none;
    Names also = yes;
    also.insert(question);
    add_outcomes(draft, others, no, also, with);
    also = no;
    also.insert(question);
    add_outcomes(draft, others, also, yes, none);
    if (same_flags(with, none)) {
      // The question decides nothing.
      for (Outcome& outcome : with) std::erase(outcome.found, question);
      none.clear();
    }
    for (auto* list : {&with, &none}) {
      for (Outcome& outcome : *list) add_outcome(std::move(outcome), outcomes);
    }
  }

  // What comes of it with and without some questions needs those that are left.
  static void add_outcome(Outcome outcome, std::vector<Outcome>& outcomes) {
    const auto among = [](const Outcome& some, const Outcome& all) {
      return std::includes(all.found.begin(), all.found.end(), some.found.begin(),
                           some.found.end());
    };
    const bool again = !outcomes.empty() && outcomes.back().flags == outcome.flags &&
                       outcomes.back().failed == outcome.failed;
    if (!again || !(among(outcome, outcomes.back()) || among(outcomes.back(), outcome))) {
      outcomes.push_back(std::move(outcome));
    } else if (among(outcome, outcomes.back())) {
      outcomes.back().found = std::move(outcome.found);
    }
  }

  static bool same_flags(const std::vector<Outcome>& a, const std::vector<Outcome>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const Outcome& one, const Outcome& other) {
                        return one.flags == other.flags && one.failed == other.failed;
                      });
  }

  // With nothing found, each part must be what it is when it alone is not found.
  void check_all_missing() {
    Names no;
    for (std::size_t before = 1; before != no.size();) {
      before = no.size();
      for (const ShellQuestion& question : run_(no).asked) {
        if (counts(question.text)) no.insert(question.text);
      }
    }
    const FlagRun& run = run_(no);
    if (run.failed) return;
    const auto words = [](const FlagWords& flags) {
      std::multiset<std::string> all(flags.compile.begin(), flags.compile.end());
      all.insert(flags.link.begin(), flags.link.end());
      return all;
    };
    std::multiset<std::string> expected = words(result_.fixed);
    for (const ProbedPart& part : result_.parts) {
      expected.merge(words(part.outcomes.back().flags));
    }
    if (expected != words(run.flags)) result_.entangled = "its probes depend on each other";
  }

  const RunFlags& run_;
  std::size_t limit_;
  std::size_t runs_ = 0;
  FlagRun first_;
  Names failing_;
  std::vector<Draft> drafts_;
  Exploration result_;
};

}  // namespace

Exploration explore(const RunFlags& run, std::size_t limit) {
  return Explorer(run, limit).explore();
}

}  // namespace modbuild
