#!/usr/bin/env python3
"""Writes a synthetic tree of N modules, for benchmarks.

usage: make_tree.py N DIRECTORY [--gn DIRECTORY2] [--makefiles DIRECTORY3] [--headers COUNT]

Each module has 4 to 6 small C files, 1 or 2 headers, a manifest of about 15 lines and one hard
dependency; one in ten names a pkg-config library (of ten whose .pc files lie in DIRECTORY.pc, to
be put on PKG_CONFIG_PATH), one in five an install entry. --gn writes the equal tree, same sources
and flags, as BUILD.gn files, --makefiles as makefiles of the classic kind, one in each directory.
With --headers every source reads so many headers more. The same N always gives the same bytes.
"""
import argparse
import os
import random

LIBRARIES = 10

TREE = """schema = 1
[tree]
name = "bench"
version = "1.0"
modules = ["modules/*"]
programs = ["host"]
default-group = "default"

[defaults]
includes = ["include"]
defines = ['MOD_NAME="{name}"']
cflags = ["-Wall", "-O2"]

[groups]
default = ["*"]
"""

DOT_GN = 'buildconfig = "//build/BUILDCONFIG.gn"\n'

BUILDCONFIG = """set_default_toolchain("//build:gcc")
"""

TOOLCHAIN = """toolchain("gcc") {
  tool("cc") {
    depfile = "{{output}}.d"
    command = "gcc -MMD -MF $depfile {{defines}} {{include_dirs}} {{cflags}} {{cflags_c}} -c {{source}} -o {{output}}"
    depsformat = "gcc"
    description = "CC {{output}}"
    outputs = [ "{{source_out_dir}}/{{target_output_name}}.{{source_name_part}}.o" ]
  }
  tool("solink_module") {
    soname = "{{target_output_name}}.so"
    sofile = "{{output_dir}}/$soname"
    rspfile = soname + ".rsp"
    command = "gcc -shared {{ldflags}} -o $sofile @$rspfile {{libs}}"
    rspfile_content = "{{inputs}}"
    description = "SOLINK_MODULE $sofile"
    default_output_dir = "{{root_out_dir}}/modules"
    outputs = [ sofile ]
  }
  tool("link") {
    outfile = "{{output_dir}}/{{target_output_name}}"
    rspfile = "$outfile.rsp"
    command = "gcc -rdynamic {{ldflags}} -o $outfile @$rspfile {{libs}}"
    rspfile_content = "{{inputs}}"
    description = "LINK $outfile"
    default_output_dir = "{{root_out_dir}}/bin"
    outputs = [ outfile ]
  }
  tool("stamp") {
    command = "touch {{output}}"
    description = "STAMP {{output}}"
  }
}
"""


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def source_text(module, index, headers):
    includes = "".join(f'#include "{header}"\n' for header in headers)
    return (f'{includes}#include "api.h"\n'
            f"int m{module}_f{index}(int x) {{ return x * {index + 2} + M{module}_LIMIT; }}\n")


def module_shape(number):
    """The sources and headers of one module, from its number alone."""
    chance = random.Random(number)
    return ([f"part{i}.c" for i in range(chance.randint(4, 6))],
            [f"m{number}_{i}.h" for i in range(chance.randint(1, 2))])


def write_sources(directory, number):
    sources, headers = module_shape(number)
    for i, header in enumerate(headers):
        limit = f"#define M{number}_LIMIT {number % 97}\n" if i == 0 else ""
        write(f"{directory}/{header}", f"#pragma once\n{limit}")
    for i, source in enumerate(sources):
        write(f"{directory}/{source}", source_text(number, i, headers))
    return sources


def manifest(number):
    lines = ["schema = 1", "[module]", f'description = "synthetic module number {number}"',
             f'groups = ["g{number % 20}"]', 'support = "core"', "[build]", 'sources = ["*.c"]', 'includes = ["."]',
             f'defines = ["LEVEL={number % 7}"]', 'cflags = ["-Wextra"]', "[depends]"]
    if number > 0:
        lines.append(f'modules = ["m{(number * 7919) % number:05d}"]')
    if number % 10 == 3:
        lines.append(f'libs = ["bench{number % (10 * LIBRARIES) // 10}"]')
    if number % 5 == 1:
        lines += ["[[install]]", 'kind = "config"', f'from = ["m{number}.conf"]']
    return "\n".join(lines) + "\n"


def write_headers(root, headers):
    """What every source includes: api.h, and what that includes."""
    includes = "".join(f'#include "shared{i}.h"\n' for i in range(headers))
    write(f"{root}/include/api.h", f"#pragma once\n#define API 1\n{includes}")
    for i in range(headers):
        write(f"{root}/include/shared{i}.h", f"#pragma once\n#define SHARED{i} {i}\n")


