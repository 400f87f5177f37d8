#include "plan/abi_source.h"

#include "base/abi_symbol.h"
#include "base/str.h"

namespace modbuild {
namespace {

constexpr std::string_view kExplain = R"code(
char *__real_dlerror(void);

char *DLERROR(void) {
  static __thread char told[1024];
  char *message = __real_dlerror();
  if (!message || !strstr(message, "modbuild_abi_")) return message;
  snprintf(told, sizeof told, "%s (it is of another build or for another program; " HOST " has " IDS ")",
           message);
  return told;
}
)code";

}  // namespace

std::string host_abi_source(std::string_view host, const std::vector<std::string>& ids,
                            bool is_shim) {
  std::string text = cat("/* Written by modbuild: the ABI that modules of ", host,
                         " are built for. */\n#include <stdio.h>\n#include <string.h>\n\n"
                         "#define SEEN __attribute__((used, visibility(\"default\")))\n");
  std::vector<std::string> names;
  for (const std::string& id : ids) {
    append(text, "SEEN const char ", kAbiSymbolPrefix, id, "[] = \"", id, "\";\n");
    names.push_back(cat(kAbiSymbolPrefix, id));
  }
  append(text, "SEEN const char modbuild_abi[] = \"", ids.front(), "\";\n\n");
  append(text, "#define HOST \"", host, "\"\n#define IDS \"", join(names, ", "), "\"\n");
  append(text, "#define DLERROR ", is_shim ? "modbuild_abi_dlerror" : "__wrap_dlerror", "\n");
  return text + std::string(kExplain);
}

std::string module_abi_source(std::string_view id) {
  const std::string symbol = cat(kAbiSymbolPrefix, id);
  return cat(
      "/* Written by modbuild: the ABI that the module is built for. */\n"
      "#ifdef __has_attribute\n#if __has_attribute(retain)\n"
      "#define KEPT __attribute__((used, retain))\n#endif\n#endif\n"
      "#ifndef KEPT\n#define KEPT __attribute__((used))\n#endif\n"
      "extern const char ",
      symbol, "[];\nKEPT static const char *const modbuild_built_for = ", symbol, ";\n");
}

}  // namespace modbuild
