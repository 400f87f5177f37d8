#include <algorithm>
#include <memory>

#include "base/json_writer.h"
#include "base/str.h"
#include "emit/emit.h"
#include "emit/rejection.h"

namespace modbuild {
namespace {

constexpr std::size_t kCommandsPerPart = 2000;

// The database is large and regular, so what repeats is made once and copied.
class CompileCommands {
 public:
  CompileCommands(const EmitInput& input, std::string_view build_directory) : input_(input) {
    directory_ = "  {\"directory\": ";
    append_json_string(directory_, build_directory);
    target_ = frame(toolchain_for(*input.plan, Machine::Target));
    build_ = frame(toolchain_for(*input.plan, Machine::Build));
  }

  std::size_t parts() const {
    return std::max<std::size_t>(1, (steps().size() + kCommandsPerPart - 1) / kCommandsPerPart);
  }

  std::string part(std::size_t part) const {
    const std::size_t begin = part * kCommandsPerPart;
    const std::size_t end = std::min(steps().size(), begin + kCommandsPerPart);
    std::string out;
    out.reserve(64 + (end - begin) * 400);
    SharedFlags shared[kLanguages];
    if (part == 0) out = "[";
    for (std::size_t i = begin; i < end; ++i) {
      out.append(i == 0 ? "\n" : ",\n");
      add(steps()[i], shared[static_cast<std::size_t>(steps()[i].language)], out);
    }
    if (end == steps().size()) out.append("\n]\n");
    return out;
  }

 private:
  // What stands around the flags of a step, by toolchain.
  struct Frame {
    std::string c_start, c_end, cxx_start, cxx_end;
  };
  // The list that the last step of a language had: the next one mostly has it, too.
  struct SharedFlags {
    FlagsId id;
    std::string text;
  };
  static constexpr std::size_t kLanguages = 3;

  const std::vector<CompileStep>& steps() const { return input_.plan->compiles; }

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

  const std::string& shared_flags(FlagsId id, SharedFlags& shared) const {
    if (shared.id == id) return shared.text;
    shared.id = id;
    shared.text.clear();
    for (const Flag& flag : input_.plan->flags[id].flags) {
      add_word(shared.text, word_from_build(input_, flag.arg));
    }
    return shared.text;
  }

  void add(const CompileStep& step, SharedFlags& shared, std::string& out) const {
    const Frame& around = step.machine == Machine::Build ? build_ : target_;
    const std::string source = path_from_build(input_, step.source);
    const std::string object = path_from_build(input_, step.object);
    append(out, directory_, ", \"file\": ");
    append_json_string(out, source);
    out.append(",\n   \"arguments\": [");
    out.append(step.language == Language::Cxx ? around.cxx_start : around.c_start);
    if (step.flags.valid()) out.append(shared_flags(step.flags, shared));
    for (const Flag& flag : step.extra) add_word(out, word_from_build(input_, flag.arg));
    out.append(step.language == Language::Cxx ? around.cxx_end : around.c_end);
    out.append("\"-c\", ");
    add_word(out, source);
    out.append("\"-o\", ");
    append_json_string(out, object);
    out.append("],\n   \"output\": ");
    append_json_string(out, object);
    out.push_back('}');
  }

  const EmitInput& input_;
  std::string directory_;
  Frame target_, build_;
};

}  // namespace

OutputFile compile_commands_file(const EmitInput& input, std::string_view build_directory) {
  const auto commands = std::make_shared<const CompileCommands>(input, build_directory);
  return {"compile_commands.json", {}, commands->parts(), [commands](std::size_t part) {
            return commands->part(part);
          }};
}

}  // namespace modbuild
