// Walks over everything in a component that carries a condition, or text with placeholders.
#pragma once

#include "model/catalog.h"

namespace modbuild {

template <class Visit>
void visit_list(const TextList& list, const Visit& visit) {
  for (const Conditional<Text>& entry : list) visit(entry.when);
}

template <class Visit>
void visit_settings(const Settings& settings, const Visit& visit) {
  visit_list(settings.includes, visit);
  visit_list(settings.defines, visit);
  visit_list(settings.cflags, visit);
  visit_list(settings.cxxflags, visit);
  visit_list(settings.ldflags, visit);
}

template <class Items, class Visit>
void visit_items(const Items& items, const Visit& visit) {
  for (const auto& item : items) visit(item.when);
}

// Every `when` of the component.
template <class Visit>
void visit_whens(const Component& c, const Visit& visit) {
  visit(c.when);
  visit_items(c.sources, visit);
  visit_items(c.excluded, visit);
  visit_settings(c.settings, visit);
  visit_list(c.public_includes, visit);
  for (const PerFile& rule : c.per_file) {
    visit(rule.when);
    visit_list(rule.cflags, visit);
    visit_list(rule.defines, visit);
  }
  for (const auto* needs : {&c.depends, &c.load, &c.optional, &c.conflicts}) {
    for (const Dependency& need : *needs) {
      visit(need.when);
      visit_list(need.defines, visit);
    }
  }
  visit_items(c.libraries, visit);
  visit_items(c.tools, visit);
  visit_items(c.libs, visit);
  for (const std::vector<LibUse>& choices : c.any_lib) visit_items(choices, visit);
  for (const Feature& feature : c.features) {
    visit(feature.when);
    visit_items(feature.libs, visit);
    for (const std::vector<LibUse>& choices : feature.any_lib) visit_items(choices, visit);
    visit_items(feature.modules, visit);
    visit_items(feature.sources, visit);
    visit_settings(feature.settings, visit);
  }
  visit_items(c.generates, visit);
  visit_items(c.installs, visit);
}

// Every define and flag of the component: text with placeholders.
template <class Visit>
void visit_flags(const Component& c, const Visit& visit) {
  const auto list = [&visit](const TextList& texts) {
    for (const Conditional<Text>& entry : texts) visit(entry.value);
  };
  const auto settings = [&list](const Settings& s) {
    for (const TextList* texts : {&s.defines, &s.cflags, &s.cxxflags, &s.ldflags}) list(*texts);
  };
  settings(c.settings);
  for (const PerFile& rule : c.per_file) {
    list(rule.defines);
    list(rule.cflags);
  }
  for (const Dependency& need : c.optional) list(need.defines);
  for (const Feature& feature : c.features) settings(feature.settings);
}

}  // namespace modbuild
