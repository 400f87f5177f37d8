// The fixed part of a Makefile: the commands of the steps as macros. Their words are those of
// ninja_rules.cc, so that both build the same bytes.
#pragma once

#include <string_view>

#include "emit/make_text.h"
#include "plan/plan.h"

namespace modbuild {

// Changes whenever a macro does, so that every step runs again.
inline constexpr std::string_view kMakeRulesVersion = "2";

// The macro of a step.
const char* make_compile_macro(const CompileStep& step);
const char* make_link_macro(const LinkStep& step);

// What stands first: settings, and checks of make and of what was typed.
void add_make_prelude(MakeText& out);
// The macros; they come behind the variables.
void add_make_macros(MakeText& out);
// What `goals`, the list of aliases, says of the goals that were typed.
void add_make_goals(MakeText& out);
// The goal `help`.
void add_make_help(MakeText& out);

}  // namespace modbuild
