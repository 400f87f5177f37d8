#!/usr/bin/env python3
"""What an alternative says beyond its flags: values that a tool prints, and the proof that flags work.

usage: lib_values.py MODBUILD [CASE..]
"""
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
from cases import case, contains, equal, run_cases  # noqa: E402
from probed_tree import Probed  # noqa: E402


@case
def a_value_that_a_tool_prints_is_kept_like_its_flags(tree):
    tree.fake("pg_config", 'case $1 in --libdir) echo /usr/lib;; --pkglibdir) echo /opt/pg/lib;; *) exit 1;; esac')
    tree.declare(pg='{ config-tool = "pg_config", variables = { libdir = "--libdir", plugins = "--pkglibdir" }, '
                    'add-libs = ["-L{libdir}", "-lm"] }')
    tree.write("tree/modules/pg/x.dat", "")
    with (tree.root / "tree/modules/pg/module.toml").open("a") as file:
        file.write('[[install]]\nkind = "data"\nfrom = ["x.dat"]\nto = "{lib.pg.plugins}/x"\n'
                   '[[generate]]\noutputs = ["dir.h"]\ncommand = ["echo", "#define DIR {lib.pg.libdir}"]\n'
                   'stdout = true\n')
    tree.modbuild_in("check")
    tree.modbuild_in("gen")
    tree.settle()
    tree.modbuild_in("gen")
    equal(tree.processes("gen"), 0)
    plan = json.loads((tree.root / "tree/build/install-plan.json").read_text())
    contains([entry["destination"] for entry in plan["entries"]], "/opt/pg/lib/x/x.dat")
    lib = json.loads(tree.modbuild_in("libs", "--format", "json").out)["libs"][0]
    equal((lib["libs"], lib["variables"]),
          (["-L/usr/lib", "-lm"], {"libdir": "/usr/lib", "plugins": "/opt/pg/lib"}))
    tree.run("ninja", "-C", "tree/build")
    equal((tree.root / "tree/build/gen/pg/dir.h").read_text(), "#define DIR /usr/lib\n")
    tree.fake("pg_config", "echo /srv")
    tree.run("ninja", "-C", "tree/build")
    equal((tree.root / "tree/build/gen/pg/dir.h").read_text(), "#define DIR /srv\n")


@case
def flags_that_do_not_work_are_no_library(tree):
    tree.add_pc("broken", fields="Cflags: -I${pcfiledir}/include\nLibs: -lm\n")
    tree.declare(broken='{ pkg-config = "broken", header = "broken.h", symbol = "cos" }, { link = "m" }',
                 whole='{ pkg-config = "broken", link = "m", symbol = "cos" }')
    out = tree.modbuild_in("probe").out
    contains(out, "pkg-config broken, header broken.h, symbol cos",
             "its flags do not work: header broken.h not found", "link -lm")
    tree.write("pc/include/broken.h", "double cos(double);\n")
    out = tree.modbuild_in("probe").out
    assert "do not work" not in out, out
    lib = json.loads(tree.modbuild_in("libs", "whole", "--format", "json").out)["libs"][0]
    equal(lib["libs"], ["-lm", "-lm"])


@case
def a_proof_is_only_made_where_it_is_needed(tree):
    tree.add_pc("there")
    tree.declare(one='{ pkg-config = "there" }, { pkg-config = "there", header = "stdio.h" }')
    without = tree.processes("probe", "--refresh")
    tree.declare(one='{ pkg-config = "there" }')
    equal(tree.processes("probe", "--refresh"), without)


if __name__ == "__main__":
    sys.exit(run_cases(Probed))
