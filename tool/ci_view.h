// Parts of a build and requests that cover a tree, as text and as what CI systems take.
#pragma once

#include <string>
#include <vector>

#include "ci/ci.h"
#include "context.h"

namespace modbuild::tool {

// One part of a build, with the options of the request that builds it.
struct CiPart {
  std::size_t number = 1;  // from 1
  std::size_t parts = 1;
  Shard shard;
  std::vector<std::string> arguments;
};

struct CiParts {
  std::vector<CiPart> parts;
  std::string source;  // of the costs, in words
};

// The words of `request`, with the toolchain and variant of `context`; names of one list stand in
// one word.
std::vector<std::string> ci_arguments(const Request& request, const Context& context);

std::string part_text(const CiPart& part, const Context& context);
std::string part_names(const CiPart& part, const Context& context);
std::string part_json(const CiPart& part, const Context& context);

std::string matrix_text(const CiParts& all, const Context& context);
std::string matrix_json(const CiParts& all, const Context& context);

// Requests that a CI system is to run, each with a name.
struct CiJob {
  std::string name;  // "2/5"
  std::vector<std::string> arguments;
  std::vector<std::string> modules;  // empty: not told
};

// On one line, as GITHUB_OUTPUT takes it: {"include":[{"name":..,"options":..,"modules":..},..]}.
std::string github_matrix(const std::vector<CiJob>& jobs);
// {"parallel": {"matrix": [{"MODBUILD_PART":..,"MODBUILD_OPTIONS":..},..]}}, to be merged into a
// job.
std::string gitlab_matrix(const std::vector<CiJob>& jobs);

std::string cover_text(const Cover& cover, const Context& context);
std::string cover_json(const Cover& cover, const Context& context);

}  // namespace modbuild::tool
