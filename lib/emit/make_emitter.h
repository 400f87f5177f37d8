// Writes the steps of a plan as rules of a makefile, step by step; make.cc puts the file together.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "emit/emit.h"
#include "emit/make_text.h"

namespace modbuild {

class MakeEmitter {
 public:
  MakeEmitter(const EmitInput& input, Diagnostics& diagnostics, std::size_t expected_size);

  void add_toolchain(Machine machine);
  // What compilers take the build directory for, as in the rules of Ninja.
  void add_here();
  void add_compile(const CompileStep& step);
  void add_link(const LinkStep& step);
  void add_generate(const GenerateStep& step);
  void add_alias(const Alias& alias);
  // All aliases by name; none is a file.
  void add_goals();
  void add_directories();
  // Rules without recipes for everything that was included: what is gone is no error.
  void add_headers();
  void add_watched();
  void add_regeneration();
  // clean, install, uninstall, and the variables of their commands.
  void add_commands();

  // What must stand before the rules: variables, and the records of finished steps.
  const MakeText& variables() const { return variables_; }
  const MakeText& records() const { return records_; }
  const MakeText& rules() const { return rules_; }

 private:
  // A step: its output, and the names under which the makefile keeps what belongs to it.
  struct Step {
    std::string output;
    MakeName key;
  };

  Step begin_step(const Path& output);
  // Has the record of a finished step included (make_depfile.cc).
  void add_record(const std::string& output);
  // " PREREQUISITE .." of each path.
  void add_paths(const std::vector<Path>& paths, MakeText& out);
  void add_prerequisite(const std::string& path, MakeText& out);
  void add_target(const std::string& path, MakeText& out);
  // The order-only prerequisite that makes the directory of an output.
  void add_directory(const std::string& output, MakeText& out);
  void add_word(const Arg& arg, const SourceRange& at, MakeText& out);
  void add_rsp_token(const Arg& arg, const SourceRange& at, MakeText& out);
  void add_words(const std::vector<std::string>& words, MakeText& out);
  void add_variable(const char* prefix, const MakeName& key, const MakeText& value);
  void add_tool(const char* name, Machine machine, const std::vector<std::string>& words);
  // `o.KEY`: the output as a word for the shell, where it is not plain.
  void add_word_of(const char* prefix, const MakeName& key, const std::string& path);
  // `k.KEY`: a generated file under the hash of its path (make_depfile.cc); gives the key.
  MakeName add_known(const std::string& path);
  void define_flags(FlagsId id, bool rsp);
  // What a step is made with and from; another value makes it run again.
  MakeName hash_of(const char* macro, const MakeText& inputs, FlagsId flags, Machine machine) const;
  void add_needs(const Step& step, const MakeName& hash);
  void add_call(const char* macro, const Step& step, const MakeName& hash, FlagsId flags,
                Machine machine);
  std::optional<MakeName> flags_name(FlagsId id) const;
  void add_order_only(OrderOnlyId id, MakeText& out);
  void reject(const Rejection& rejection, std::string_view what, std::string_view text,
              const SourceRange& at);

  const EmitInput& input_;
  const Plan& plan_;
  Diagnostics& diagnostics_;
  MakeText variables_, records_, rules_;
  std::size_t record_count_ = 0;
  IdVector<FlagsId, char> defined_;
  IdVector<FlagsId, std::string> flags_hash_;
  std::string toolchain_hash_[2];
  std::set<std::string> directories_;
};

}  // namespace modbuild
