#!/usr/bin/env python3
"""`modbuild static-check`: what it says before any link is what the linker says then.

usage: static_check.py MODBUILD [WORD ..]

Each case gets a fresh tree; with words only cases whose name holds one are run.
"""
import json
import os
import random
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from cases import Tree, case, contains, equal, run_cases  # noqa: E402

FILES = {
    "modbuild.toml": 'schema = 1\n[tree]\nname = "t"\nmodules = ["modules/*"]\nprograms = ["hosts/*"]\n'
                     'libraries = ["lib/*"]\n[libs.z]\nany = [{ link = ["z"], header = "zlib.h", symbol = "zlibVersion" }]\n',
    "hosts/h/module.toml": 'schema = 1\n[program]\n[host]\nentry-symbols = ["run"]\n',
    "hosts/h/main.c": "int told(void) { return 1; }\nint main(void) { return 0; }\n",
    "lib/util/module.toml": 'schema = 1\n[library]\nlinkage = "static"\n',
    "lib/util/util.c": "int util(void) { return 3; }\n",
}


def make_tree(root, modbuild):
    return Tree(root, modbuild, FILES)


def module(tree, name, source, depends="", build=""):
    tree.write(f"modules/{name}/module.toml", f"schema = 1\n[module]\n[depends]\n{depends}[build]\n{build}")
    for i, text in enumerate(source.split("//--\n")):
        tree.write(f"modules/{name}/{name}{i}.c", text)


def rehearse(tree, *request, status=0):
    return tree.tool("static-check", "-q", "--base", "all", "-s", "*", "--build", *request, status=status)


def links(tree):
    """Whether the linker takes it."""
    return tree.run("ninja", "-C", "build", "h", status=None).status == 0


@case
def what_links_is_told_to_link(tree):
    module(tree, "a", "int told(void);\nint shared = 1;\nint helper(void) { return told(); }\nint run(void) { return helper(); }\n")
    module(tree, "b", "int shared = 2;\nint helper(void) { return 1; }\nint run(void) { return helper() + shared; }\n")
    module(tree, "c", "const char *zlibVersion(void);\nint util(void);\nint run(void) { return zlibVersion() != 0 && util(); }\n",
           'libs = ["z"]\nlibraries = ["util"]\n')
    done = tree.tool("static-check", "--base", "all", "-s", "*", "--build", "--format", "json")
    host = json.loads(done.out[done.out.index("{"):])["hosts"][0]
    equal([host["host"], host["modules"], host["kept-symbols"], host["unknown-libraries"], host["not-compiled"]],
          ["h", ["a", "b", "c"], [], [], 0])
    equal((tree.root / "build/bin/h").exists(), False)
    equal(links(tree), True)


@case
def nothing_is_compiled_unless_it_is_asked_for(tree):
    module(tree, "a", "int run(void) { return 1; }\n")
    contains(tree.tool("static-check", "-s", "a", status=1).err, "error[MB115]", "modbuild static-check --build")
    equal((tree.root / "build").exists(), False)
    contains(tree.tool("static-check").err, "no module is static in this request")


@case
def a_symbol_that_nobody_has_is_found(tree):
    module(tree, "a", "int gone(void);\nint run(void) { return gone(); }\n")
    contains(rehearse(tree, status=1).err, "error[MB112]", "static module 'a' needs 'gone', which nothing")
    equal(links(tree), False)


@case
def one_that_another_module_keeps_to_itself_is_told_with_the_way_out(tree):
    module(tree, "a", "int value(void) { return 1; }\nint run(void) { return 1; }\n")
    module(tree, "b", "int value(void);\nint run(void) { return value(); }\n")
    contains(rehearse(tree, status=1).err, "module 'a' has 'value': name it in depends.modules")
    equal(links(tree), False)
    module(tree, "b", "int value(void);\nint run(void) { return value(); }\n", 'modules = ["a"]\n')
    rehearse(tree)
    equal(links(tree), True)


@case
def two_that_keep_one_name_are_found(tree):
    for name in ("a", "b"):
        module(tree, name, "int value(void) { return 1; }\nint run(void) { return 1; }\n")
    module(tree, "u", "int value(void);\nint run(void) { return value(); }\n", 'modules = ["a", "b"]\n')
    contains(rehearse(tree, status=1).err, "error[MB111]", "'b' and 'a' both define 'value'")
    equal(links(tree), False)


@case
def what_the_host_defines_too_is_found_where_it_is_kept(tree):
    module(tree, "a", "int told(void) { return 1; }\nint run(void) { return told(); }\n")
    rehearse(tree)
    equal(links(tree), True)
    module(tree, "u", "int told(void);\nint run(void) { return told(); }\n", 'modules = ["a"]\n')
    contains(rehearse(tree, status=1).err, "'a' and 'h' both define 'told'")
    equal(links(tree), False)


@case
def two_objects_of_one_module_are_compared(tree):
    module(tree, "a", "int twice(void) { return 1; }\nint run(void) { return 1; }\n//--\nint twice(void) { return 2; }\n")
    contains(rehearse(tree, status=1).err, "two objects of static module 'a' define 'twice'")
    equal(links(tree), False)


@case
def a_module_without_entry_is_found(tree):
    module(tree, "a", "static int run(void) { return 1; }\nint other(void) { return run(); }\n")
    contains(rehearse(tree, status=1).err, "error[MB110]", "defines none of the symbols that 'h' looks up: 'run'")


@case
def a_library_that_cannot_be_read_makes_it_silent_and_not_wrong(tree):
    module(tree, "a", "int gone(void);\nint run(void) { return gone(); }\n", build='ldflags = ["-lnosuch"]\n')
    done = tree.tool("static-check", "--base", "all", "-s", "*", "--build", "--format", "json")
    equal(json.loads(done.out[done.out.index("{"):])["hosts"][0]["unknown-libraries"], ["-lnosuch"])


@case
def make_compiles_objects_as_ninja_does(tree):
    module(tree, "a", "int run(void) { return 1; }\n")
    tree.tool("gen", "-q", "--backend", "make", "-s", "a")
    tree.tool("static-check", "-q", "--build")
    equal([(tree.root / f"build/{path}").exists() for path in ("obj/a/a0.c.o", "bin/h")], [True, False])


@case
def it_says_what_the_linker_says(tree):
    """Modules that define and use names at random."""
    dice = random.Random(int(os.environ.get("SEED", "1")))
    outcomes = set()
    for _ in range(24):
        for name in "abcd":
            mine = dice.sample(["x", "y", "z", "told"], dice.randint(0, 2))
            wanted = [one for one in dice.sample(["x", "y", "z", "told"], dice.randint(0, 2)) if one not in mine]
            weak = dice.random() < 0.2
            source = "".join(f"{'__attribute__((weak)) ' if weak else ''}int {one}(void) {{ return 1; }}\n" for one in mine)
            source += "".join(f"int {one}(void);\n" for one in wanted)
            calls = " + ".join([f"{one}()" for one in wanted] + ["0"])
            source += f"int run(void) {{ return {calls}; }}\n"
            others = [other for other in "abcd" if other < name and dice.random() < 0.4]
            module(tree, name, source, f"modules = {json.dumps(others)}\n")
        said = rehearse(tree, status=None)
        equal((said.status == 0, said.err), (links(tree), said.err))
        outcomes.add(said.status)
    equal(outcomes, {0, 1})


if __name__ == "__main__":
    sys.exit(run_cases(make_tree))
