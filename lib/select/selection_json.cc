// The document modbuild.selection/1 (schemas/selection.schema.json).
#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json_writer.h"
#include "base/sort_once.h"
#include "base/str.h"
#include "model/request_choices.h"
#include "select/remedies.h"
#include "select/select.h"

namespace modbuild {
namespace {

// The words of a list as a set: neither order nor repetition means anything.
std::vector<std::string> sorted_words(const std::vector<Text>& words) {
  std::vector<std::string> sorted;
  for (const Text& word : words) sorted.push_back(word.value);
  sort_once(sorted);
  return sorted;
}

// "module/feature=setting", the last setting of each word; sorted, unless globs or @groups make the
// order mean something.
std::vector<std::string> feature_words(const std::vector<FeatureRequest>& requests) {
  std::map<std::string, std::size_t> last;
  bool ordered = false;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const std::string word = cat(requests[i].module.value, "/", requests[i].feature.value);
    ordered |= word.find_first_of("*?[@") != std::string::npos;
    last[word] = i;
  }
  std::vector<std::pair<std::size_t, std::string>> words;
  for (const auto& [word, index] : last) {
    words.emplace_back(ordered ? index : 0,
                       cat(word, "=", word_of(kSettingWords, requests[index].setting)));
  }
  std::sort(words.begin(), words.end());
  std::vector<std::string> texts;
  for (auto& [index, text] : words) texts.push_back(std::move(text));
  return texts;
}

void write_request(JsonWriter& json, const Request& request) {
  json.key("request").begin_object();
  json.member("groups", sorted_words(request.groups));
  json.member("include", sorted_words(request.include));
  json.member("exclude", sorted_words(request.exclude));
  json.member("static", sorted_words(request.make_static));
  if (!request.require.empty()) json.member("require", sorted_words(request.require));
  if (!request.features.empty()) json.member("features", feature_words(request.features));
  if (request.missing != MissingPolicy::Unset) {
    json.member("missing", word_of(kMissingWords, request.missing));
  }
  if (request.static_policy != StaticPolicy::Unset) {
    json.member("static-policy", word_of(kStaticPolicyWords, request.static_policy));
  }
  if (request.with_deps) json.member("with-deps", true);
  if (request.with_load) json.member("with-load", true);
  json.end_object();
}

// The member that names a reason's cause; empty: the reason has none.
std::string_view cause_key(ReasonKind kind) {
  switch (kind) {
    case ReasonKind::Base:
      return "base";
    case ReasonKind::Group:
      return "group";
    case ReasonKind::Include:
    case ReasonKind::Static:
    case ReasonKind::Excluded:
      return "word";
    case ReasonKind::Needed:
      return "component";
    case ReasonKind::NotRequested:
      return {};
    case ReasonKind::When:
      return "when";
    case ReasonKind::HostOff:
      return "host";
    case ReasonKind::LibMissing:
      return "lib";
    case ReasonKind::DependencyOf:
    case ReasonKind::ModuleOff:
    case ReasonKind::Conflict:
      return "module";
    case ReasonKind::LibraryOff:
      return "library";
    case ReasonKind::ToolOff:
      return "tool";
    case ReasonKind::FeatureMissing:
      return "feature";
  }
  return {};
}

class DocumentWriter {
 public:
  DocumentWriter(const Catalog& catalog, const Selection& selection, const ProbeReport& probes,
                 std::string& out)
      : catalog_(catalog),
        selection_(selection),
        remedies_(catalog, selection, probes),
        json_(out) {}

  void write(const std::function<void(JsonWriter&)>& more) {
    json_.begin_object();
    json_.member("schema", "modbuild.selection/1");
    json_.member("tree", catalog_.tree.name.value);
    json_.member("base", word_of(kBaseWords, selection_.base));
    if (!selection_.profile.empty()) json_.member("profile", selection_.profile);
    if (!selection_.toolchain.empty()) json_.member("toolchain", selection_.toolchain);
    if (!selection_.variant.empty()) json_.member("variant", selection_.variant);
    write_request(json_, selection_.request);
    json_.key("counts").begin_object(true);
    json_.member("on", selection_.counts.on).member("static", selection_.counts.made_static);
    json_.member("off", selection_.counts.off).member("dropped", selection_.counts.dropped);
    json_.end_object();
    components("modules", ComponentKind::Module);
    components("programs", ComponentKind::Program);
    components("libraries", ComponentKind::Library);
    copies();
    if (more) more(json_);
    json_.end_object();
  }

