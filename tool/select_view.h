// How a selection is shown: text for people, names, CSV, Markdown.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "context.h"

namespace modbuild::tool {

enum class Only : std::uint8_t { Everything, On, Off, Dropped };

struct SelectView {
  bool summary = false;  // text: leave out what is as one would expect
  Only only = Only::Everything;
};

// "switchyard: 12 of 16 modules are on (11 shared, 1 static), 2 dropped, 2 not asked for".
std::string counts_line(const Context& context);

// Which modules the request started from, in words.
std::string base_line(const Context& context);

// Off though wanted.
bool is_dropped(const Verdict& verdict);

// The modules that `only` lets through, in id order.
std::vector<ComponentId> shown_modules(const Context& context, Only only);

// "install libssl-dev", or several ways joined with " or ".
std::string fix_text(const Context& context, ComponentId id);

// The same for a feature that is off of a component that is on; "" when there is none.
std::string feature_fix_text(const Context& context, ComponentId id, std::size_t feature);

std::string select_text(const Context& context, const SelectView& view);
std::string select_names(const Context& context, Only only);
std::string select_csv(const Context& context, Only only);
std::string select_markdown(const Context& context, Only only);

}  // namespace modbuild::tool
