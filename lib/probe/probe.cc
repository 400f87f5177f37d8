#include "probe/probe.h"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <unordered_set>

#include "base/hash.h"
#include "base/packed.h"
#include "base/parallel.h"
#include "base/path.h"
#include "base/sort_once.h"
#include "base/str.h"
#include "os/file_stamp.h"
#include "os/nearest_directory.h"
#include "probe/answer_pack.h"
#include "probe/compiler.h"
#include "probe/kinds.h"
#include "probe/pkg_config.h"
#include "probe/platform_probe.h"

namespace modbuild {
namespace {

void sort_each_once(std::vector<std::string>& paths) {
  sort_once(paths);
}

// Kinds that look for, or run, a program whose name the tree chose.
bool names_program(ProbeKind kind) {
  return kind == ProbeKind::ConfigTool || kind == ProbeKind::Query || kind == ProbeKind::Program;
}

// Asks in rounds: in each, every lib that is still open asks for its next alternative, all at once,
// and equal questions once. So a lib's later alternatives cost nothing when an earlier one is
// there; but for a kind that answers many questions at the price of one, which is asked all of its
// questions in the first round.
class Prober {
 public:
  Prober(const ProbeInput& input, ProcessRunner& processes, const Environment& environment,
         Diagnostics& diagnostics)
      : input_(input),
        environment_(environment),
        diagnostics_(diagnostics),
        cache_(input.cache == nullptr ? own_cache_ : *input.cache) {
    tools_.processes = &processes;
    tools_.environment = tool_environment(environment);
    tools_.toolchain = input.toolchain;
    tools_.allowed_flags = input.catalog->tree.allow_flags;
    tools_.tree_root = input.tree_root;
    tools_.self = input.self;
    tools_.threads = input.threads;
    tools_.time_limit = input.time_limit;
    tools_.compiler_directories = &compiler_directories_;
    for (const std::string& entry : split(tools_.variable("PATH"), ":")) {
      search_path_.insert(nearest_directory(normalise(entry)));
    }
  }

  void run(ProbeReport& report) {
    settle_context();
    // What the compiler says is one more answer of the first round, unless others depend on it.
    std::vector<std::function<void()>> tasks;
    tools_.platform = own_platform();
    if (input_.platform) tasks.emplace_back([this] { tools_.platform = platform(); });
    if (platform_matters()) run_tasks(tasks);
    if (asks_pkg_config()) {
      point_pkg_config(tools_);
      tasks.emplace_back([this] { settle_pkg_config(); });
    }
    run_tasks(tasks);
    answer_questions();
    for (const LibId id : input_.libs) report.libs[id] = answer_lib(id, report.inputs);
    report.platform = tools_.platform;
    if (!tools_.pkg_config.empty()) inputs_.push_back(tools_.pkg_config.front());
    take_inputs(ProbeKind::Header, inputs_, report.inputs);
    sort_each_once(report.inputs);
    report_not_kept();
  }

 private:
  struct OpenLib {
    LibId id;
    std::size_t next = 0;  // index of its next alternative
  };

  void run_tasks(std::vector<std::function<void()>>& tasks) {
    for_each_index(tasks.size(), input_.threads, [&](std::size_t i) { tasks[i](); });
    tasks.clear();
  }

  template <class Predicate>
  bool any_alternative(const Predicate& predicate) const {
    return std::any_of(input_.libs.begin(), input_.libs.end(), [&](LibId id) {
      const std::vector<Alternative>& any = input_.catalog->libs[id].any;
      return std::any_of(any.begin(), any.end(), predicate);
    });
  }
  bool platform_matters() const {
    return !input_.toolchain.name.empty() || any_alternative([](const Alternative& alternative) {
      return !alternative.when.always() || alternative.kind == ProbeKind::Framework;
    });
  }
  bool asks_pkg_config() const {
    return any_alternative(
        [](const Alternative& alternative) { return alternative.kind == ProbeKind::PkgConfig; });
  }

