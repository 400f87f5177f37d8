// A small language for sets of components: names, globs, @groups, functions such as deps(..) and
// on(), and the operators + & - between them. The words are those of Bazel's query where it has
// them. Reads an expression, says what is needed to answer it, and answers; knows no file, no host.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostics.h"
#include "model/catalog.h"
#include "model/graph.h"
#include "probe/probe.h"
#include "select/select.h"

namespace modbuild {

enum class QueryOp : std::uint8_t {
  Names,
  Union,
  Intersect,
  Except,
  // functions
  Deps,
  Rdeps,
  AllPaths,
  SomePath,
  On,
  Off,
  Dropped,
  Static,
  WhenFalse,
  Kind,
  Group,
  Host,
  Lib,
  Package,
  File,
  Feature
};

// What it takes to answer, beyond the catalog.
enum class QueryNeed : std::uint8_t { Nothing, Graph, Selection, AllLibs };

struct QueryFunction {
  std::string_view name;
  QueryOp op = QueryOp::Names;
  QueryNeed need = QueryNeed::Nothing;  // AllLibs: a selection, made with every lib probed
  // Its arguments, in this order.
  bool words = false;  // first one or more words, with blanks between
  std::size_t least_sets = 0, most_sets = 0;
  bool depth = false;        // last a number, which may be left out
  std::string_view form;     // "deps(SET[, DEPTH])"
  std::string_view meaning;  // for help
};

// Every function, in the order of help.
std::span<const QueryFunction> query_functions();

// One step of an answer; operands are the steps at smaller indices. A `let` makes none: its
// variable is the step it stands for.
struct QueryNode {
  static constexpr std::uint32_t kNoLimit = 0xffffffffU;
  QueryOp op = QueryOp::Names;
  std::vector<Text> words;
  std::vector<std::uint32_t> sets;
  std::uint32_t depth = kNoLimit;
};

struct Query {
  std::vector<QueryNode> nodes;
  std::uint32_t root = 0;

  // Whether some step needs it; a need of every lib is one of a selection, too.
  bool needs(QueryNeed need) const;
};

// Reads an expression that is the whole text of `file`. Operators are equal and work from left to
// right, as in Bazel. Nothing after a mistake (MB081). At most 64 KiB, 4096 steps, 64 levels.
std::optional<Query> parse_query(std::string_view text, FileId file, Diagnostics& diagnostics);

// What an expression is asked about.
struct QuerySubject {
  const Catalog& catalog;
  const Graph& graph;                    // without copies; read only where the query needs it
  std::vector<EdgeKind> kinds;           // the needs that deps, rdeps and paths follow
  const Selection* selection = nullptr;  // likewise
  const ProbeReport* probes = nullptr;   // likewise
};

// The members by id, never a build machine's copy. Names that do not exist and globs that match
// nothing are errors (MB070). Each step takes time linear in the tree.
std::optional<std::vector<ComponentId>> evaluate(const Query& query, const QuerySubject& subject,
                                                 Diagnostics& diagnostics);

}  // namespace modbuild
