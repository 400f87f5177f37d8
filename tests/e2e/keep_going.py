#!/usr/bin/env python3
"""`build --keep-going` goes on past failures and tells rightly what became of each component.

usage: keep_going.py MODBUILD

Each case has a tree of its own: a library, a host and a module that link it, a generator tool and a
module that needs it, modules with generated headers, and one source that two modules compile.
"""
import os
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path
from xml.etree import ElementTree

MODULE = "schema = 1\n[module]\n"
FILES = {
    "modbuild.toml": """schema = 1
[tree]
name = "going"
modules = ["modules/*"]
libraries = ["lib/*"]
programs = ["programs/*"]
""",
    "lib/base/module.toml": "schema = 1\n[library]\n",
    "lib/base/base.c": "int base(void) { return 1; }\n",
    "programs/switchd/module.toml": 'schema = 1\n[program]\n[depends]\nlibraries = ["base"]\n'
                                    '[host]\nentry-symbols = ["start"]\n',
    "programs/switchd/main.c": "int base(void);\nint main(void) { return base() - 1; }\n",
    "programs/maker/module.toml": "schema = 1\n[program]\n",
    "programs/maker/maker.c": '#include <stdio.h>\nint main(int c, char **v) {\n'
                              '  FILE *f = fopen(v[c - 1], "w");\n'
                              '  return f == NULL || fputs("#define MADE 1\\n", f) < 0 || fclose(f) != 0;\n}\n',
    "modules/plain/module.toml": MODULE,
    "modules/plain/plain.c": "int start(void) { return 1; }\n",
    "modules/user/module.toml": MODULE + '[depends]\nlibraries = ["base"]\n',
    "modules/user/user.c": "int base(void);\nint start(void) { return base(); }\n",
    "modules/made/module.toml": MODULE + '[[generate]]\noutputs = ["made.h"]\n'
                                         'command = ["{tool:maker}", "{outputs[0]}"]\n',
    "modules/made/made.c": '#include "made.h"\nint start(void) { return MADE; }\n',
    "modules/copied/module.toml": MODULE + '[[generate]]\ninputs = ["copied.in"]\noutputs = ["copied.h"]\n'
                                           'command = ["cp", "{inputs[0]}", "{outputs[0]}"]\n',
    "modules/copied/copied.in": "#define COPIED 1\n",
    "modules/copied/copied.c": '#include "copied.h"\nint start(void) { return COPIED; }\n',
    "modules/touched/module.toml": MODULE + '[[generate]]\noutputs = ["touched.h"]\n'
                                            'command = ["touch", "{outputs[0]}"]\n',
    "modules/touched/touched.c": '#include "touched.h"\nint start(void) { return 1; }\n',
    "shared/twin.c": "#ifdef BAD\n#error bad\n#endif\nint start(void) { return 1; }\n",
    "modules/twin_a/module.toml": MODULE + '[build]\nsources = ["//shared/twin.c"]\n',
    "modules/twin_b/module.toml": MODULE + '[build]\nsources = ["//shared/twin.c"]\n',
}
ALL = ["base", "copied", "made", "maker", "plain", "switchd", "touched", "twin_a", "twin_b", "user"]
CASES = []


def case(function):
    CASES.append(function)
    return function


