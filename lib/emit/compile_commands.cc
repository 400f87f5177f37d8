#include <optional>

#include "base/json_writer.h"
#include "base/str.h"
#include "emit/emit.h"
#include "emit/rejection.h"

namespace modbuild {
namespace {

// The database is large and regular, so parts that repeat are made once and copied.
class CompileCommands {
 public:
  CompileCommands(const EmitInput& input, std::string_view build_directory)
      : input_(input), flags_(input.plan->flags.size()) {
    directory_ = "  {\"directory\": ";
    append_json_string(directory_, build_directory);
    target_ = frame(toolchain_for(*input.plan, Machine::Target));
    build_ = frame(toolchain_for(*input.plan, Machine::Build));
  }

  std::string build() {
    const std::vector<CompileStep>& steps = input_.plan->compiles;
    out_.reserve(64 + steps.size() * 512);
    out_ = "[";
    for (std::size_t i = 0; i < steps.size(); ++i) {
      out_.append(i == 0 ? "\n" : ",\n");
      add(steps[i]);
    }
    out_.append("\n]\n");
    return std::move(out_);
  }

 private:
  // What stands around the flags of a step, by toolchain.
  struct Frame {
    std::string c_start, c_end, cxx_start, cxx_end;
  };
  static Frame frame(const Toolchain& toolchain) {
    return {words(toolchain.cc), words(toolchain.cflags), words(toolchain.cxx),
            words(toolchain.cxxflags)};
  }

  // Each word with ", " behind it.
  static std::string words(const std::vector<std::string>& list) {
    std::string text;
    for (const std::string& word : list) add_word(text, word);
    return text;
  }
  static void add_word(std::string& text, std::string_view word) {
    append_json_string(text, word);
    text.append(", ");
  }

  const std::string& shared_flags(FlagsId id) {
    std::optional<std::string>& text = flags_[id];
    if (text) return *text;
    text.emplace();
    for (const Flag& flag : input_.plan->flags[id].flags) {
      add_word(*text, word_from_build(input_, flag.arg));
    }
    return *text;
  }

  void add(const CompileStep& step) {
    const Frame& around = step.machine == Machine::Build ? build_ : target_;
    const std::string source = path_from_build(input_, step.source);
    const std::string object = path_from_build(input_, step.object);
    append(out_, directory_, ", \"file\": ");
    append_json_string(out_, source);
    out_.append(",\n   \"arguments\": [");
    out_.append(step.language == Language::Cxx ? around.cxx_start : around.c_start);
    if (step.flags.valid()) out_.append(shared_flags(step.flags));
    for (const Flag& flag : step.extra) add_word(out_, word_from_build(input_, flag.arg));
    out_.append(step.language == Language::Cxx ? around.cxx_end : around.c_end);
    out_.append("\"-c\", ");
    add_word(out_, source);
    out_.append("\"-o\", ");
    append_json_string(out_, object);
    out_.append("],\n   \"output\": ");
    append_json_string(out_, object);
    out_.push_back('}');
  }

  const EmitInput& input_;
  std::string out_;
  std::string directory_;
  Frame target_, build_;
  IdVector<FlagsId, std::optional<std::string>> flags_;
};

}  // namespace

std::string compile_commands_json(const EmitInput& input, std::string_view build_directory) {
  return CompileCommands(input, build_directory).build();
}

}  // namespace modbuild