  // Everything but the question itself that an answer depends on and no file shows: variables,
  // programs by name, flags. Equal contexts ask equal questions.
  void settle_context() {
    PackWriter writer;
    for (const auto& [name, value] : tools_.environment) {
      if (name == "TMPDIR") continue;  // where they work, not what they say
      writer.text(name);
      writer.text(value);
    }
    // Another modbuild may read answers in another way.
    const FileStamp self = input_.self.empty() ? FileStamp() : stamp_of(input_.self);
    writer.number(self.size);
    writer.number(static_cast<std::uint64_t>(self.mtime_ns));
    const Toolchain& chain = tools_.toolchain;
    writer.text(chain.name);
    for (const auto* words :
         {&chain.cc, &chain.cxx, &chain.cflags, &chain.cxxflags, &chain.ldflags, &chain.pkg_config,
          &chain.pkg_config_path, &chain.pkg_config_libdir}) {
      writer.texts(*words);
    }
    writer.text(chain.sysroot);
    writer.texts(tools_.allowed_flags);
    writer.text(environment_.get("PKG_CONFIG"));
    writer.text(tools_.tree_root);
    context_ = hash_hex(writer.bytes());
  }

  // The cache's answer to a question, unless everything is to be asked anew. When only the cache
  // may answer and cannot, that is noted as an error.
  std::optional<ProbeCache::Entry> kept(const std::string& key, const SourceRange& at,
                                        const std::string& asked) {
    if (input_.refresh) return std::nullopt;
    const std::lock_guard<std::mutex> guard(cache_mutex_);
    std::optional<ProbeCache::Entry> entry = cache_.find(key);
    if (!entry && input_.frozen) {
      not_kept_.push_back(
          {at, cat("the answer to '", asked, "' is not kept: ", cache_.why_missing(key))});
    }
    return entry;
  }

  Platform platform() {
    const std::string key = cat("platform ", context_);
    if (const auto entry = kept(key, {}, join(input_.toolchain.cc, " "))) {
      if (const auto known = unpacked_platform(entry->payload)) {
        inputs_.insert(inputs_.end(), entry->inputs.begin(), entry->inputs.end());
        return *known;
      }
    }
    if (input_.frozen) return own_platform();
    std::vector<std::string> inputs;
    const Platform platform = ask_compiler(input_.toolchain, input_.tree_root, tools_.environment,
                                           *tools_.processes, inputs, diagnostics_);
    tidy_inputs(inputs);
    inputs_.insert(inputs_.end(), inputs.begin(), inputs.end());
    if (!platform.triple.empty()) keep(key, {packed(platform), inputs});
    return platform;
  }

  void settle_pkg_config() {
    const std::vector<std::string> named = pkg_config_command(tools_, environment_);
    const std::string& path = tools_.variable("PATH");
    watch_command(named, path, tools_.tree_root, tools_.pkg_config_inputs);
    tidy_inputs(tools_.pkg_config_inputs);
    const std::vector<std::string> argv = resolve_command(named, path, tools_.tree_root);
    if (argv.empty()) {
      tools_.search_path = package_directories({}, tools_);
      return;
    }
    const std::string key = cat("pkg-config ", context_, " ", join(argv, " "));
    std::optional<PkgConfigProgram> program;
    if (!input_.refresh) {
      // Without it, each question that needs pkg-config is one that is not kept.
      const std::lock_guard<std::mutex> guard(cache_mutex_);
      if (const auto entry = cache_.find(key)) program = unpacked_program(entry->payload);
    }
    if (!program && !input_.frozen) {
      bool passing = false;
      program = identify_pkg_config(argv, tools_, passing);
      if (!passing) keep(key, {packed(*program), tools_.pkg_config_inputs});
    }
    if (!program) return;
    // Which program it is stands in the key of every question to it; so its answers outlive changes
    // of PATH that leave it the same.
    const FileStamp stamp = stamp_of(argv.front());
    PackWriter identity;
    identity.text(packed(*program));
    identity.number(stamp.size);
    identity.number(stamp.inode);
    identity.number(static_cast<std::uint64_t>(stamp.mtime_ns));
    identity.number(static_cast<std::uint64_t>(stamp.ctime_ns));
    pkg_config_ = hash_hex(identity.bytes());
    tools_.pkg_config = program->argv;
    tools_.search_path = package_directories(*program, tools_);
    if (!program->same_as_library) return;
    tools_.reader = reader_arguments(program->paths);
    tools_.reader.insert(tools_.reader.begin(), input_.self);
  }

  // Sorted, each once, and only what exists: what vanished again while it was looked at (a
  // compiler's temp file) cannot be watched. Many answers depend on the same places.
  void tidy_inputs(std::vector<std::string>& inputs) {
    sort_each_once(inputs);
    const std::lock_guard<std::mutex> guard(cache_mutex_);
    std::erase_if(inputs, [this](const std::string& path) {
      if (existing_.count(path) != 0) return false;
      if (nearest_directory(path) != path) return true;
      existing_.insert(path);
      return false;
    });
  }

