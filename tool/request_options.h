// The options that say what is to be built: -g -i -x -s and their kin.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/request.h"

namespace CLI {
class App;
}

namespace modbuild::tool {

struct Context;

// As typed; the words of lists are not taken apart yet.
struct RequestOptions {
  std::vector<std::string> groups, include, exclude, make_static, require, features, dirs;
  std::vector<std::string> selection_files, modules_lists;
  bool exclude_given = false;
  Base base = Base::Unset;
  MissingPolicy missing = MissingPolicy::Unset;
  StaticPolicy static_policy = StaticPolicy::Unset;
  bool with_deps = false;
  bool with_load = false;

  // Whether anything was said at all.
  bool given() const;
};

// `base`: what the option is called that says what is built without -g.
void declare_request_options(CLI::App& app, RequestOptions& options, const char* base = "--base");

// The request of the command line alone, names with their place in it. Nothing after a mistake.
std::optional<Request> read_request(const RequestOptions& options, Context& context);

// Adds the requests of selection files to the job's. False after a mistake.
bool apply_selection_files(const std::vector<std::string>& files, Context& context);

// Gives the job what files modules.lst say. False after a mistake.
bool apply_modules_lists(const std::vector<std::string>& files, Context& context);

// Puts the whole request into the job: files first, then the options.
bool apply_request(const RequestOptions& options, Context& context);

}  // namespace modbuild::tool
