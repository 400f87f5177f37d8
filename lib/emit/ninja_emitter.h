// Writes the steps of a plan as Ninja edges, step by step; ninja.cc puts the file together.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emit/emit.h"
#include "emit/ninja_index.h"
#include "emit/ninja_rules.h"
#include "emit/ninja_text.h"

namespace modbuild {

class NinjaEmitter {
 public:
  NinjaEmitter(const EmitInput& input, const NinjaIndex& index, Diagnostics& diagnostics,
               std::size_t expected_size);

  // The variables of every toolchain that edges with these rules need.
  void add_toolchains(const NinjaRules& used, NinjaText& out);
  // Steps by their place in the plan.
  void add_compile(std::size_t step);
  void add_link(std::size_t step);
  void add_generate(const GenerateStep& step);
  void add_alias(const Alias& alias);
  // The edges that bring build.ninja itself up to date.
  void add_regeneration();
  void add_clean();
  void add_install();

  std::string take_edges() { return std::move(edges_).take(); }
  const NinjaRules& used_rules() const { return used_; }

 private:
  void begin_edge(NinjaRule rule, Machine machine = Machine::Target);
  void add_path(const Path& path);
  void add_paths(const std::vector<Path>& paths);
  // The one target that stands for a list of files to wait for, or null: the only file, or a phony
  // target that add_wait() makes.
  const NinjaPath* order_only_target(OrderOnlyId id);
  NinjaPath wait_name(OrderOnlyId id) const;
  void add_wait(OrderOnlyId id);
  std::optional<NinjaPath> target(const std::string& name);
  std::optional<NinjaPath> file(const Path& path);
  // Words of a command, each behind a blank except the first.
  void add_words(const std::vector<std::string>& words, NinjaText& out);
  void add_word(const Arg& arg, const SourceRange& at, NinjaText& out);
  void add_rsp_token(const Arg& arg, const SourceRange& at);
  void add_toolchain(Machine machine, NinjaText& out);
  void add_tool(NinjaSyntax name, Machine machine, const std::vector<std::string>& words,
                NinjaText& out);
  // Defines the variable of a flag list, before its first use; `rsp`: for a response file.
  void define_flags(const FlagList& list, bool rsp);
  void refer_to_flags(FlagsId id);
  void add_own_rsp(const LinkStep& step);
  void add_long_command(const GenerateStep& step, const NinjaText& command);
  // A phony edge; more than a few hundred inputs become a tree of phony edges.
  void add_phony(const NinjaPath& name, std::vector<NinjaPath> inputs);
  void reject(const Rejection& rejection, std::string_view what, std::string_view text,
              const SourceRange& at);

  const EmitInput& input_;
  const Plan& plan_;
  Diagnostics& diagnostics_;
  NinjaText edges_;
  NinjaRules used_;
  const NinjaIndex& index_;
  // Of the list that the last compile step waited for.
  OrderOnlyId waited_for_;
  std::optional<NinjaPath> wait_target_;
};

}  // namespace modbuild