  void keep(const std::string& key, ProbeCache::Entry entry) {
    if (input_.cache == nullptr) return;
    const std::lock_guard<std::mutex> guard(cache_mutex_);
    cache_.put(key, std::move(entry));
  }

  bool applies(const Alternative& alternative) const {
    if (alternative.when.always()) return true;
    Facts facts;
    facts.platform = &tools_.platform;
    facts.feature = [](std::string_view) { return false; };
    facts.lib = [](std::string_view) { return false; };
    return evaluate(alternative.when, facts);
  }

  Question& question(const Alternative& alternative) {
    const std::string key = question_key(alternative);
    std::unique_ptr<Question>& known = questions_[key];
    if (known) return *known;
    known = std::make_unique<Question>();
    known->alternative = &alternative;
    const bool of_pkg_config = alternative.kind == ProbeKind::PkgConfig;
    known->key = cat(context_, of_pkg_config ? pkg_config_ : std::string(), key);
    known->answer.evidence.asked = question_words(alternative);
    return *known;
  }

  void answer_questions() {
    std::vector<OpenLib> open;
    for (const LibId id : input_.libs) open.push_back({id, 0});
    for (bool first = true;; first = false) {
      std::vector<Question*> fresh = next_questions(open);
      if (first) add_cheap_questions(fresh);
      if (fresh.empty()) return;
      std::erase_if(fresh, [this](Question* question) { return take_kept(*question); });
      ask(fresh);
    }
  }

  // Moves each open lib on to its first alternative that is not known to be missing, drops those
  // that are found or have none left, and returns the questions not asked before.
  std::vector<Question*> next_questions(std::vector<OpenLib>& open) {
    std::vector<Question*> fresh;
    std::erase_if(open, [&](OpenLib& lib) {
      const std::vector<Alternative>& any = input_.catalog->libs[lib.id].any;
      for (; lib.next < any.size(); ++lib.next) {
        if (!applies(any[lib.next])) continue;
        Question& next = question(any[lib.next]);
        if (!next.answered) {
          fresh.push_back(&next);
          return false;
        }
        if (next.answer.evidence.found) return true;
      }
      return true;
    });
    return each_once(std::move(fresh));
  }

  static std::vector<Question*> each_once(std::vector<Question*> questions) {
    std::sort(questions.begin(), questions.end(), [](const Question* a, const Question* b) {
      const int order = a->answer.evidence.asked.compare(b->answer.evidence.asked);
      return order != 0 ? order < 0 : a->key < b->key;
    });
    questions.erase(std::unique(questions.begin(), questions.end()), questions.end());
    return questions;
  }

  void add_cheap_questions(std::vector<Question*>& fresh) {
    if (tools_.reader.empty() || input_.frozen) return;
    for (const LibId id : input_.libs) {
      for (const Alternative& alternative : input_.catalog->libs[id].any) {
        const bool cheap =
            probe_kind(alternative.kind).ask_all != nullptr && !has_proof(alternative);
        if (cheap && applies(alternative)) fresh.push_back(&question(alternative));
      }
    }
    fresh = each_once(std::move(fresh));
  }

  bool take_kept(Question& question) {
    if (input_.untrusted && names_program(question.alternative->kind)) {
      not_found(question, "not asked: the tree names the program (--untrusted)");
      question.answered = true;
      return true;
    }
    const std::string asked = question.answer.evidence.asked;
    const auto entry = kept(question.key, question.alternative->at, asked);
    if (!entry) {
      if (!input_.frozen) return false;
      not_found(question, "not kept from an earlier run (--frozen)");
      question.answered = true;
      return true;
    }
    std::optional<AlternativeAnswer> answer = unpacked_answer(entry->payload);
    if (!answer) return false;
    question.answer = *std::move(answer);
    question.answer.evidence.asked = asked;
    question.answer.inputs = entry->inputs;
    question.answered = true;
    return true;
  }

  void ask(const std::vector<Question*>& fresh) {
    std::vector<std::function<void()>> tasks;
    for (const ProbeKindRow& row : probe_kinds()) {
      std::vector<Question*> of_kind;
      for (Question* question : fresh) {
        if (question->alternative->kind == row.kind) of_kind.push_back(question);
      }
      if (row.ask_all != nullptr && !of_kind.empty()) {
        tasks.emplace_back([this, &row, of_kind] { row.ask_all(of_kind, tools_); });
      } else {
        for (Question* question : of_kind) {
          tasks.emplace_back([this, &row, question] { row.ask(*question, tools_); });
        }
      }
    }
    run_tasks(tasks);
    for (Question* question : fresh) {
      question->answered = true;
      tidy_inputs(question->answer.inputs);
      if (question->answer.passing) continue;
      keep(question->key, {packed(question->answer), question->answer.inputs});
    }
  }

