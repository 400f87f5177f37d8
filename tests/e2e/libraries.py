#!/usr/bin/env python3
"""Libraries that come and go: the next ninja brings the build in line, with no command in between.

usage: libraries.py MODBUILD

Each case has a tree of its own and a directory of its own for .pc files.
"""
import os
import shutil
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

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
CASES = []


def case(function):
    CASES.append(function)
    return function


class Tree:
    def __init__(self, root, modbuild):
        self.root, self.modbuild = Path(root), modbuild
        self.libraries = self.root / "libraries/pkgconfig"
        for path, text in FILES.items():
            file = self.root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)

    def run(self, *command):
        environment = dict(os.environ, PKG_CONFIG_PATH=str(self.libraries), LC_ALL="C.UTF-8")
        done = subprocess.run(command, cwd=self.root, env=environment, capture_output=True, text=True)
        if done.returncode != 0:
            raise AssertionError(f"{' '.join(command)}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def add_library(self, version="2.1", level=7):
        self.libraries.mkdir(parents=True, exist_ok=True)
        (self.libraries / "modbuild-flip.pc").write_text(
            f"Name: flip\nDescription: a test's own\nVersion: {version}\nCflags: -DLEVEL={level}\nLibs: -lm\n")

    def gen(self):
        self.run(self.modbuild, "gen")
        self.ninja()

    def ninja(self):
        return self.run("ninja", "-C", "build")

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


def main():
    modbuild = os.path.abspath(sys.argv[1])
    failed = 0
    for one in CASES:
        with tempfile.TemporaryDirectory(prefix="modbuild-libraries-") as work:
            try:
                one(Tree(work, modbuild))
            except AssertionError:
                failed += 1
                print(f"FAILED {one.__name__}\n{traceback.format_exc(limit=1)}")
    print(f"{len(CASES) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
