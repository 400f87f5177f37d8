#include "emit/rejection.h"

#include "base/check.h"
#include "base/str.h"
#include "base/utf8.h"

namespace modbuild {
namespace {

std::string describe_byte(unsigned char byte) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string text = "byte 0x";
  text.push_back(kDigits[byte >> 4U]);
  text.push_back(kDigits[byte & 15U]);
  if (byte > 0x20 && byte < 0x7F) append(text, " '", std::string(1, static_cast<char>(byte)), "'");
  return text;
}

Code code_of(Fault fault) {
  switch (fault) {
    case Fault::ControlCharacter:
      return Code::ControlCharacter;
    case Fault::OptionLike:
      return Code::OptionLikeName;
    case Fault::Empty:
    case Fault::Unrepresentable:
      break;
  }
  return Code::UnportableCharacter;
}

std::string_view help_for(Fault fault) {
  switch (fault) {
    case Fault::ControlCharacter:
      return "rename it without control characters";
    case Fault::OptionLike:
      return "names that start with '-', '@' or '~' mean something else to compilers; rename it";
    case Fault::Empty:
      return "give it a name";
    case Fault::Unrepresentable:
      break;
  }
  return "the build tool has no way to write this character; rename the file or directory";
}

}  // namespace

std::string path_from_build(const EmitInput& input, const Path& path) {
  switch (path.root) {
    case Root::Source:
      if (path.text.empty()) return input.source_root;
      if (input.source_root == ".") return path.text;
      return cat(input.source_root, "/", path.text);
    case Root::Build:
      return path.text.empty() ? "." : path.text;
    case Root::Absolute:
      return path.text;
    case Root::Install:
      break;
  }
  MB_CHECK(path.root != Root::Install);  // installed files are no part of the build graph
  return {};
}

std::string word_from_build(const EmitInput& input, const Arg& arg) {
  if (!arg.path) return arg.text;
  std::string path = path_from_build(input, *arg.path);
  if (!arg.text.empty()) return cat(arg.text, path);
  return path.find('/') == std::string::npos ? cat("./", path) : path;
}

void report_rejection(const Rejection& rejection, std::string_view what, std::string_view text,
                      std::string_view file, const SourceRange& at, Diagnostics& diagnostics) {
  std::string message = cat(what, " '", displayable(text), "' cannot be written to ", file, ": ");
  if (rejection.fault == Fault::Empty) {
    append(message, "it is empty");
  } else {
    append(message, describe_byte(rejection.byte), " at offset ", std::to_string(rejection.offset));
  }
  diagnostics.add(code_of(rejection.fault), at, std::move(message),
                  std::string(help_for(rejection.fault)));
}

}  // namespace modbuild
