#!/usr/bin/env python3
"""Libraries that come and go: the next ninja brings the build in line, with no command in between.

usage: libraries.py MODBUILD

Each case has a tree of its own and a directory of its own for .pc files.
"""
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
from cases import Tree, case, run_cases  # noqa: E402

FILES = {
    "modbuild.toml": """schema = 1
[tree]
name = "flip"
modules = ["modules/*"]
programs = ["host"]
[libs.codec]
any = [{ pkg-config = "modbuild-flip >= 2" }]
packages = { debian = "libcodec-dev" }
""",
    "host/module.toml": 'schema = 1\n[program]\nname = "switchd"\n[host]\nentry-symbols = ["start"]\n',
    "host/main.c": "int main(void) { return 0; }\n",
    "modules/plain/module.toml": "schema = 1\n[module]\n",
    "modules/plain/plain.c": "int start(void) { return 1; }\n",
    "modules/opus/module.toml": 'schema = 1\n[module]\n[depends]\nlibs = ["codec"]\n',
    "modules/opus/opus.c": "int start(void) { return LEVEL; }\n",
    "modules/above/module.toml": 'schema = 1\n[module]\n[depends]\nmodules = ["opus"]\n',
    "modules/above/above.c": "int start(void) { return 3; }\n",
}


class Flip(Tree):
    def __init__(self, root, modbuild):
        super().__init__(root, modbuild, FILES)
        self.libraries = self.root / "libraries/pkgconfig"
        self.variables["PKG_CONFIG_PATH"] = str(self.libraries)

    def add_library(self, version="2.1", level=7):
        self.libraries.mkdir(parents=True, exist_ok=True)
        (self.libraries / "modbuild-flip.pc").write_text(
            f"Name: flip\nDescription: a test's own\nVersion: {version}\nCflags: -DLEVEL={level}\nLibs: -lm\n")

    def gen(self):
        self.tool("gen")
        self.ninja()

    def expect_modules(self, *names):
        found = sorted(file.name for file in (self.root / "build/modules").glob("*.so"))
        wanted = sorted(f"{name}.so" for name in names)
        if found != wanted:
            raise AssertionError(f"built are {found}, expected {wanted}")
        again = self.ninja()
        if "no work to do" not in again:
            raise AssertionError(f"a second ninja had something to do:\n{again}")


@case
def a_library_that_appears_turns_its_modules_on(tree):
    tree.libraries.mkdir(parents=True)
    tree.gen()
    tree.expect_modules("plain")
    tree.add_library()
    tree.ninja()
    tree.expect_modules("plain", "opus", "above")


@case
def a_library_that_appears_in_a_new_directory_is_noticed(tree):
    tree.gen()
    tree.expect_modules("plain")
    tree.add_library()
    tree.ninja()
    tree.expect_modules("plain", "opus", "above")


@case
def a_library_that_vanishes_takes_its_modules_along(tree):
    tree.add_library()
    tree.gen()
    tree.expect_modules("plain", "opus", "above")
    (tree.libraries / "modbuild-flip.pc").unlink()
    tree.ninja()
    tree.expect_modules("plain")


@case
def a_directory_of_libraries_that_vanishes_takes_its_modules_along(tree):
    tree.add_library()
    tree.gen()
    shutil.rmtree(tree.libraries.parent)
    tree.ninja()
    tree.expect_modules("plain")


@case
def an_older_version_than_asked_for_turns_them_off(tree):
    tree.add_library()
    tree.gen()
    tree.add_library(version="1.9")
    tree.ninja()
    tree.expect_modules("plain")


@case
def other_flags_of_a_library_rebuild_its_users_only(tree):
    tree.add_library()
    tree.gen()
    tree.add_library(level=8)
    done = tree.ninja()
    if "opus.c" not in done or "plain.c" in done or "above.c" in done:
        raise AssertionError(f"expected opus.c and nothing else to be compiled:\n{done}")
    tree.expect_modules("plain", "opus", "above")


@case
def a_library_that_another_requires_counts_as_well(tree):
    """The module's .pc file stays as it is; the one that it requires changes, vanishes, returns."""
    tree.add_library()
    pc = tree.libraries / "modbuild-flip.pc"
    pc.write_text(pc.read_text() + "Requires: modbuild-inner >= 1\n")
    inner = tree.libraries / "modbuild-inner.pc"
    text = "Name: inner\nDescription: a test's own\nVersion: 1.0\nCflags: -DINNER\n"
    inner.write_text(text)
    tree.gen()
    tree.expect_modules("plain", "opus", "above")
    with inner.open("r+") as file:  # in place: no directory changes
        file.write(text.replace("1.0", "0.9"))
    tree.ninja()
    tree.expect_modules("plain")
    with inner.open("r+") as file:
        file.write(text)
    tree.ninja()
    tree.expect_modules("plain", "opus", "above")
    inner.unlink()
    tree.ninja()
    tree.expect_modules("plain")


def declare(tree, alternative):
    text = (tree.root / "modbuild.toml").read_text()
    tree.write("modbuild.toml", text.replace('{ pkg-config = "modbuild-flip >= 2" }', alternative))
    tree.write("modules/opus/opus.c", "int start(void) { return 2; }\n")


@case
def a_header_flips_its_modules_both_ways(tree):
    tree.variables["CPPFLAGS"] = f"-I{tree.root}/include"
    declare(tree, '{ header = "flip/flip.h" }')
    tree.gen()
    tree.expect_modules("plain")
    tree.write("include/flip/flip.h", "int flip(void);\n")
    tree.ninja()
    tree.expect_modules("plain", "opus", "above")
    shutil.rmtree(tree.root / "include/flip")
    tree.ninja()
    tree.expect_modules("plain")


