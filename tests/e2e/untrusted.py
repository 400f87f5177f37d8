#!/usr/bin/env python3
"""Trees that are not trusted: nothing that they name is run, now or by a later ninja.

usage: untrusted.py MODBUILD [CASE..]
"""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
from cases import Tree, case, contains, equal, run_cases  # noqa: E402

HEAD = 'schema = 1\n[tree]\nname = "fork"\nmodules = ["modules/*"]\nprograms = ["host"]\n'
FILES = {
    "tree/host/module.toml": 'schema = 1\n[program]\nname = "switchd"\n[host]\nentry-symbols = ["start"]\n',
    "tree/host/main.c": "int main(void) { return 0; }\n",
}


class Fork(Tree):
    """root/tree is the tree; root/bin, which comes first on PATH, holds programs that leave a mark."""

    def __init__(self, root, modbuild):
        super().__init__(root, modbuild, FILES)
        self.variables["PATH"] = f"{self.root}/bin:/usr/local/bin:/usr/bin:/bin"
        self.variables["PKG_CONFIG_PATH"] = f"{self.root}/pc"
        self.write("pc/toy.pc", "Name: toy\nDescription: a test's own\nVersion: 1\nLibs: -lm\n")

    def declare(self, **libs):
        """Declares each lib by its alternatives, with a module of the same name that needs it."""
        text = HEAD
        for name, alternatives in libs.items():
            text += f"[libs.{name}]\nany = [{alternatives}]\n"
            self.write(f"tree/modules/{name}/module.toml", f'schema = 1\n[module]\n[depends]\nlibs = ["{name}"]\n')
            self.write(f"tree/modules/{name}/{name}.c", "int start(void) { return 1; }\n")
        self.write("tree/modbuild.toml", text)

    def fake(self, name, script):
        self.write(f"bin/{name}", f"#!/bin/sh\n{script}\n", 0o755)

    def modbuild_in(self, *argv, status=0):
        return self.tool("-C", str(self.root / "tree"), *argv, status=status)

    def modules_on(self, *argv):
        return self.modbuild_in("select", "--format", "names", *argv).out.split()


@case
def an_untrusted_tree_starts_no_program_of_its_choice(tree):
    for name in ("toy-config", "toy-query", "toy-program"):
        tree.fake(name, f"touch {tree.root}/ran; echo -lm")
    tree.declare(tool='{ config-tool = "toy-config", libs = "--libs" }', query='{ query = ["toy-query", "x"] }',
                 program='{ program = "toy-program" }', good='{ link = ["m"] }', package='{ pkg-config = "toy" }')
    equal(tree.modules_on("--untrusted", "--base", "all"), ["good", "package"])
    equal((tree.root / "ran").exists(), False)
    contains(tree.modbuild_in("why", "query", "--untrusted", "--base", "all", status=1).out,
             "not asked: the tree names the program (--untrusted)")
    equal(tree.modules_on("--base", "all"), ["good", "package", "program", "query", "tool"])
    # what an earlier run was told is not believed either
    tree.modbuild_in("gen", "-q", "--base", "all")
    equal(tree.modules_on("--untrusted", "--base", "all"), ["good", "package"])


@case
def an_untrusted_tree_stays_so_until_the_next_fresh_gen(tree):
    tree.fake("toy-config", f"touch {tree.root}/ran; echo -lm")
    tree.declare(tool='{ config-tool = "toy-config", libs = "--libs" }')
    tree.modbuild_in("gen", "-q", "--untrusted")
    tree.write("tree/modules/new/module.toml", "schema = 1\n[module]\n")
    tree.write("tree/modules/new/new.c", "int start(void) { return 1; }\n")
    tree.run("ninja", "-C", "tree/build")
    contains(tree.modbuild_in("gen").err, "keeping --untrusted of the last gen; --fresh forgets it")
    equal((tree.root / "ran").exists(), False)
    equal((tree.root / "tree/build/modules/new.so").exists(), True)
    tree.modbuild_in("gen", "-q", "--fresh")
    equal((tree.root / "ran").exists(), True)


@case
def programs_that_are_asked_do_not_know_the_home_directory(tree):
    tree.fake("cc", f'env >> {tree.root}/seen; exec /usr/bin/cc "$@"')
    tree.declare(good='{ link = ["m"] }')
    tree.variables.update(HOME=str(tree.root / "home"), XDG_CONFIG_HOME=str(tree.root / "xdg"))
    equal(tree.modules_on("--untrusted", "--base", "all"), ["good"])
    seen = (tree.root / "seen").read_text()
    equal([line for line in seen.splitlines() if line.startswith(("HOME=", "XDG_"))], [])


if __name__ == "__main__":
    sys.exit(run_cases(Fork))
