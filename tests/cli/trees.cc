#include "trees.h"

namespace modbuild::test {
namespace {

constexpr const char* kTreeFile = R"(schema = 1
[tree]
name = "harbour"
version = "1.2"
modules = ["modules/*"]
programs = ["host"]
default-group = "default"

[defaults]
includes = ["include"]
cflags = ["-Wall"]

[libs.ssl]
description = "secure sockets"
any = [{ pkg-config = "harbour-ssl >= 1.1" }]
packages = { alpine = "ssl-dev", debian = "ssl-dev", fedora = "ssl-dev" }
[libs.json]
any = [{ pkg-config = "harbour-json" }]
packages = { alpine = "json-dev", debian = "json-dev", fedora = "json-dev" }

[groups]
basic = ["core_io", "log"]
security = { modules = ["tls", "auth"], description = "who may come in" }
default = { groups = ["basic", "security"] }

[profiles.small]
groups = ["basic"]

[packages.harbour-db]
description = "databases"
)";

constexpr const char* kHost = R"(schema = 1
[program]
name = "harbourd"
[host]
entry-symbols = ["start"]
config-load = ['^\s*load\s+(?:.*/)?([^\s/]+)']
)";

}  // namespace

std::map<std::string, std::string> harbour() {
  std::map<std::string, std::string> files = {
      {"modbuild.toml", kTreeFile},
      {"include/harbour.h", "#define HARBOUR 1\n"},
      {"host/module.toml", kHost},
      {"host/main.c", "#include \"harbour.h\"\nint main(void) { return HARBOUR - 1; }\n"},
      {"modules/core_io/module.toml", "schema = 1\n[module]\ndescription = \"reads and writes\"\n"},
      {"modules/log/module.toml", "schema = 1\n[module]\n[depends]\nmodules = [\"core_io\"]\n"},
      {"modules/tls/module.toml", "schema = 1\n[module]\n[depends]\nlibs = [\"ssl\"]\n"},
      {"modules/auth/module.toml", "schema = 1\n[module]\n[depends]\nmodules = [\"tls\"]\n"},
      {"modules/db_text/module.toml",
       "schema = 1\n[module]\ngroups = [\"db\"]\npackage = \"harbour-db\"\n"},
      {"modules/db_json/module.toml",
       "schema = 1\n[module]\ngroups = [\"db\"]\npackage = \"harbour-db\"\n"
       "[build]\ndefines = [\"MODULE=\\\"{name}\\\"\"]\n"
       "[features.pretty]\nlibs = [\"json\"]\ndefines = [\"WITH_PRETTY\"]\n"},
      {"modules/spare/module.toml", "schema = 1\n[module]\n"},
  };
  for (const char* name : {"core_io", "log", "tls", "auth", "db_text", "db_json", "spare"}) {
    files[std::string("modules/") + name + "/" + name + ".c"] =
        "#include \"harbour.h\"\nint start(void) { return HARBOUR; }\n";
  }
  return files;
}

SampleTree::SampleTree() : TestTree(files_below(MB_SOURCE_DIR "/sample-tree")) {
  for (const auto& [path, text] : files_below(MB_SOURCE_DIR "/tests/import/family/tree")) {
    const bool left_out =
        path.starts_with("src/modules/") && !path.starts_with("src/modules/ping/");
    if (!left_out) write("../kamailio/" + path, text);
  }
}

}  // namespace modbuild::test
