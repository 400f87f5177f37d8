// Takes apart what pkg-config and its kin print, and refuses what may not stand on a command line.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "probe/kinds.h"

namespace modbuild {

// What a word is for, where its form alone says so. Options whose operand is a word of its own are
// Either, and so are those that compiler and linker both take.
enum class WordKind : std::uint8_t { Compile, Link, Either };
WordKind word_kind(std::string_view word);

// The words of `printed`; nothing, and the answer says why (MB093), when they are no text, no
// words, or hold a flag that is not permitted.
std::optional<std::vector<std::string>> take_flags(const std::string& printed,
                                                   const ProbeTools& tools, Question& question);

// "5.7.44" in a text such as "bison (GNU Bison) 3.8.2": the first number with a dot that begins a
// word or stands behind a 'v', else a number that is a line of its own; "" when there is none.
std::string version_in(std::string_view text);

// Whether `version` is what the alternative needs; the answer says so when it is not.
bool has_needed_version(const std::string& version, Question& question);

// Whether `flag`, made of what a program printed, is permitted; the answer says so when it is not.
bool is_permitted(const std::string& flag, const ProbeTools& tools, Question& question);

// `argv` with more arguments.
std::vector<std::string> with_arguments(std::vector<std::string> argv,
                                        const std::vector<Text>& arguments);

// What a program prints; nothing, and the answer says why, when it fails.
std::optional<std::string> ask_text(std::vector<std::string> argv, const ProbeTools& tools,
                                    Question& question);

// Runs a program that prints words and takes them; nothing, and the answer says why, when it fails.
std::optional<std::vector<std::string>> ask_flags(std::vector<std::string> argv,
                                                  const ProbeTools& tools, Question& question);

// What `argv` prints, once for each list of arguments that is given; without any, all of it at
// once, each word going where its form says (both lists, for words that both may need). An
// alternative that only has variables is asked for no list.
bool ask_both_lists(const std::vector<std::string>& argv, const ProbeTools& tools,
                    Question& question);

// The directories that flags name: the answer depends on them as well.
void watch_directories(Question& question);

}  // namespace modbuild
