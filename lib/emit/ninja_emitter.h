// Writes the steps of a plan as Ninja edges, step by step; ninja.cc puts the file together.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emit/emit.h"
#include "emit/ninja_rules.h"
#include "emit/ninja_text.h"

namespace modbuild {

class NinjaEmitter {
 public:
  NinjaEmitter(const EmitInput& input, Diagnostics& diagnostics, std::size_t expected_size);

  // The variables of every toolchain that the edges added so far need.
  void add_toolchains(NinjaText& out);
  void add_compile(const CompileStep& step);
  void add_link(const LinkStep& step);
  void add_generate(const GenerateStep& step);
  void add_alias(const Alias& alias);
  // The edges that bring build.ninja itself up to date.
  void add_regeneration();
  void add_clean();
  void add_install();

  const NinjaText& edges() const { return edges_; }
  const NinjaRules& used_rules() const { return used_; }

 private:
  void begin_edge(NinjaRule rule, Machine machine = Machine::Target);
  void add_path(const Path& path);
  void add_paths(const std::vector<Path>& paths);
  // The one target that stands for a list of files to wait for.
  const NinjaPath& order_only_target(OrderOnlyId id);
  NinjaPath make_order_only_target(const std::vector<Path>& paths);
  std::optional<NinjaPath> target(const std::string& name);
  std::optional<NinjaPath> file(const Path& path);
  // Words of a command, each behind a blank except the first.
  void add_words(const std::vector<std::string>& words, NinjaText& out);
  void add_word(const Arg& arg, const SourceRange& at, NinjaText& out);
  void add_rsp_token(const Arg& arg, const SourceRange& at);
  void add_toolchain(Machine machine, NinjaText& out);
  void add_tool(NinjaSyntax name, Machine machine, const std::vector<std::string>& words,
                NinjaText& out);
  // Defines the variable of a flag list before its first use; `rsp`: for a response file.
  void define_flags(FlagsId id, bool rsp);
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
  IdVector<FlagsId, char> defined_;
  // What to wait for -> the target that stands for it, for lists that many steps share.
  IdVector<OrderOnlyId, std::optional<NinjaPath>> order_only_target_;
  std::map<std::vector<Path>, OrderOnlyId> order_only_lists_;
};

}  // namespace modbuild
