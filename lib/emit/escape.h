// The only place that knows quoting. One type per sink, made only by the functions below, so that a
// missing or doubled quote does not compile. Rules: HAZARDS section 5; knows nothing of plans.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace modbuild {

enum class Fault : std::uint8_t {
  Empty,
  ControlCharacter,  // 00-1F or 7F: each tool does something else with it
  Unrepresentable,   // the sink has no escape for the byte
  OptionLike         // starts with '-', '@' or '~'
};

// Why a sink cannot carry a text: the byte at fault, and where it stands in the text as given.
struct Rejection {
  Fault fault = Fault::Empty;
  unsigned char byte = 0;
  std::size_t offset = 0;

  friend bool operator==(const Rejection&, const Rejection&) = default;
};

template <class T>
using Escaped = tl::expected<T, Rejection>;

// Text in the form that one sink reads back as the original. Functions that make one take their
// argument by value: most texts need no escape and are moved through.
template <class Sink>
class Quoted {
 public:
  const std::string& text() const { return text_; }

 private:
  friend class Quoter;
  explicit Quoted(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

using ShellWord = Quoted<struct ShellWordSink>;        // one word for a POSIX shell
using RspToken = Quoted<struct RspTokenSink>;          // one word of a gcc/ld/ar response file
using NinjaPath = Quoted<struct NinjaPathSink>;        // a file or target on a build line
using NinjaValue = Quoted<struct NinjaValueSink>;      // right of '=', read by Ninja as text
using NinjaCommand = Quoted<struct NinjaCommandSink>;  // a shell word right of 'command ='
using NinjaRsp = Quoted<struct NinjaRspSink>;          // a token right of 'rspfile_content ='
using NinjaName = Quoted<struct NinjaNameSink>;        // a rule, pool or variable
using MakeTarget = Quoted<struct MakeTargetSink>;      // left of ':' in a rule of a makefile
using MakePrerequisite = Quoted<struct MakePrerequisiteSink>;  // right of it
using MakeIncluded = Quoted<struct MakeIncludedSink>;          // right of 'include'
using MakeValue = Quoted<struct MakeValueSink>;                // right of ':=' in a makefile
using MakeName = Quoted<struct MakeNameSink>;                  // a variable of a makefile
using DepfilePath = Quoted<struct DepfilePathSink>;  // a path in a depfile that Ninja reads

// A path that commands see through $in and $out, where Ninja quotes it for the shell but does not
// guard it: one that starts like an option is refused.
Escaped<NinjaPath> ninja_path(std::string path);
// The name of a phony target, which no command ever sees: "@group" is fine.
Escaped<NinjaPath> ninja_target(std::string name);
// A target that stands for a part of `whole`: "_all.3". No component's name starts with '_'.
NinjaPath ninja_part_target(const NinjaPath& whole, std::size_t number);
Escaped<NinjaValue> ninja_value(std::string_view text);
// [A-Za-z0-9_.-]+
Escaped<NinjaName> ninja_name(std::string_view name);

Escaped<ShellWord> shell_word(std::string text);
NinjaCommand ninja_command(ShellWord word);

Escaped<RspToken> rsp_token(std::string text);
NinjaRsp ninja_rsp(RspToken token);

// Right of ':=': text that make expands back to the word or token. Values end in a blank where the
// token ends in '\'.
MakeValue make_value(ShellWord word);
MakeValue make_value(RspToken token);
// A file or phony target of a rule that is no pattern rule. Refused is what make 4.3 cannot carry
// (HAZARDS section 5.2).
Escaped<MakeTarget> make_target(std::string_view path);
Escaped<MakePrerequisite> make_prerequisite(std::string_view path);
// As a prerequisite, but for ':', from which 'include' takes no escape away.
Escaped<MakeIncluded> make_included(std::string_view path);
// [A-Za-z0-9_.+-]+
Escaped<MakeName> make_name(std::string_view name);

// Ninja's depfile reader takes several bytes for blanks; paths that hold one are refused.
Escaped<DepfilePath> depfile_path(std::string_view path);

// Whether every sink above writes `path` as it stands: letters, digits and "_./+-", and nothing
// like an option. Only such paths may reach a response file through Ninja's $in.
bool is_plain_path(std::string_view path);

}  // namespace modbuild
