#include "preview/preview.h"

#include <algorithm>
#include <set>

#include "base/hash.h"
#include "base/sort_once.h"
#include "base/str.h"

namespace modbuild {
namespace {

std::string_view language_title(Language language) {
  switch (language) {
    case Language::C:
      return "compile C";
    case Language::Cxx:
      return "compile C++";
    case Language::Asm:
      return "compile assembler";
  }
  return "";
}

constexpr std::string_view kForBuild = " (for the build)";

// Collects what a command consists of, so that no two different ones look alike.
class CommandHash {
 public:
  CommandHash& add(std::string_view word) {
    append(text_, std::to_string(word.size()), ":", word);
    return *this;
  }
  CommandHash& add(const std::vector<std::string>& words) {
    add(std::to_string(words.size()));
    for (const std::string& word : words) add(word);
    return *this;
  }
  CommandHash& add(const std::vector<Path>& paths) {
    add(std::to_string(paths.size()));
    for (const Path& path : paths) add(shown_path(path));
    return *this;
  }
  CommandHash& add(const std::vector<Flag>& flags) {
    add(std::to_string(flags.size()));
    for (const Flag& flag : flags) add(shown_argument(flag.arg));
    return *this;
  }
  std::uint64_t value() const { return hash_bytes(text_); }

 private:
  std::string text_;
};

class Previewer {
 public:
  explicit Previewer(const PreviewInput& input)
      : input_(input), catalog_(*input.catalog), plan_(input.plan) {}

  Preview run() {
    preview_.tree = catalog_.tree.name.value;
    preview_.counts = input_.selection->counts;
    find_built();
    for (const ComponentId id : catalog_.components.ids()) add_component(id);
    if (plan_ != nullptr) add_plan();
    sort();
    return std::move(preview_);
  }

 private:
  std::string name(ComponentId id) const { return component_name(catalog_, id); }

  void add_plan() {
    add_toolchain(plan_->toolchain, "");
    if (plan_->build_toolchain) add_toolchain(*plan_->build_toolchain, kForBuild);
    add_flag_lists();
    for (const GenerateStep& step : plan_->generates) add_generate(step);
    for (const CompileStep& step : plan_->compiles) add_compile(step);
    for (const LinkStep& step : plan_->links) add_link(step);
    add_files();
  }

  void find_built() {
    built_ = IdVector<ComponentId, char>(catalog_.components.size());
    if (plan_ == nullptr) {
      for (char& built : built_) built = 1;
      return;
    }
    for (const GenerateStep& step : plan_->generates) built_[step.component] = 1;
    for (const CompileStep& step : plan_->compiles) built_[step.component] = 1;
    for (const LinkStep& step : plan_->links) built_[step.component] = 1;
  }

  void add_toolchain(const Toolchain& toolchain, std::string_view suffix) {
    const auto add = [&](std::string_view step, const std::vector<std::string>& words,
                         const std::vector<std::string>& flags) {
      PreviewFlags list{cat(step, suffix), words};
      list.flags.insert(list.flags.end(), flags.begin(), flags.end());
      preview_.common.push_back(std::move(list));
    };
    add(language_title(Language::C), toolchain.cc, toolchain.cflags);
    add(language_title(Language::Cxx), toolchain.cxx, toolchain.cxxflags);
    add("link", {}, toolchain.ldflags);
    add("archive", toolchain.ar, {});
  }

  void add_component(ComponentId id) {
    const Component& component = catalog_.components[id];
    const Verdict& verdict = input_.selection->verdicts[id];
    PreviewComponent seen;
    seen_id_ = id;
    seen.name = name(id);
    seen.kind = component.kind;
    const bool is_unused = component.kind == ComponentKind::Library && built_[id] == 0;
    seen.on = verdict.on && !is_unused;
    seen.linkage = verdict.linkage;
    if (verdict.on && is_unused) {
      seen.reason = "nothing that is built uses it";
    } else {
      seen.reason = describe(catalog_, verdict.because);
      seen.at = input_.place(verdict.because.at);
    }
    if (!verdict.on) {
      const ChainLink root = cause_chain(*input_.selection, id).back();
      if (root.component != id) {
        seen.root_cause = cat(name(root.component), ": ", describe(catalog_, root.reason));
      }
    }
    if (seen.on) {
      for (const LibUse& use : component.libs) add_lib(component, use, seen);
      for (const std::vector<LibUse>& any : component.any_lib) add_any(component, any, seen);
      for (std::size_t i = 0; i < verdict.features.size(); ++i) {
        if (!verdict.features[i].on) continue;
        seen.features.push_back(verdict.features[i].name);
        const Feature& feature = component.features[i];
        for (const LibUse& use : feature.libs) add_lib(component, use, seen);
        for (const std::vector<LibUse>& any : feature.any_lib) add_any(component, any, seen);
      }
    }
    sort_once(seen.libs);
    preview_.components.push_back(std::move(seen));
  }

  bool holds(const When& when, ComponentId id) const {
    return when.always() ||
           evaluate(when, facts_of(catalog_, *input_.selection, *input_.probes, id));
  }

  bool add_lib(const Component& component, const LibUse& use, PreviewComponent& seen) {
    if (!use.lib.valid() || !holds(use.when, seen_id_)) return false;
    const LibAnswer& answer = input_.probes->of(component.machine).libs[use.lib];
    if (answer.probed && !answer.found) return false;
    const std::string& lib = catalog_.libs[use.lib].name.value;
    seen.libs.push_back(lib);
    preview_.libs.emplace(lib, PreviewLib{answer.found, answer.version});
    return true;
  }

  // The first way that is there.
  void add_any(const Component& component, const std::vector<LibUse>& any, PreviewComponent& seen) {
    static_cast<void>(std::any_of(
        any.begin(), any.end(), [&](const LibUse& use) { return add_lib(component, use, seen); }));
  }