  static Evidence passed_over(const Alternative& alternative) {
    Evidence evidence;
    evidence.asked = question_words(alternative);
    evidence.answered = cat("counts only when ", alternative.when.text());
    return evidence;
  }

  // What regeneration watches. That another compiler or pkg-config came to stand first on PATH is
  // noticed by the next run, but every change of every directory of PATH would be too many reasons
  // for one; where a program itself is looked for, they are the reason.
  void take_inputs(ProbeKind kind, const std::vector<std::string>& from,
                   std::vector<std::string>& to) {
    const bool seeks_program =
        names_program(kind) || (kind == ProbeKind::PkgConfig && tools_.pkg_config.empty());
    for (const std::string& path : from) {
      const bool counts = seeks_program || search_path_.count(path) == 0;
      if (counts && watched_.insert(path).second) to.push_back(path);
    }
  }

  // The first alternative that was found gives the lib its flags.
  LibAnswer answer_lib(LibId id, std::vector<std::string>& inputs) {
    LibAnswer answer;
    answer.probed = true;
    const std::vector<Alternative>& any = input_.catalog->libs[id].any;
    for (std::size_t i = 0; i < any.size(); ++i) {
      const Alternative& alternative = any[i];
      if (!applies(alternative)) {
        answer.evidence.push_back(passed_over(alternative));
        continue;
      }
      const AlternativeAnswer& tried = question(alternative).answer;
      answer.evidence.push_back(tried.evidence);
      take_inputs(alternative.kind, tried.inputs, inputs);
      for (const ProbeWarning& warning : tried.warnings) {
        // A missing pkg-config is one fact, not one for each lib.
        const bool general = warning.code == Code::NoPkgConfig;
        diagnostics_.add(warning.code, general ? SourceRange{} : alternative.at, warning.message,
                         warning.help);
      }
      if (!tried.evidence.found) continue;
      answer.found = true;
      answer.alternative = i;
      answer.version = tried.version;
      answer.cflags = tried.cflags;
      answer.libs = tried.libs;
      answer.variables = tried.variables;
      break;
    }
    return answer;
  }

  void report_not_kept() {
    for (const Note& note : not_kept_) {
      diagnostics_.add(
          Code::NotInCache, note.at, note.text,
          "run 'modbuild probe' where the machine may be asked, or leave out --frozen");
    }
  }

  const ProbeInput& input_;
  const Environment& environment_;
  Diagnostics& diagnostics_;
  ProbeCache own_cache_;
  ProbeCache& cache_;
  std::mutex cache_mutex_;  // for tasks of the first round, which look things up by themselves
  ProbeTools tools_;
  CompilerDirectories compiler_directories_;
  std::string context_;     // in every key
  std::string pkg_config_;  // in every key of a question to it; "" = there is none
  std::map<std::string, std::unique_ptr<Question>> questions_;  // by key
  std::vector<std::string> inputs_;                             // of what is not about one lib
  std::vector<Note> not_kept_;
  std::set<std::string> search_path_;         // the directories of PATH
  std::unordered_set<std::string> existing_;  // paths that are known to be there
  std::unordered_set<std::string> watched_;   // that regeneration watches already
};

void mark_unprobed(const ProbeInput& input, ProbeReport& report) {
  for (const LibId id : input.libs) {
    for (const Alternative& alternative : input.catalog->libs[id].any) {
      Evidence evidence;
      evidence.asked = question_words(alternative);
      evidence.answered = "not probed (--no-probe)";
      report.libs[id].evidence.push_back(std::move(evidence));
    }
  }
}

}  // namespace

ProbeReport probe(const ProbeInput& input, ProcessRunner& processes, const Environment& environment,
                  Diagnostics& diagnostics) {
  ProbeReport report;
  report.libs = IdVector<LibId, LibAnswer>(input.catalog->libs.size());
  report.distribution = distribution_of(environment.os_release, *input.catalog);
  if (input.no_probe) {
    report.platform = own_platform();
    report.library_directories = library_directories_of(environment, report.platform);
    mark_unprobed(input, report);
    return report;
  }
  Prober(input, processes, environment, diagnostics).run(report);
  report.library_directories = library_directories_of(environment, report.platform);
  return report;
}

}  // namespace modbuild