class Tree:
    def __init__(self, root, modbuild):
        self.root, self.modbuild = Path(root), modbuild
        for path, text in FILES.items():
            self.write(path, text)

    def write(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def replace(self, path, old, new):
        text = (self.root / path).read_text()
        assert old in text, f"{path} has no {old!r}"
        self.write(path, text.replace(old, new))

    def build(self, *words, status, tables=1, **variables):
        """The rows of the table, {component: (result, reason)}; what the exit status must be."""
        environment = dict(os.environ, LC_ALL="C.UTF-8", NO_COLOR="1", NINJA_STATUS="[%f] ", **variables)
        done = subprocess.run([self.modbuild, "build", *words], cwd=self.root, env=environment,
                              capture_output=True, text=True)
        said = f"build {' '.join(words)}: {done.returncode}\n{done.stdout}{done.stderr}"
        assert done.returncode == status, said
        lines = done.stdout.splitlines()
        heads = [i for i, line in enumerate(lines) if line.startswith("component ")]
        assert len(heads) == tables, said
        rows = {}
        for line in lines[heads[0] + 1:] if heads else []:
            name, result, *reason = [cell.strip() for cell in line.split("  ") if cell.strip()]
            rows[name] = (result, *reason)
        self.err = done.stderr
        return rows


def differ(rows, **others):
    """All components are up to date but those named."""
    wanted = {name: ("up to date",) for name in ALL}
    wanted.update(others)
    assert rows == wanted, f"\nexpected {wanted}\n   found {rows}"


def because(*names):
    return ("not reached", "because of " + ", ".join(names))


@case
def what_goes_well_is_built_and_then_up_to_date(tree):
    rows = tree.build("--keep-going", status=0)
    assert rows == {name: ("built",) for name in ALL}, rows
    assert tree.err.endswith("10 built\n"), tree.err
    differ(tree.build("-k", status=0))


@case
def a_module_that_fails_keeps_nobody_else_back(tree):
    tree.replace("modules/plain/plain.c", "1;", "1")
    rows = tree.build("-k", status=1)
    wanted = {name: ("built",) for name in ALL}
    wanted["plain"] = ("failed", "compile modules/plain/plain.c")
    assert rows == wanted, rows
    assert tree.err.endswith("1 failed, 9 built\n"), tree.err
    tree.replace("modules/plain/plain.c", "1", "1;")
    differ(tree.build("-k", status=0), plain=("built",))


@case
def a_module_that_was_built_before_fails_now(tree):
    tree.build("-k", status=0)
    tree.replace("modules/plain/plain.c", "1;", "1")
    differ(tree.build("-k", status=1), plain=("failed", "compile modules/plain/plain.c"))
    differ(tree.build("-k", status=1), plain=("failed", "compile modules/plain/plain.c"))


def junit_of(tree):
    root = ElementTree.parse(tree.root / "junit.xml").getroot()
    cases = {}
    for one in root.iter("testcase"):
        inner = [(child.tag, child.get("message"), child.text) for child in one]
        cases[one.get("name")] = inner[0] if inner else None
    return root.attrib, cases


@case
def junit_holds_what_became_of_each_and_what_the_command_said(tree):
    for backend in ("ninja", "make"):
        tree.write("modules/plain/plain.c", 'int start(void) { return 1 }\n#warning ]]>&\x01\xff\n')
        tree.replace("programs/maker/maker.c", "== NULL", "== NUL")
        tree.write("modules/lacks/module.toml", MODULE + '[depends]\nlibs = ["nowhere"]\n')
        tree.write("modules/lacks/lacks.c", "int start(void) { return 1; }\n")
        if backend == "ninja":
            tree.write("modbuild.toml", FILES["modbuild.toml"] + '[libs.nowhere]\nany = [{ pkg-config = "no-where" }]\n')
        tree.build("-B", backend, "--backend", backend, "--junit", "junit.xml", status=1)
        counts, cases = junit_of(tree)
        assert counts["tests"] == "11" and counts["failures"] == "2", counts
        tag, message, text = cases["plain"]
        assert (tag, message) == ("failure", "compile modules/plain/plain.c failed"), cases["plain"]
        assert "expected" in text and "plain.c:1:" in text and "maker.c" not in text, text
        assert cases["made"] == ("skipped", "because of maker", None), cases["made"]
        assert cases["lacks"][:2] == ("skipped", "library nowhere not found; fix: install library nowhere"), cases["lacks"]
        assert cases["user"] is None
        assert ("time" in counts) == (backend == "ninja"), counts
        tree.replace("programs/maker/maker.c", "== NUL", "== NULL")


@case
def junit_holds_all_that_a_command_said_and_nothing_of_others(tree):
    tree.write("modules/plain/plain.c", "int start(void) { return 1 }\n")
    with tempfile.TemporaryDirectory(prefix="modbuild-e2e-") as elsewhere:
        cc = Path(elsewhere) / "cc"
        cc.write_text('#!/bin/sh\ncase "$*" in\n*plain.c*) echo "[note] of it"; echo "ninja, too";;\n'
                      '*" -c "*) echo "of another";;\nesac\nexec cc "$@"\n')
        cc.chmod(0o755)
        for backend in ("ninja", "make"):
            tree.build("-B", backend, "--backend", backend, "--junit", "junit.xml", status=1, CC=str(cc))
            text = junit_of(tree)[1]["plain"][2]
            assert "[note] of it\nninja, too\n" in text and "expected" in text and "of another" not in text, text


@case
def junit_is_written_when_nothing_can_be_built(tree):
    tree.write("modules/plain/module.toml", MODULE + 'sauces = "]]>&"\n')
    tree.build("--junit", "junit.xml", status=3, tables=0)
    counts, cases = junit_of(tree)
    assert counts["errors"] == "1", counts
    tag, _, text = cases["modbuild build"]
    assert tag == "error" and "modules/plain/module.toml:3:1: error[MB040]: key 'sauces'" in text, cases


@case
def junit_of_a_good_build_has_no_failures(tree):
    tree.build("--junit", "junit.xml", status=0)
    counts, cases = junit_of(tree)
    assert counts["failures"] == "0" and set(cases.values()) == {None}, cases


@case
def a_link_that_fails_is_told_as_one(tree):
    tree.build("-k", status=0)
    tree.replace("programs/switchd/main.c", "base()", "bass()")
    tree.replace("programs/switchd/main.c", "int base(", "int bass(")
    differ(tree.build("-k", status=1), switchd=("failed", "link bin/switchd"))


@case
def a_generated_header_that_fails_is_its_module_s_own_failure(tree):
    tree.build("-k", status=0)
    tree.replace("modules/copied/module.toml", '"cp"', '"false"')
    differ(tree.build("-k", status=1), copied=("failed", "generate gen/copied/copied.h"))


@case
def a_generator_without_inputs_may_fail_too(tree):
    tree.build("-k", status=0)
    tree.replace("modules/touched/module.toml", '"touch"', '"false"')
    differ(tree.build("-k", status=1), touched=("failed", "generate gen/touched/touched.h"))


@case
def a_tool_that_fails_keeps_back_who_needs_it(tree):
    tree.build("-k", status=0)
    tree.replace("programs/maker/maker.c", "int main", "in main")
    differ(tree.build("-k", status=1), maker=("failed", "compile programs/maker/maker.c"),
           made=because("maker"))


@case
def a_tool_of_the_build_machine_fails_by_its_own_name(tree):
    tree.write("modbuild.toml", FILES["modbuild.toml"] + '[toolchains.quick]\ncc = "gcc"\n')
    tree.build("-k", "--toolchain", "quick", status=0)
    tree.replace("programs/maker/maker.c", "int main", "in main")
    differ(tree.build("-k", status=1), maker=("failed", "compile programs/maker/maker.c"),
           made=because("maker"))


@case
def a_library_that_fails_keeps_back_modules_and_programs(tree):
    tree.build("-k", status=0)
    tree.replace("lib/base/base.c", "1;", "1")
    differ(tree.build("-k", status=1), base=("failed", "compile lib/base/base.c"),
           user=because("base"), switchd=because("base"))
    tree.replace("modules/user/user.c", "base();", "base()")
    differ(tree.build("-k", status=1), base=("failed", "compile lib/base/base.c"),
           user=("failed", "compile modules/user/user.c"), switchd=because("base"))


@case
def of_one_source_in_two_modules_the_right_one_failed(tree):
    tree.build("-k", status=0)
    tree.replace("modules/twin_b/module.toml", "sources =", 'defines = ["BAD"]\nsources =')
    differ(tree.build("-k", status=1), twin_b=("failed", "compile shared/twin.c"))


@case
def only_what_the_targets_need_is_listed(tree):
    tree.build("-k", status=0)
    tree.replace("lib/base/base.c", "1;", "1")
    rows = tree.build("-k", "user", "plain", status=1)
    assert rows == {"base": ("failed", "compile lib/base/base.c"), "plain": ("up to date",),
                    "user": because("base")}, rows


@case
def without_the_option_there_is_no_table(tree):
    done = subprocess.run([tree.modbuild, "build"], cwd=tree.root, capture_output=True, text=True)
    assert done.returncode == 0 and "component " not in done.stdout, done.stdout


@case
def what_is_asked_for_and_cannot_be_built_stops_it_before_anything_is_made(tree):
    tree.replace("modules/plain/module.toml", "[module]", '[module]\nwhen = "freebsd"')
    done = subprocess.run([tree.modbuild, "build", "-k", "-i", "plain"], cwd=tree.root,
                          capture_output=True, text=True)
    assert done.returncode == 1 and "MB071" in done.stderr, done.stderr
    assert "Dropped, although wanted" in done.stderr and done.stdout == "", done.stdout
    assert not (tree.root / "build").exists()


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    modbuild = os.path.abspath(sys.argv[1])
    failed = 0
    for function in CASES:
        with tempfile.TemporaryDirectory(prefix="modbuild-going-") as root:
            try:
                function(Tree(root, modbuild))
            except Exception:
                failed += 1
                print(f"{function.__name__}:\n{traceback.format_exc()}")
    print(f"{len(CASES) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