  const Toolchain& toolchain(Machine machine) const { return toolchain_for(*plan_, machine); }

  std::vector<std::string> flag_texts(FlagsId id) const {
    std::vector<std::string> texts;
    if (!id.valid()) return texts;
    for (const Flag& flag : plan_->flags[id].flags) texts.push_back(shown_argument(flag.arg));
    return texts;
  }

  void add_flags(ComponentId component, std::string_view step, FlagsId id) {
    std::vector<PreviewFlags>& lists = preview_.components[component.value].flags;
    const bool known = std::any_of(lists.begin(), lists.end(),
                                   [&](const PreviewFlags& list) { return list.step == step; });
    if (known) return;
    std::vector<std::string> flags = flag_texts(id);
    if (!flags.empty()) lists.push_back({std::string(step), std::move(flags)});
  }

  void add_flag_lists() {
    for (const CompileStep& step : plan_->compiles) {
      add_flags(step.component, language_title(step.language), step.flags);
    }
    for (const LinkStep& step : plan_->links) add_flags(step.component, "link", step.flags);
  }

  void add_generate(const GenerateStep& step) {
    CommandHash hash;
    hash.add("generate").add(step.inputs).add(step.implicit).add(step.outputs);
    for (const Arg& arg : step.command) hash.add(shown_argument(arg));
    hash.add(step.to_output ? "stdout" : "");
    PreviewStep seen{StepKind::Generate, name(step.component), {}, {}, hash.value()};
    for (const Path& output : step.outputs) seen.outputs.push_back(output.text);
    preview_.steps.push_back(std::move(seen));
  }

  // The flags of a list, hashed once: many steps share it.
  std::string_view flags_hash(FlagsId id) {
    if (!id.valid()) return "";
    if (hashes_.empty()) hashes_ = IdVector<FlagsId, std::string>(plan_->flags.size());
    if (hashes_[id].empty()) {
      hashes_[id] = std::to_string(CommandHash().add(plan_->flags[id].flags).value());
    }
    return hashes_[id];
  }

  // Of a file that `gen` writes its text counts: no source stands behind it.
  std::string_view planned_text(const Path& path) const {
    const auto found = std::lower_bound(
        plan_->texts.begin(), plan_->texts.end(), path,
        [](const PlannedText& text, const Path& wanted) { return text.path < wanted; });
    if (found == plan_->texts.end() || found->path != path) return "";
    return found->text;
  }

  void add_compile(const CompileStep& step) {
    const Toolchain& tools = toolchain(step.machine);
    const bool cxx = step.language == Language::Cxx;
    CommandHash hash;
    hash.add(planned_text(step.source));
    hash.add(language_title(step.language)).add(shown_path(step.source)).add(step.object.text);
    hash.add(cxx ? tools.cxx : tools.cc).add(cxx ? tools.cxxflags : tools.cflags);
    hash.add(flags_hash(step.flags)).add(step.extra);
    preview_.steps.push_back({StepKind::Compile,
                              name(step.component),
                              {step.object.text},
                              shown_path(step.source),
                              hash.value()});
  }

  void add_link(const LinkStep& step) {
    const Toolchain& tools = toolchain(step.machine);
    CommandHash hash;
    hash.add("link").add(std::to_string(static_cast<int>(step.kind))).add(step.output.text);
    hash.add(step.objects).add(step.libraries).add(flags_hash(step.flags));
    hash.add(step.kind == LinkKind::Archive ? tools.ar : step.cxx ? tools.cxx : tools.cc);
    hash.add(tools.ldflags);
    preview_.steps.push_back(
        {StepKind::Link, name(step.component), {step.output.text}, {}, hash.value()});
  }

  void add_files() {
    for (const InstallEntry& entry : plan_->install) {
      preview_.files.push_back(
          {entry.destination, entry.to, entry.mode, entry.package, name(entry.component)});
    }
  }

  void sort() {
    const auto by_name = [](const auto& a, const auto& b) { return a.name < b.name; };
    std::sort(preview_.components.begin(), preview_.components.end(), by_name);
    std::sort(preview_.steps.begin(), preview_.steps.end(),
              [](const PreviewStep& a, const PreviewStep& b) { return a.outputs < b.outputs; });
    std::sort(
        preview_.files.begin(), preview_.files.end(),
        [](const PreviewFile& a, const PreviewFile& b) { return a.destination < b.destination; });
  }

  const PreviewInput& input_;
  const Catalog& catalog_;
  const Plan* plan_;
  Preview preview_;
  ComponentId seen_id_;  // the component that is being added
  IdVector<ComponentId, char> built_;
  IdVector<FlagsId, std::string> hashes_;
};

}  // namespace

std::string component_name(const Catalog& catalog, ComponentId id) {
  const Component& component = catalog.components[id];
  if (!component.copy_of.valid()) return component.name.value;
  return cat(component.name.value, kForBuild);
}

std::string shown_path(const Path& path) {
  switch (path.root) {
    case Root::Source:
      return path.text.empty() ? "." : path.text;
    case Root::Build:
      return join_path("{build}", path.text);
    case Root::Install:
    case Root::Absolute:
      return path.text;
  }
  return {};
}

std::string shown_argument(const Arg& arg) {
  return arg.path ? cat(arg.text, shown_path(*arg.path)) : arg.text;
}

std::string_view step_word(StepKind kind) {
  switch (kind) {
    case StepKind::Generate:
      return "generate";
    case StepKind::Compile:
      return "compile";
    case StepKind::Link:
      return "link";
  }
  return "";
}

Preview preview_of(const PreviewInput& input) {
  return Previewer(input).run();
}

}  // namespace modbuild
