#!/usr/bin/env python3
"""Writes a synthetic tree of N modules, for benchmarks.

usage: make_tree.py N DIRECTORY [--gn DIR] [--cmake DIR] [--meson DIR] [--makefiles DIR] [--headers COUNT]

Each module has 4 to 6 small C files, 1 or 2 headers, a manifest of about 15 lines and one hard
dependency; one in ten names a pkg-config library (of ten whose .pc files lie in DIRECTORY.pc, to
be put on PKG_CONFIG_PATH), one in five an install entry. --gn, --cmake and --meson write the equal
tree, same sources and flags, for these, --makefiles makefiles of the classic kind, one in each
directory. With --headers every source reads so many headers more. The same N always gives the same
bytes.
"""
import argparse

from peer_trees import WRITERS
from tree_parts import (LIBRARIES, dependency_of, library_of, module_name, write, write_headers, write_host,
                        write_sources)

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


def manifest(number):
    lines = ["schema = 1", "[module]", f'description = "synthetic module number {number}"',
             f'groups = ["g{number % 20}"]', 'support = "core"', "[build]", 'sources = ["*.c"]', 'includes = ["."]',
             f'defines = ["LEVEL={number % 7}"]', 'cflags = ["-Wextra"]', "[depends]"]
    if dependency_of(number) is not None:
        lines.append(f'modules = ["{dependency_of(number)}"]')
    if library_of(number) is not None:
        lines.append(f'libs = ["bench{library_of(number)}"]')
    if number % 5 == 1:
        lines += ["[[install]]", 'kind = "config"', f'from = ["m{number}.conf"]']
    return "\n".join(lines) + "\n"


def write_modbuild_tree(count, root, headers):
    libs = "".join(f'[libs.bench{i}]\nany = [{{ pkg-config = "modbuild-bench{i}" }}]\n'
                   for i in range(LIBRARIES))
    write(f"{root}/modbuild.toml", TREE + libs)
    write_headers(root, headers)
    write(f"{root}/host/module.toml", 'schema = 1\n[program]\nname = "host"\n[host]\n'
                                      'entry-symbols = ["exports"]\n')
    write_host(root)
    for number in range(count):
        directory = f"{root}/modules/{module_name(number)}"
        write_sources(directory, number)
        write(f"{directory}/module.toml", manifest(number))
    for i in range(LIBRARIES):
        write(f"{root}.pc/modbuild-bench{i}.pc",
              f"Name: bench{i}\nDescription: for benchmarks\nVersion: 1.{i}\n"
              f"Cflags: -DHAVE_BENCH{i}\nLibs: -lm\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("count", type=int)
    parser.add_argument("directory")
    for peer in WRITERS:
        parser.add_argument("--makefiles" if peer == "make" else f"--{peer}", dest=peer, metavar="DIR",
                            help="also write the equal tree for it here")
    parser.add_argument("--headers", type=int, default=0)
    arguments = parser.parse_args()
    write_modbuild_tree(arguments.count, arguments.directory.rstrip("/"), arguments.headers)
    for peer, writer in WRITERS.items():
        directory = getattr(arguments, peer)
        if directory:
            writer(arguments.count, directory.rstrip("/"), arguments.headers)


if __name__ == "__main__":
    main()