@case
def a_header_within_a_header_flips_its_modules_both_ways(tree):
    tree.variables["CPPFLAGS"] = f"-I{tree.root}/include"
    declare(tree, '{ header = "flip/flip.h" }')
    tree.write("include/flip/flip.h", '#include "inner.h"\n')
    tree.write("include/flip/inner.h", "\n")
    tree.gen()
    tree.expect_modules("plain", "opus", "above")
    tree.write("include/flip/inner.h", "#error gone\n")
    tree.ninja()
    tree.expect_modules("plain")
    tree.write("include/flip/inner.h", "\n")
    tree.ninja()
    tree.expect_modules("plain", "opus", "above")


@case
def a_linked_library_flips_its_modules_both_ways(tree):
    folder = tree.root / "lib"
    folder.mkdir()
    tree.variables["LDFLAGS"] = f"-L{folder}"
    declare(tree, '{ link = ["flipper"], symbol = "flip" }')
    tree.gen()
    tree.expect_modules("plain")
    tree.write("flip.c", "int flip(void) { return 1; }\n")
    tree.run("cc", "-shared", "-fPIC", "flip.c", "-o", "lib/libflipper.so")
    tree.ninja()
    tree.expect_modules("plain", "opus", "above")
    tree.write("flip.c", "int flop(void) { return 1; }\n")
    tree.run("cc", "-shared", "-fPIC", "flip.c", "-o", "lib/libflipper.so")
    tree.ninja()
    tree.expect_modules("plain")


@case
def a_program_flips_its_modules_both_ways(tree):
    folder = tree.root / "bin"
    folder.mkdir()
    outside = tree.root.parent / f"{tree.root.name}-bin"  # programs below the tree are never run
    outside.mkdir()
    try:
        tree.variables["PATH"] = f"{outside}:/usr/local/bin:/usr/bin:/bin"
        declare(tree, '{ program = "flipper", needs = ">= 2" }')
        tree.gen()
        tree.expect_modules("plain")
        flipper = outside / "flipper"
        flipper.write_text("#!/bin/sh\necho flipper 2.1\n")
        flipper.chmod(0o755)
        tree.ninja()
        tree.expect_modules("plain", "opus", "above")
        flipper.write_text("#!/bin/sh\necho flipper 1.9\n")
        tree.ninja()
        tree.expect_modules("plain")
    finally:
        shutil.rmtree(outside)


@case
def an_upgrade_under_the_same_names_is_noticed(tree):
    """A package manager renames the new file over the old: no name in the directory changes."""
    folder = tree.root / "lib"
    folder.mkdir()
    tree.variables["LDFLAGS"] = f"-L{folder}"
    declare(tree, '{ link = ["flipper"], symbol = "flip_two" }')
    for name, symbol in (("old", "flip_one"), ("new", "flip_two")):
        tree.write(f"{name}.c", f"int {symbol}(void) {{ return 1; }}\n")
        tree.run("cc", "-shared", "-fPIC", f"{name}.c", "-o", f"{name}.so")
    (tree.root / "old.so").rename(folder / "libflipper.so")
    tree.gen()
    tree.expect_modules("plain")
    (tree.root / "new.so").rename(folder / "libflipper.so")
    tree.ninja()
    tree.expect_modules("plain", "opus", "above")


@case
def what_a_header_includes_is_looked_for_as_well(tree):
    tree.variables["CPPFLAGS"] = f"-isystem {tree.root}/include"
    declare(tree, '{ header = "flip/flip.h" }')
    tree.write("include/flip/flip.h", "#include <inner/inner.h>\n")
    tree.gen()
    tree.expect_modules("plain")
    tree.write("include/inner/inner.h", "\n")
    tree.ninja()
    tree.expect_modules("plain", "opus", "above")
    shutil.rmtree(tree.root / "include/inner")
    tree.ninja()
    tree.expect_modules("plain")


@case
def what_a_wrapped_pkg_config_reads_counts_as_well(tree):
    outside = tree.root.parent / f"{tree.root.name}-bin"
    outside.mkdir()
    try:
        wrapper = outside / "wrapped"
        wrapper.write_text('#!/bin/sh\nexec pkg-config "$@"\n')
        wrapper.chmod(0o755)
        tree.variables["PKG_CONFIG"] = str(wrapper)
        tree.add_library()
        pc = tree.libraries / "modbuild-flip.pc"
        pc.write_text(pc.read_text() + "Requires: modbuild-inner >= 1\n")
        inner = tree.libraries / "modbuild-inner.pc"
        inner.write_text("Name: inner\nDescription: a test's own\nVersion: 1.0\n")
        tree.gen()
        tree.expect_modules("plain", "opus", "above")
        with inner.open("r+") as file:  # in place: no directory changes
            file.write(inner.read_text().replace("1.0", "0.9"))
        tree.ninja()
        tree.expect_modules("plain")
    finally:
        shutil.rmtree(outside)


@case
def warnings_that_are_errors_make_no_library_missing(tree):
    tree.variables["CFLAGS"] = "-O2 -Wall -Wextra -Werror"
    declare(tree, '{ link = ["m"], symbol = "sqrt" }')
    tree.gen()
    tree.expect_modules("plain", "opus", "above")


if __name__ == "__main__":
    sys.exit(run_cases(Flip))
