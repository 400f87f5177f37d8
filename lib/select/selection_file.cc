#include "model/request_choices.h"
#include "select/select.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/str.h"

namespace modbuild {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kSchema = "modbuild.selection/1";

// Null when there is no such member.
const Json* member(const Json& object, std::string_view key) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(std::string(key));
  return found == object.end() ? nullptr : &*found;
}

// The text of a string member; "" when it is missing or something else.
std::string text_of(const Json& object, std::string_view key) {
  const Json* value = member(object, key);
  return value != nullptr && value->is_string() ? value->get_ref<const std::string&>() : "";
}

class Reader {
 public:
  Reader(FileId file, Diagnostics& diagnostics) : diagnostics_(diagnostics) { at_.file = file; }

  // The document, if it is one of ours.
  std::optional<Json> parse(std::string_view text) {
    Json document = Json::parse(text, nullptr, false);
    if (document.is_discarded()) return fail("a selection file is not JSON");
    if (!document.is_object()) return fail("a selection file is not a JSON object");
    const std::string schema = text_of(document, "schema");
    if (schema != kSchema) {
      return fail(schema.empty() ? std::string("a selection file has no 'schema'")
                                 : cat("a selection file has schema '", schema, "'"));
    }
    return document;
  }

  std::optional<Request> request(const Json& document) {
    const Json* source = member(document, "request");
    if (source == nullptr || !source->is_object()) {
      fail("a selection file has no 'request'");
      return std::nullopt;
    }
    Request request;
    request.include = words(*source, "include");
    request.exclude = words(*source, "exclude");
    request.make_static = words(*source, "static");
    request.groups = words(*source, "groups");
    request.require = words(*source, "require");
    request.exclude_given = !request.exclude.empty();
    for (const Text& word : words(*source, "features")) add_feature(word, request);
    read_base(text_of(document, "base"), request);
    read_choice(*source, "missing", kMissingWords, "'skip' or 'error'", request.missing);
    read_choice(*source, "static-policy", kStaticPolicyWords, "'error' or 'downgrade'",
                request.static_policy);
    request.with_deps = flag(*source, "with-deps");
    request.with_load = flag(*source, "with-load");
    if (failed_) return std::nullopt;
    return request;
  }

 private:
  std::optional<Json> fail(std::string message) {
    failed_ = true;
    diagnostics_.add(Code::BadRequestFile, at_, std::move(message),
                     "expected what `modbuild select --save FILE` writes");
    return std::nullopt;
  }

  std::vector<Text> words(const Json& source, std::string_view key) {
    std::vector<Text> found;
    const Json* list = member(source, key);
    if (list == nullptr) return found;
    bool clean = list->is_array();
    for (const Json& word : clean ? *list : Json::array()) {
      clean &= word.is_string();
      if (word.is_string()) found.push_back({word.get_ref<const std::string&>(), at_});
    }
    if (!clean) fail(cat("'", key, "' of a selection file is not a list of strings"));
    return found;
  }

  bool flag(const Json& source, std::string_view key) {
    const Json* value = member(source, key);
    if (value == nullptr) return false;
    if (!value->is_boolean()) fail(cat("'", key, "' of a selection file is not true or false"));
    return value->is_boolean() && value->get<bool>();
  }

  // "module/feature=setting"
  void add_feature(const Text& word, Request& request) {
    const std::size_t slash = word.value.find('/');
    const std::size_t equals = word.value.rfind('=');
    if (slash != std::string::npos && equals != std::string::npos && slash < equals) {
      FeatureRequest feature;
      feature.module = {word.value.substr(0, slash), at_};
      feature.feature = {word.value.substr(slash + 1, equals - slash - 1), at_};
      const std::string setting = word.value.substr(equals + 1);
      if (find_word(kSettingWords, setting, feature.setting)) {
        request.features.push_back(std::move(feature));
        return;
      }
    }
    fail(cat("'", word.value,
             "' in 'features' of a selection file is not MODULE/FEATURE=on|off|auto"));
  }

  void read_base(const std::string& word, Request& request) {
    if (find_word(kBaseWords, word, request.base)) return;
    fail("'base' of a selection file is not one of 'none', 'default', 'all'");
  }

  // `words`: those of the table, for the message.
  template <class Table, class T>
  void read_choice(const Json& source, const char* key, const Table& table, std::string_view words,
                   T& value) {
    if (member(source, key) == nullptr || find_word(table, text_of(source, key), value)) return;
    fail(cat("'", key, "' of a selection file is not ", words));
  }

  Diagnostics& diagnostics_;
  SourceRange at_;
  bool failed_ = false;
};

// What a document says about one component.
struct Saved {
  bool on = false;
  std::string linkage;
  std::map<std::string, bool> features;
};

