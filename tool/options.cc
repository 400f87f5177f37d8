#include "options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "base/edit_distance.h"
#include "base/str.h"

namespace modbuild::tool {
namespace {

const Choices<Format>& formats() {
  static const Choices<Format> choices = {
      {"text", Format::Text},         {"names", Format::Names},
      {"json", Format::Json},         {"csv", Format::Csv},
      {"markdown", Format::Markdown}, {"deb", Format::Deb},
      {"rpm", Format::Rpm},           {"cpack", Format::Cpack},
      {"spdx-2.3", Format::Spdx},     {"cyclonedx-1.5", Format::CycloneDx},
      {"dot", Format::Dot},           {"mermaid", Format::Mermaid},
      {"svg", Format::Svg},           {"github", Format::Github},
      {"gitlab", Format::Gitlab}};
  return choices;
}

void declare_place_options(CLI::App& app, Options& options) {
  add_value(
      app,
      {"-C,--directory", "DIR",
       "the tree; default: the nearest directory upwards with a modbuild.toml", kGlobalOptions},
      options.directory);
  add_value(app,
            {"-B,--build-dir", "DIR",
             "where build files go; default: 'build' in the tree, 'build-NAME' of a variant",
             kGlobalOptions},
            options.build_directory);
  add_value(app, {"--profile", "NAME", "start from this request of the tree file", kGlobalOptions},
            options.profile);
  add_value(app,
            {"--toolchain", "NAME", "build with these programs of the tree file: [toolchains.NAME]",
             kGlobalOptions},
            options.toolchain);
  add_value(app,
            {"--variant", "NAME", "build with these flags of the tree file: [variants.NAME]",
             kGlobalOptions},
            options.variant);
  add_list(app,
           {"--launcher", "CMD",
            "run compilers through this: ccache, distcc, icecc, 'ccache distcc', ..; none: "
            "through nothing",
            kGlobalOptions},
           options.launcher);
}

void declare_output_options(CLI::App& app, Options& options) {
  add_choice<ColorMode>(
      app, {"--color", "", "colour in the output; default: auto", kGlobalOptions},
      {{"auto", ColorMode::Auto}, {"always", ColorMode::Always}, {"never", ColorMode::Never}},
      options.color);
  add_choice(app,
             {"--format", "FORM",
              "form of the data on stdout, one of those that the help of the command lists; "
              "default: the first of them",
              kGlobalOptions},
             formats(), options.format);
  add_choice<DiagnosticFormat>(
      app,
      {"--diagnostics", "FORM",
       "form of messages on stderr: text, short, json, github or sarif; default: text",
       kGlobalOptions},
      {{"text", DiagnosticFormat::Text},
       {"short", DiagnosticFormat::Short},
       {"json", DiagnosticFormat::Json},
       {"github", DiagnosticFormat::Github},
       {"sarif", DiagnosticFormat::Sarif}},
      options.diagnostics);
}

void declare_probe_options(CLI::App& app, Options& options) {
  add_switch(
      app,
      {"--no-probe", "", "start no process: external libraries count as not found", kGlobalOptions},
      options.no_probe);
  add_switch(app,
             {"--untrusted", "",
              "run nothing that the tree names, and let its file permit nothing: for a pull "
              "request from a fork",
              kGlobalOptions},
             options.untrusted);
  app.add_option("--probe-timeout", options.probe_seconds,
                 "how long a program may take that is asked about a library; default: 10")
      ->take_last()
      ->check(CLI::Range(1U, 3600U).description(""))
      ->type_name("SECONDS")
      ->group(kGlobalOptions);
  add_switch(app,
             {"--frozen", "", "ask the machine nothing that the probe cache does not know",
              kGlobalOptions},
             options.frozen);
  add_switch(
      app, {"--refresh", "", "ask everything anew, whatever the probe cache knows", kGlobalOptions},
      options.refresh);
}

}  // namespace

void declare_global_options(CLI::App& app, Options& options) {
  declare_place_options(app, options);
  app.add_option("-j,--jobs", options.threads, "threads and build jobs; default: one per processor")
      ->take_last()
      ->type_name("N")
      ->group(kGlobalOptions);
  add_switch(app, {"-q,--quiet", "", "say nothing but errors", kGlobalOptions}, options.quiet);
  add_switch(app, {"-v,--verbose", "", "say more", kGlobalOptions}, options.verbose);
  add_switch(app,
             {"--no-cache", "",
              "read every manifest and directory, whatever the build directory keeps of them",
              kGlobalOptions},
             options.no_cache);
  declare_output_options(app, options);
  declare_probe_options(app, options);
  app.add_flag("--locked{//modbuild.lock}", options.locked,
               "select, gen, build: fail when this is no longer what 'modbuild lock' wrote; "
               "--locked=FILE for another file than modbuild.lock at the tree's root")
      ->group(kGlobalOptions);
  app.add_flag("--stats{text}", options.stats,
               "times and work counters on stderr; --stats=json as a document")
      ->group(kGlobalOptions);
  add_value(app,
            {"--trace", "FILE",
             "write what ran when, as a timeline that chrome://tracing and ui.perfetto.dev show",
             kGlobalOptions},
            options.trace);
}

std::string_view format_word(Format format) {
  for (const std::pair<std::string, Format>& choice : formats()) {
    if (choice.second == format) return choice.first;
  }
  return "";
}

void add_switch(CLI::App& app, const OptionText& text, bool& value) {
  app.add_flag(text.names, value, text.help)->group(text.group);
}

void add_value(CLI::App& app, const OptionText& text, std::string& value) {
  const auto read = [&value](const CLI::results_t& results) {
    value = results.back();
    return true;
  };
  app.add_option(text.names, read, text.help)
      ->take_last()
      ->type_name(text.value_name)
      ->group(text.group);
}

void add_list(CLI::App& app, const OptionText& text, std::vector<std::string>& values) {
  // The option's own record of what was typed: what CLI11 hands to a callback reads "{}" as empty.
  const auto option = std::make_shared<CLI::Option*>(nullptr);
  const auto read = [&values, option](const CLI::results_t&) {
    values = (*option)->results();
    return true;
  };
  *option = app.add_option(text.names, read, text.help);
  (*option)->take_all()->allow_extra_args(false)->type_name(text.value_name)->group(text.group);
}

void add_values(CLI::App& app, const OptionText& text, int count,
                std::vector<std::string>& values) {
  app.add_option(text.names, values, text.help)
      ->expected(count)
      ->type_name(text.value_name)
      ->group(text.group);
}

void add_argument(CLI::App& app, const char* name, const char* help, std::string& value) {
  app.add_option(name, value, help);
}

void add_arguments(CLI::App& app, const char* name, const char* help,
                   std::vector<std::string>& values) {
  app.add_option(name, values, help);
}

void add_choice_of(CLI::App& app, const OptionText& text, const std::vector<std::string>& words,
                   const std::function<void(std::size_t)>& choose) {
  const std::string option = text.names;
  const auto read = [option, words, choose](const CLI::results_t& results) {
    const std::string& found = results.back();
    const auto word = std::find(words.begin(), words.end(), found);
    if (word == words.end()) {
      const std::string hint = did_you_mean(found, words);
      throw CLI::ValidationError(cat(option, " takes ", join(words, ", "), "; found '", found, "'",
                                     hint.empty() ? "" : cat("\nhelp: ", hint)),
                                 CLI::ExitCodes::ValidationError);
    }
    choose(static_cast<std::size_t>(word - words.begin()));
    return true;
  };
  app.add_option(text.names, read, text.help)
      ->take_last()
      ->type_name(*text.value_name == '\0' ? join(words, "|") : text.value_name)
      ->group(text.group);
}

const CLI::App& program_of(const CLI::App& app) {
  return *app.get_parent();
}

}  // namespace modbuild::tool