def write_modbuild_tree(count, root, headers):
    libs = "".join(f'[libs.bench{i}]\nany = [{{ pkg-config = "modbuild-bench{i}" }}]\n'
                   for i in range(LIBRARIES))
    write(f"{root}/modbuild.toml", TREE + libs)
    write_headers(root, headers)
    write(f"{root}/host/module.toml", 'schema = 1\n[program]\nname = "host"\n[host]\n'
                                      'entry-symbols = ["exports"]\n')
    write(f"{root}/host/main.c", "int main(void) { return 0; }\n")
    for number in range(count):
        directory = f"{root}/modules/m{number:05d}"
        write_sources(directory, number)
        write(f"{directory}/module.toml", manifest(number))
        if number % 5 == 1:
            write(f"{directory}/m{number}.conf", f"level = {number}\n")
    for i in range(LIBRARIES):
        write(f"{root}.pc/modbuild-bench{i}.pc",
              f"Name: bench{i}\nDescription: for benchmarks\nVersion: 1.{i}\n"
              f"Cflags: -DHAVE_BENCH{i}\nLibs: -lm\n")


def gn_target(number, sources):
    names = ", ".join(f'"{source}"' for source in sources)
    dependency = ""
    if number > 0:
        other = (number * 7919) % number
        dependency = f'  data_deps = [ "//modules/m{other:05d}" ]\n'
    have = ""
    libs = ""
    if number % 10 == 3:
        have = f', "HAVE_BENCH{number % (10 * LIBRARIES) // 10}"'
        libs = '  libs = [ "m" ]\n'
    return (f'loadable_module("m{number:05d}") {{\n  sources = [ {names} ]\n'
            f'  include_dirs = [ "//include", "." ]\n'
            f'  defines = [ "MOD_NAME=\\"m{number:05d}\\"", "LEVEL={number % 7}"{have} ]\n'
            f'  cflags = [ "-fPIC", "-Wall", "-O2", "-Wextra" ]\n{libs}{dependency}}}\n')


def write_gn_tree(count, root):
    write(f"{root}/.gn", DOT_GN)
    write(f"{root}/build/BUILDCONFIG.gn", BUILDCONFIG)
    write(f"{root}/build/BUILD.gn", TOOLCHAIN)
    write(f"{root}/include/api.h", "#pragma once\n#define API 1\n")
    write(f"{root}/host/main.c", "int main(void) { return 0; }\n")
    write(f"{root}/host/BUILD.gn", 'executable("host") {\n  sources = [ "main.c" ]\n'
                                   '  include_dirs = [ "//include" ]\n}\n')
    modules = []
    for number in range(count):
        directory = f"{root}/modules/m{number:05d}"
        sources = write_sources(directory, number)
        write(f"{directory}/BUILD.gn", gn_target(number, sources))
        modules.append(f'    "//modules/m{number:05d}",\n')
    groups = "".join(
        f'group("g{group}") {{\n  deps = [\n{"".join(modules[group::20])}  ]\n}}\n'
        for group in range(20) if modules[group::20])
    write(f"{root}/BUILD.gn", f'group("default") {{\n  deps = [\n    "//host",\n'
                              f'{"".join(modules)}  ]\n}}\n{groups}')


MAKEFILE = """MODULES := {modules}
all: $(MODULES:%=all-%)
all-%: ; @$(MAKE) --no-print-directory -C modules/$*
.PHONY: all
"""

MODULE_MAKEFILE = """OBJS := {objects}
CFLAGS := -fPIC -I../../include -I. -DMOD_NAME='"{name}"' -DLEVEL={level} -Wall -O2 -Wextra
all: {name}.so
{name}.so: $(OBJS)
{tab}$(CC) -shared -o $@ $(OBJS)
%.o: %.c
{tab}$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<
-include $(OBJS:.o=.d)
.PHONY: all
"""


def write_makefiles(count, root, headers):
    write_headers(root, headers)
    names = [f"m{number:05d}" for number in range(count)]
    for number, name in enumerate(names):
        directory = f"{root}/modules/{name}"
        objects = [source.replace(".c", ".o") for source in write_sources(directory, number)]
        write(f"{directory}/Makefile",
              MODULE_MAKEFILE.format(objects=" ".join(objects), name=name, level=number % 7, tab="\t"))
    write(f"{root}/Makefile", MAKEFILE.format(modules=" ".join(names)))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("count", type=int)
    parser.add_argument("directory")
    parser.add_argument("--gn", help="also write the equal tree of BUILD.gn files here")
    parser.add_argument("--makefiles", help="also write the equal tree of makefiles here")
    parser.add_argument("--headers", type=int, default=0)
    arguments = parser.parse_args()
    write_modbuild_tree(arguments.count, arguments.directory.rstrip("/"), arguments.headers)
    if arguments.makefiles:
        write_makefiles(arguments.count, arguments.makefiles.rstrip("/"), arguments.headers)
    if arguments.gn:
        write_gn_tree(arguments.count, arguments.gn.rstrip("/"))


if __name__ == "__main__":
    main()