 private:
  void components(std::string_view key, ComponentKind kind) {
    json_.key(key).begin_array();
    for (const ComponentId id : catalog_.components.ids()) {
      const Component& c = catalog_.components[id];
      if (c.kind == kind && !c.copy_of.valid()) component(id, kind);
    }
    json_.end_array();
  }

  // What is built for the build machine besides.
  void copies() {
    if (catalog_.copies == 0) return;
    json_.key("for-build").begin_array();
    for (const ComponentId id : catalog_.components.ids()) {
      const Component& c = catalog_.components[id];
      if (c.copy_of.valid()) component(id, c.kind);
    }
    json_.end_array();
  }

  void component(ComponentId id, ComponentKind kind) {
    const Verdict& verdict = selection_.verdicts[id];
    json_.begin_object(true);
    json_.member("name", catalog_.components[id].name.value);
    if (catalog_.components[id].machine == Machine::Build) json_.member("machine", "build");
    json_.member("verdict", verdict.on ? "on" : "off");
    if (verdict.on && kind != ComponentKind::Program) {
      json_.member("linkage", verdict.linkage == Linkage::Static ? "static" : "shared");
    }
    json_.key("because");
    reason(verdict.because);
    if (verdict.requested) json_.member("requested", true);
    features(id, verdict);
    if (!verdict.on) remedy(id);
    if (verdict.downgraded) json_.member("downgraded", true);
    if (!verdict.notes.empty()) json_.member("notes", verdict.notes);
    json_.end_object();
  }

  void reason(const Reason& because) {
    json_.begin_object(true);
    json_.member("kind", reason_word(because.kind));
    const std::string_view key = cause_key(because.kind);
    if (!key.empty() && !because.name.empty()) json_.member(key, because.name);
    if (because.any.size() > 1) {
      std::vector<std::string> names;
      for (const LibId id : because.any) {
        if (id.valid()) names.push_back(catalog_.libs[id].name.value);
      }
      json_.member("any", names);
    }
    json_.end_object();
  }

  // A feature's own words where the setting alone decided.
  void feature_reason(const Reason& because) {
    std::string_view word;
    if (because.kind == ReasonKind::Base) word = "default";
    if (because.kind == ReasonKind::Include) word = "request";
    if (because.kind == ReasonKind::NotRequested) word = "component-off";
    if (word.empty()) return reason(because);
    json_.begin_object(true).member("kind", word).end_object();
  }

  void features(ComponentId id, const Verdict& verdict) {
    if (verdict.features.empty()) return;
    json_.key("features").begin_array(true);
    for (std::size_t i = 0; i < verdict.features.size(); ++i) {
      const FeatureVerdict& feature = verdict.features[i];
      json_.begin_object(true);
      json_.member("name", feature.name).member("on", feature.on);
      json_.member("setting", word_of(kSettingWords, feature.setting));
      json_.key("because");
      feature_reason(feature.because);
      const std::vector<std::string> ways = remedies_.for_feature(id, i);
      if (!ways.empty()) json_.member("fix", ways);
      json_.end_object();
    }
    json_.end_array();
  }

  // Every `because` names the next step of its chain; where that is not the last, so is the root.
  void remedy(ComponentId id) {
    const Remedy& found = remedies_.find(id);
    if (found.root != id) {
      json_.key("root").begin_object(true);
      json_.member("name", catalog_.components[found.root].name.value);
      json_.key("because");
      reason(last_reason(selection_.verdicts[found.root]));
      json_.end_object();
    }
    if (!found.ways.empty()) json_.member("fix", found.ways);
  }

  const Catalog& catalog_;
  const Selection& selection_;
  RemedyFinder remedies_;
  JsonWriter json_;
};

}  // namespace

std::string selection_json(const Catalog& catalog, const Selection& selection,
                           const ProbeReport& probes,
                           const std::function<void(JsonWriter&)>& more) {
  std::string out;
  DocumentWriter(catalog, selection, probes, out).write(more);
  out += '\n';
  return out;
}

}  // namespace modbuild
