// Whatever an object file says, reading its symbols ends and stays within it.
#include <cstddef>
#include <cstdint>
#include <string>

#include "elf/elf.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  static_cast<void>(modbuild::dynamic_file(std::string(bytes)));
  static_cast<void>(modbuild::archive_symbols(std::string(bytes)));
  const auto symbols = modbuild::object_symbols(bytes);
  if (!symbols) return 0;
  modbuild::StaticSymbolsInput input;
  input.prefix = "p";
  input.module = *symbols;
  input.users = {*symbols};
  static_cast<void>(modbuild::static_symbol_options(input));
  return 0;
}