std::map<std::string, Saved> saved_components(const Json& document) {
  std::map<std::string, Saved> all;
  for (const std::string_view key : {"modules", "programs", "libraries"}) {
    const Json* list = member(document, key);
    if (list == nullptr || !list->is_array()) continue;
    for (const Json& entry : *list) {
      Saved& saved = all[text_of(entry, "name")];
      saved.on = text_of(entry, "verdict") == "on";
      saved.linkage = text_of(entry, "linkage");
      const Json* features = member(entry, "features");
      if (features == nullptr || !features->is_array()) continue;
      for (const Json& feature : *features) {
        const Json* on = member(feature, "on");
        if (on != nullptr && on->is_boolean()) {
          saved.features[text_of(feature, "name")] = on->get<bool>();
        }
      }
    }
  }
  return all;
}

struct Change {
  char sign = '~';
  std::string name;
  std::string text;
};

class Comparison {
 public:
  Comparison(const Catalog& catalog, const Selection& selection)
      : catalog_(catalog), selection_(selection) {}

  std::vector<std::string> run(std::map<std::string, Saved> saved) {
    for (const ComponentId id : catalog_.components.ids()) {
      if (catalog_.components[id].copy_of.valid()) continue;
      const auto before = saved.find(catalog_.components[id].name.value);
      if (before == saved.end()) {
        appeared(id);
      } else {
        compare(id, before->second);
        saved.erase(before);
      }
    }
    for (const auto& [name, gone] : saved) {
      if (gone.on) changes_.push_back({'-', name, "no longer in the tree"});
    }
    return lines();
  }

 private:
  void appeared(ComponentId id) {
    if (!selection_.verdicts[id].on) return;
    changes_.push_back({'+', name(id), cat(on_text(id), ", new in the tree")});
  }

  void compare(ComponentId id, const Saved& before) {
    const Verdict& now = selection_.verdicts[id];
    if (now.on && !before.on) {
      changes_.push_back({'+', name(id), on_text(id)});
    } else if (!now.on && before.on) {
      changes_.push_back({'-', name(id), cat("off: ", describe(catalog_, now.because))});
    } else if (now.on) {
      compare_ways(id, before);
    }
  }

  // Built before and now: the linkage and the features.
  void compare_ways(ComponentId id, const Saved& before) {
    const Verdict& now = selection_.verdicts[id];
    const std::string linkage = now.linkage == Linkage::Static ? "static" : "shared";
    if (!before.linkage.empty() && before.linkage != linkage) {
      changes_.push_back({'~', name(id), cat(linkage, ", was ", before.linkage)});
    }
    for (const FeatureVerdict& feature : now.features) {
      const auto was = before.features.find(feature.name);
      const bool was_on = was != before.features.end() && was->second;
      if (feature.on == was_on) continue;
      changes_.push_back({'~', name(id),
                          cat("feature ", feature.name, feature.on ? " on (" : " off: ",
                              describe(catalog_, feature), feature.on ? ")" : "")});
    }
  }

  const std::string& name(ComponentId id) const { return catalog_.components[id].name.value; }

  std::string on_text(ComponentId id) const {
    const Verdict& verdict = selection_.verdicts[id];
    const bool linked_in =
        catalog_.components[id].kind == ComponentKind::Module && verdict.linkage == Linkage::Static;
    return cat(linked_in ? "static (" : "on (", describe(catalog_, verdict.because), ")");
  }

  std::vector<std::string> lines() {
    std::stable_sort(changes_.begin(), changes_.end(),
                     [](const Change& a, const Change& b) { return a.name < b.name; });
    std::size_t width = 0;
    for (const Change& change : changes_) width = std::max(width, change.name.size());
    std::vector<std::string> lines;
    for (const Change& change : changes_) {
      std::string line = {change.sign, ' '};
      append(line, change.name, std::string(width - change.name.size() + 2, ' '), change.text);
      lines.push_back(std::move(line));
    }
    return lines;
  }

  const Catalog& catalog_;
  const Selection& selection_;
  std::vector<Change> changes_;
};

}  // namespace

std::optional<Request> read_selection(std::string_view text, FileId file,
                                      Diagnostics& diagnostics) {
  Reader reader(file, diagnostics);
  const std::optional<Json> document = reader.parse(text);
  return document ? reader.request(*document) : std::nullopt;
}

std::optional<std::vector<std::string>> compare_selection(std::string_view text, FileId file,
                                                          const Catalog& catalog,
                                                          const Selection& selection,
                                                          Diagnostics& diagnostics) {
  const std::optional<Json> document = Reader(file, diagnostics).parse(text);
  if (!document) return std::nullopt;
  return Comparison(catalog, selection).run(saved_components(*document));
}

}  // namespace modbuild
