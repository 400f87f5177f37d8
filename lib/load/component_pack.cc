#include "load/component_pack.h"

#include <concepts>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/boxed.h"
#include "base/packed.h"

// Each struct has one list of its fields, for both directions. The structured bindings name every
// field, so that a new one that is missing here does not compile.

namespace modbuild {
namespace {

class Packer {
 public:
  static constexpr bool kReads = false;

  explicit Packer(FileId file) : file_(file) {}

  void number(std::uint64_t& value) { writer_.number(value); }
  void text(std::string& value) { writer_.text(value); }
  template <class T>
  void size(std::vector<T>& items) {
    writer_.number(items.size());
  }
  FileId file() const { return file_; }
  std::string take() { return writer_.take(); }

 private:
  FileId file_;
  PackWriter writer_;
};

class Unpacker {
 public:
  static constexpr bool kReads = true;

  Unpacker(std::string_view bytes, FileId file) : reader_(bytes), file_(file) {}

  void number(std::uint64_t& value) { value = reader_.number(); }
  void text(std::string& value) { value = reader_.text(); }
  template <class T>
  void size(std::vector<T>& items) {
    items.resize(reader_.count());
  }
  FileId file() const { return file_; }
  bool at_end() const { return reader_.at_end(); }

 private:
  PackReader reader_;
  FileId file_;
};

template <class Pack, class... Fields>
void pack(Pack& p, Fields&... values);

template <class Pack>
void item(Pack& p, std::string& value) {
  p.text(value);
}

template <class Pack, class T>
requires std::integral<T> || std::is_enum_v<T>
void item(Pack& p, T& value) {
  auto number = static_cast<std::uint64_t>(value);
  p.number(number);
  if constexpr (Pack::kReads) value = static_cast<T>(number);
}

// Ids of other things are looked up later.
template <class Pack, class Tag>
void item(Pack&, Id<Tag>&) {}

template <class Pack>
void item(Pack& p, SourceRange& value) {
  auto& [file, line, column, end_line, end_column] = value;
  std::uint64_t start = (std::uint64_t{line} << 1U) | (file.valid() ? 1U : 0U);
  p.number(start);
  std::uint32_t lines = end_line - line;
  pack(p, column, lines, end_column);
  if constexpr (Pack::kReads) {
    line = static_cast<std::uint32_t>(start >> 1U);
    end_line = line + lines;
    if ((start & 1U) != 0) file = p.file();
  }
}

template <class Pack, class T>
void item(Pack& p, std::vector<T>& items) {
  p.size(items);
  for (T& one : items) item(p, one);
}

template <class Pack, class T>
void item(Pack& p, Boxed<T>& value) {
  bool has_value = value.has_value();
  item(p, has_value);
  if constexpr (Pack::kReads) {
    if (has_value) value.emplace();
  }
  if (has_value) item(p, *value);
}

template <class Pack>
void item(Pack& p, Text& value) {
  auto& [text, at] = value;
  pack(p, text, at);
}

template <class Pack>
void item(Pack& p, When::Node& value) {
  auto& [op, name, comparison, version, at] = value;
  pack(p, op, name, comparison, version, at);
}

template <class Pack>
void item(Pack& p, When::Expression& value) {
  auto& [nodes, text, at] = value;
  pack(p, nodes, text, at);
}

template <class Pack>
void item(Pack& p, When& value) {
  item(p, value.expression);
}

template <class Pack, class T>
void item(Pack& p, Conditional<T>& value) {
  auto& [inner, when] = value;
  pack(p, inner, when);
}

template <class Pack>
void item(Pack& p, Settings& value) {
  auto& [includes, defines, cflags, cxxflags, ldflags] = value;
  pack(p, includes, defines, cflags, cxxflags, ldflags);
}

template <class Pack>
void item(Pack& p, SourceFile& value) {
  auto& [path, language, at, when] = value;
  pack(p, path, language, at, when);
}

template <class Pack>
void item(Pack& p, PerFile& value) {
  auto& [files, generated, cflags, defines, when, at] = value;
  pack(p, files, generated, cflags, defines, when, at);
}

template <class Pack>
void item(Pack& p, Dependency& value) {
  auto& [name, providers, defines, when] = value;
  pack(p, name, defines, when);
  static_cast<void>(providers);  // looked up later
}

template <class Pack>
void item(Pack& p, LibUse& value) {
  auto& [name, lib, when] = value;
  pack(p, name, lib, when);
}

template <class Pack>
void item(Pack& p, ComponentUse& value) {
  auto& [name, component, when] = value;
  pack(p, name, component, when);
}

template <class Pack>
void item(Pack& p, Feature& value) {
  auto& [name, description, by_default, libs, any_lib, modules, sources, settings, when] = value;
  pack(p, name, description, by_default, libs, any_lib, modules, sources, settings, when);
}

template <class Pack>
void item(Pack& p, Generate& value) {
  auto& [inputs, outputs, command, tools, collect, collected, depfile, to_output, when, at] = value;
  pack(p, inputs, outputs, command, tools, collect, depfile, to_output, when, at);
  static_cast<void>(collected);  // looked up later
}

template <class Pack>
void item(Pack& p, Substitution& value) {
  auto& [text, replacement] = value;
  pack(p, text, replacement);
}

template <class Pack>
void item(Pack& p, Install& value) {
  auto& [kind, from, from_at, below, subst, to, rename, mode, package, when, at] = value;
  pack(p, kind, from, from_at, below, subst, to, rename, mode, package, when, at);
}

template <class Pack>
void item(Pack& p, AbiInputs& value) {
  auto& [files, texts, defines, cflags, compiler] = value;
  pack(p, files, texts, defines, cflags, compiler);
}

template <class Pack>
void item(Pack& p, HostInfo& value) {
  auto& [entry_symbols, shim, config_load, abi, at] = value;
  pack(p, entry_symbols, shim, config_load, abi, at);
}

template <class Pack>
void item(Pack& p, Component& value) {
  auto& [name, kind, machine, copy_of, dir, manifest, file, description, install_to, package, when,
         host_names, hosts, any_host, file_name, groups, support, by_default, static_allowed,
         sources, excluded, settings, per_file, depends, load, optional, conflicts, provides,
         libraries, tools, libs, any_lib, features, generates, installs, library_linkage, whole,
         public_includes, host] = value;
  pack(p, name, kind, machine, description, install_to, package, when, host_names, any_host,
       file_name, groups, support, by_default, static_allowed, sources, excluded, settings,
       per_file, depends, load, optional, conflicts, provides, libraries, tools, libs, any_lib,
       features, generates, installs, library_linkage, whole, public_includes, host);
  // Its place is known; the others are looked up later.
  static_cast<void>(std::tie(copy_of, dir, manifest, file, hosts));
}

template <class Pack, class... Fields>
void pack(Pack& p, Fields&... values) {
  (item(p, values), ...);
}

}  // namespace

std::string packed_component(LoadedComponent& loaded) {
  Packer packer(loaded.component.file);
  pack(packer, loaded.component, loaded.listed);
  return packer.take();
}

bool unpack_component(std::string_view bytes, LoadedComponent& loaded) {
  Unpacker unpacker(bytes, loaded.component.file);
  pack(unpacker, loaded.component, loaded.listed);
  return unpacker.at_end();
}

}  // namespace modbuild
