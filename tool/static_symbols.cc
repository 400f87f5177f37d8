#include "static_symbols.h"

#include <cstdio>
#include <optional>

#include "base/str.h"
#include "elf/elf.h"
#include "emit/emit.h"
#include "exit_status.h"
#include "os/real_file_system.h"

namespace modbuild::tool {
namespace {

constexpr std::uint64_t kLargestObject = std::uint64_t{4} << 30U;

std::optional<ObjectSymbols> read_symbols(FileSystem& files, const std::string& path) {
  const Expected<std::string> bytes = files.read(path, kLargestObject);
  if (!bytes) {
    std::fputs(cat("modbuild: error: ", bytes.error().message(), "\n").c_str(), stderr);
    return std::nullopt;
  }
  tl::expected<ObjectSymbols, std::string> symbols = object_symbols(*bytes);
  if (symbols) return std::move(*symbols);
  std::fputs(cat("modbuild: error: cannot read '", path, "': ", symbols.error(), "\n").c_str(),
             stderr);
  return std::nullopt;
}

}  // namespace

int print_static_symbols(const std::vector<std::string>& arguments) {
  if (arguments.size() < 2) return static_cast<int>(ExitStatus::Usage);
  const auto files = open_real_file_system(".");
  if (!files) return static_cast<int>(ExitStatus::Io);
  StaticSymbolsInput input;
  input.prefix = arguments[0];
  std::optional<ObjectSymbols> module = read_symbols(**files, arguments[1]);
  if (!module) return static_cast<int>(ExitStatus::Io);
  input.module = std::move(*module);
  std::size_t at = 2;
  for (; at < arguments.size() && arguments[at] != "--"; ++at) {
    input.entries.push_back(arguments[at]);
  }
  for (++at; at < arguments.size(); ++at) {
    std::optional<ObjectSymbols> user = read_symbols(**files, arguments[at]);
    if (!user) return static_cast<int>(ExitStatus::Io);
    input.users.push_back(std::move(*user));
  }
  std::string out;
  for (const std::string& option : static_symbol_options(input)) {
    const std::optional<std::string> word = response_word(option);
    if (!word) {
      std::fputs(cat("modbuild: error: '", arguments[1],
                     "' has a symbol whose name cannot be written "
                     "for objcopy\n")
                     .c_str(),
                 stderr);
      return static_cast<int>(ExitStatus::Io);
    }
    append(out, *word, "\n");
  }
  std::fputs(out.c_str(), stdout);
  return 0;
}

}  // namespace modbuild::tool
