#include "model/toolchain.h"

#include "base/str.h"
#include "model/catalog.h"

namespace modbuild {
namespace {

void add(std::vector<std::string>& to, const std::vector<std::string>& words) {
  to.insert(to.end(), words.begin(), words.end());
}

// A compiler's name taken apart: "aarch64-linux-gnu-", "gcc", "-12".
struct CompilerName {
  std::string before, word, behind;
};

CompilerName split_name(const std::string& name) {
  for (const std::string_view word : {"clang", "gcc", "cc"}) {
    const std::size_t at = name.rfind(word);
    if (at == std::string::npos || (at > 0 && name[at - 1] != '-')) continue;
    std::string behind = name.substr(at + word.size());
    if (!behind.empty() && behind.front() != '-') continue;
    return {name.substr(0, at), std::string(word), std::move(behind)};
  }
  return {};
}

// The C++ compiler that goes with a C compiler; one of an unknown kind compiles C++ itself.
std::vector<std::string> cxx_beside(std::vector<std::string> cc) {
  for (std::string& word : cc) {
    const CompilerName name = split_name(word);
    if (name.word.empty() || word.starts_with('-')) continue;
    word = cat(name.before,
               name.word == "clang" ? "clang++"
               : name.word == "gcc" ? "g++"
                                    : "c++",
               name.behind);
  }
  return cc;
}

std::vector<std::string> ar_beside(const std::vector<std::string>& cc) {
  for (const std::string& word : cc) {
    const CompilerName name = split_name(word);
    if (!name.word.empty() && !word.starts_with('-')) return {name.before + "ar"};
  }
  return {"ar"};
}

}  // namespace

Toolchain combine(const DeclaredToolchain& declared, const Toolchain& environment) {
  Toolchain made;
  made.name = declared.name.value;
  made.cc = values_of(declared.cc);
  made.cxx = declared.cxx.empty() ? cxx_beside(made.cc) : values_of(declared.cxx);
  made.ar = declared.ar.empty() ? ar_beside(made.cc) : values_of(declared.ar);
  made.sysroot = declared.sysroot.value;
  if (!declared.pkg_config.empty()) made.pkg_config = {declared.pkg_config.value};
  made.pkg_config_path = values_of(declared.pkg_config_path);
  made.pkg_config_libdir = values_of(declared.pkg_config_libdir);
  if (!made.sysroot.empty()) {
    for (auto* flags : {&made.cflags, &made.cxxflags, &made.ldflags}) {
      flags->push_back("--sysroot=" + made.sysroot);
    }
  }
  add(made.cflags, values_of(declared.cflags));
  add(made.cflags, environment.cflags);
  add(made.cxxflags, values_of(declared.cflags));
  add(made.cxxflags, values_of(declared.cxxflags));
  add(made.cxxflags, environment.cxxflags);
  add(made.ldflags, values_of(declared.ldflags));
  add(made.ldflags, environment.ldflags);
  return made;
}

}  // namespace modbuild
