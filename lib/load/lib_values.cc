// {lib.LIB.NAME} in the steps of components: the component must use the lib, and every way to find
// the lib must know the value.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "base/str.h"
#include "load/placeholders.h"
#include "load/resolve.h"
#include "load/text_place.h"

namespace modbuild {
namespace {

bool names_lib(const std::vector<LibUse>& uses, LibId lib) {
  return std::any_of(uses.begin(), uses.end(), [lib](const LibUse& use) { return use.lib == lib; });
}

bool names_lib(const std::vector<std::vector<LibUse>>& any_lib, LibId lib) {
  return std::any_of(any_lib.begin(), any_lib.end(),
                     [lib](const std::vector<LibUse>& uses) { return names_lib(uses, lib); });
}

bool uses_lib(const Component& component, LibId lib) {
  return names_lib(component.libs, lib) || names_lib(component.any_lib, lib) ||
         std::any_of(component.features.begin(), component.features.end(),
                     [lib](const Feature& feature) {
                       return names_lib(feature.libs, lib) || names_lib(feature.any_lib, lib);
                     });
}

bool has_variable(const Alternative& way, const std::string& name) {
  return std::any_of(way.variables.begin(), way.variables.end(),
                     [&name](const LibVariable& variable) { return variable.name.value == name; });
}

class LibValueChecker {
 public:
  LibValueChecker(const Component& component, NameResolver& names, const Catalog& catalog,
                  Diagnostics& diagnostics)
      : component_(component), names_(names), catalog_(catalog), diagnostics_(diagnostics) {}

  void check(const Text& text) {
    for (const Placeholder& placeholder : placeholders_of(text.value)) {
      const std::optional<LibValue> value = parse_lib_value(placeholder.name);
      if (value) check(*value, place_in_text(text, placeholder.begin, placeholder.end));
    }
  }

 private:
  void check(const LibValue& value, const SourceRange& at) {
    const LibId id = catalog_.find_lib(value.lib);
    if (!id.valid()) return names_.check_lib({value.lib, at});
    if (!uses_lib(component_, id)) {
      return report(at,
                    cat("'", component_.name.value, "' does not use external library '", value.lib,
                        "', so it cannot ask for '", value.variable, "'"),
                    cat("add it: [depends] libs = [\"", value.lib, "\"]"));
    }
    const std::vector<Alternative>& ways = catalog_.libs[id].any;
    const auto missing = std::find_if(ways.begin(), ways.end(), [&](const Alternative& way) {
      return !has_variable(way, value.variable);
    });
    if (missing == ways.end()) return;
    const bool some = std::any_of(ways.begin(), ways.end(), [&](const Alternative& way) {
      return has_variable(way, value.variable);
    });
    if (!some) return report_unknown(value, ways, at);
    diagnostics_.add({Code::UnknownPlaceholder,
                      at,
                      cat("not every way to find library '", value.lib, "' has the variable '",
                          value.variable, "'"),
                      cat("add variables = { ", value.variable, " = .. } to each alternative"),
                      {{missing->at, "this one does not have it"}}});
  }

  void report_unknown(const LibValue& value, const std::vector<Alternative>& ways,
                      const SourceRange& at) {
    std::set<std::string> known;
    for (const Alternative& way : ways) {
      for (const LibVariable& variable : way.variables) known.insert(variable.name.value);
    }
    std::string help = names_.near(value.variable, {known.begin(), known.end()});
    if (help.empty()) {
      help = cat("declare it in each alternative of [libs.", value.lib, "]: variables = { ",
                 value.variable, " = .. }");
    }
    report(at, cat("library '", value.lib, "' has no variable '", value.variable, "'"),
           std::move(help));
  }

  void report(const SourceRange& at, std::string message, std::string help) {
    diagnostics_.add(Code::UnknownPlaceholder, at, std::move(message), std::move(help));
  }

  const Component& component_;
  NameResolver& names_;
  const Catalog& catalog_;
  Diagnostics& diagnostics_;
};

}  // namespace

void check_lib_values(const Component& component, NameResolver& names, const Catalog& catalog,
                      Diagnostics& diagnostics) {
  LibValueChecker checker(component, names, catalog, diagnostics);
  for (const Generate& generate : component.generates) {
    for (const Text& word : generate.command) checker.check(word);
  }
  for (const Install& install : component.installs) {
    checker.check(install.to);
    for (const Substitution& subst : install.subst) checker.check(subst.replacement);
  }
}

}  // namespace modbuild
