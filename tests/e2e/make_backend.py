#!/usr/bin/env python3
"""What `gen --backend make` writes, run by GNU Make: the same bytes as with Ninja, and right rebuilds.

usage: make_backend.py MODBUILD [CASE..]
"""
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(CHECKOUT / "tests/support"))

from cases import case, run_cases  # pylint: disable=wrong-import-position
from make_tree import FILES, MODULE, MakeTree  # pylint: disable=wrong-import-position


@case
def both_backends_build_the_same_bytes(tree):
    """Of the sample tree, in one place after the other: debug information names the directory."""
    sample = tree.root / "sample"
    shutil.copytree(CHECKOUT / "sample-tree", sample, ignore=shutil.ignore_patterns("build"))
    tree.root = sample
    built = {}
    for backend, jobs in (("ninja", "4"), ("make", "1"), ("make", "8")):
        tree.gen("--base", "all", "--fresh", backend=backend)
        tree.run("ninja" if backend == "ninja" else "make", "-C", "build", "-j", jobs)
        built[backend, jobs] = tree.artifacts()
        plan = (sample / "build/install-plan.json").read_bytes()
        built[backend, jobs]["install-plan.json"] = plan
        shutil.rmtree(sample / "build")
    first = built["ninja", "4"]
    assert len(first) > 50, sorted(first)
    for how, found in built.items():
        assert sorted(found) == sorted(first), (how, set(found) ^ set(first))
        different = [path for path in first if found[path] != first[path]]
        assert not different, (how, different)


@case
def a_second_make_does_nothing(tree):
    tree.gen()
    assert tree.make("-j8")
    assert tree.make() == []
    tree.run("make", "-C", "build", "-q")


@case
def a_header_that_changes_rebuilds_what_includes_it(tree):
    tree.gen()
    tree.make("-j8")
    tree.write("include/common.h", "#define COMMON 2\n")
    assert tree.make() == ["CC ../modules/plain/plain.c", "MODULE modules/plain.so"]
    tree.write("include/odd name=1%$.h", "#define ODD 2\n")
    assert tree.make() == ["CC ../modules/odd/odd name.c", "MODULE modules/odd.so"]
    assert tree.make() == []


@case
def a_header_that_is_gone_is_no_error(tree):
    tree.gen()
    tree.make("-j8")
    (tree.root / "include/common.h").rename(tree.root / "include/other.h")
    tree.replace("modules/plain/plain.c", "common.h", "other.h")
    assert tree.make() == ["CC ../modules/plain/plain.c", "MODULE modules/plain.so"]
    assert tree.make() == []


@case
def other_flags_rebuild_what_they_touch_there_and_back(tree):
    tree.gen()
    tree.make("-j8")
    before = tree.artifacts()
    manifest = tree.root / "modules/plain/module.toml"
    manifest.write_text(MODULE + '[build]\ncflags = ["-O2"]\n')
    assert tree.make() == ["CC ../modules/plain/plain.c", "MODULE modules/plain.so"]
    manifest.write_text(MODULE + '[build]\nldflags = ["-Wl,-z,now"]\n')
    assert tree.make() == ["CC ../modules/plain/plain.c", "MODULE modules/plain.so"]
    manifest.write_text(MODULE)
    assert tree.make() == ["MODULE modules/plain.so"]
    assert tree.make() == []
    assert tree.artifacts() == before


@case
def a_generator_that_gives_the_same_rebuilds_nothing_else(tree):
    tree.gen()
    tree.make("-j8")
    tree.write("modules/made/made.in", "2\n")
    assert tree.make() == ["GEN gen/made/made.h"]
    assert tree.make() == []
    (tree.root / "build/gen/made/more.h").unlink()
    assert tree.make()[0] == "GEN gen/made/made.h"
    assert tree.make() == []
    tree.write("modules/printed/p.in", "#define P 2\n")
    assert tree.make() == ["GEN gen/printed/p.h", "CC ../modules/printed/p.c", "MODULE modules/printed.so"]


@case
def a_generated_header_is_the_same_by_any_way_to_it(tree):
    """A compiler names it as it came to it: 'gen/ways/sub/../x.h'. Ninja cleans such paths itself."""
    names = {0: "x.h", 1: "y.h", 2: "sub/z.h", 3: "odd name, 100%(=$.h"}
    tree.write("modules/ways/module.toml", MODULE + "".join(
        f'[[generate]]\ninputs = ["{n}.in"]\noutputs = ["{name}"]\ncommand = ["cat", "{{inputs[0]}}"]\nstdout = true\n'
        for n, name in names.items()))
    tree.write("modules/ways/0.in", "#define X 1\n")
    tree.write("modules/ways/1.in", "#define Y 1\n")
    tree.write("modules/ways/2.in", '#include "../x.h"\n')
    tree.write("modules/ways/3.in", "#define ODD 1\n")
    sources = {"up": '#include "sub/z.h"\nint up(void) { return X; }\n',
               "twice": '#include "sub/..//.//y.h"\nint twice(void) { return Y; }\n',
               "name": '#include "sub/../odd name, 100%(=$.h"\nint name(void) { return ODD; }\n'}
    for name, text in sources.items():
        tree.write(f"modules/ways/{name}.c", text)
    for backend in ("ninja", "make"):
        tree.gen(backend=backend)
        run = tree.make if backend == "make" else tree.ninja
        run("-j8")
        assert run() == []
        for number, name, source in ((0, "X", "up"), (1, "Y", "twice"), (3, "ODD", "name")):
            tree.write(f"modules/ways/{number}.in", f"#define {name} 2{backend == 'make':d}\n")
            shown = run()
            assert f"CC ../modules/ways/{source}.c" in shown and "MODULE modules/ways.so" in shown, (backend, shown)
            assert len(shown) == 3, shown
            assert run() == [], backend


@case
def a_directory_that_is_a_link_is_no_way_to_the_generated_header(tree):
    """'linked/../x.h' is lexically 'gen/ways/x.h', and another file on disk."""
    tree.write("modules/ways/module.toml", MODULE + '[build]\nincludes = ["."]\n[[generate]]\ninputs = ["0.in"]\noutputs = ["x.h"]\n'
               'command = ["cat", "{inputs[0]}"]\nstdout = true\n')
    tree.write("modules/ways/0.in", "#define GENERATED 1\n")
    tree.write("modules/ways/use.c", '#include "linked/../x.h"\nint use(void) { return LINKED; }\n')
    tree.write("other/sub/keep", "")
    tree.write("other/x.h", "#define LINKED 1\n")
    tree.gen()
    (tree.root / "build/gen/ways").mkdir(parents=True)
    (tree.root / "build/gen/ways/linked").symlink_to(tree.root / "other/sub")
    assert "MODULE modules/ways.so" in tree.make("-j8")
    assert tree.make() == []
    tree.write("other/x.h", "#define LINKED 2\n")
    assert tree.make() == ["CC ../modules/ways/use.c", "MODULE modules/ways.so"]
    assert tree.make() == []


@case
def what_a_generator_read_runs_it_again_whatever_its_name(tree):
    tree.write("modules/read/module.toml", MODULE + '[[generate]]\ninputs = ["read.sh"]\noutputs = ["read.h"]\n'
               'depfile = "read.d"\ncommand = ["sh", "{inputs[0]}", "{outputs[0]}", "{depfile}"]\n')
    tree.write("modules/read/read.sh", 'd=../modules/read; cat "$d/odd name=1%" $d/plain >"$1"\n'
                                       'echo "$1: $d/odd\\\\ name=1% $d/sub/../plain" >"$2"\n')
    tree.write("modules/read/sub/keep", "")
    tree.write("modules/read/odd name=1%", "#define ODD 1\n")
    tree.write("modules/read/plain", "#define PLAIN 1\n")
    tree.write("modules/read/read.c", '#include "read.h"\nint start(void) { return ODD + PLAIN; }\n')
    tree.gen()
    tree.make("-j8")
    assert tree.make() == []
    for name in ("odd name=1%", "plain"):
        tree.replace(f"modules/read/{name}", "1", "2")
        assert tree.make() == ["GEN gen/read/read.h", "CC ../modules/read/read.c", "MODULE modules/read.so"], name
        assert tree.make() == []


@case
def a_generator_that_fails_leaves_nothing_and_runs_again(tree):
    tree.gen()
    tree.make("-j8")
    (tree.root / "modules/printed/p.in").unlink()
    (tree.root / "modules/printed/p.in").mkdir()
    tree.make(status=2)
    tree.make(status=2)
    (tree.root / "modules/printed/p.in").rmdir()
    tree.write("modules/printed/p.in", "#define P 1\n")
    assert "GEN gen/printed/p.h" in tree.make()
    assert tree.make() == []


@case
def a_compile_that_fails_is_never_taken_for_done(tree):
    tree.gen()
    tree.make("-j8")
    tree.write("modules/plain/plain.c", "int start(void) { return }\n")
    tree.make(status=2)
    tree.make(status=2)
    assert not (tree.root / "build/obj/plain/plain.c.o.dep").read_text()
    tree.write("modules/plain/plain.c", FILES["modules/plain/plain.c"])
    assert tree.make() == ["CC ../modules/plain/plain.c", "MODULE modules/plain.so"]


@case
def a_make_that_is_killed_is_completed_by_the_next(tree):
    tree.gen()
    tree.make("-j8")
    wanted = tree.artifacts()
    dice = random.Random(5)
    for _ in range(20):
        tree.make("clean")
        started = subprocess.Popen(["make", "-C", "build", "-j4"], cwd=tree.root,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                   start_new_session=True)
        time.sleep(dice.uniform(0, 0.4))
        os.killpg(started.pid, signal.SIGKILL)
        started.wait()
        tree.make("-j8")
        assert tree.artifacts() == wanted
        assert tree.make() == []


@case
def a_manifest_that_changes_regenerates(tree):
    tree.gen()
    tree.make("-j8")
    tree.write("modules/late/module.toml", MODULE)
    tree.write("modules/late/late.c", "int start(void) { return 1; }\n")
    assert "MODULE modules/late.so" in tree.make()
    shutil.rmtree(tree.root / "modules/late")
    tree.make()
    assert not (tree.root / "build/modules/late.so").exists()
    assert tree.make() == []


@case
def a_directory_with_a_hard_name_is_watched_until_it_is_gone(tree):
    hard = "modules/hard 1%=$x,(#y"
    tree.gen()
    tree.make("-j8")
    tree.write(f"{hard}/module.toml", MODULE + 'name = "hard"\n')
    tree.write(f"{hard}/hard.c", "int start(void) { return 1; }\n")
    assert "MODULE modules/hard.so" in tree.make()
    assert tree.make() == []
    tree.replace(f"{hard}/module.toml", "name", "\nname")
    tree.replace(f"{hard}/hard.c", "1", "2")
    assert "MODULE modules/hard.so" in tree.make()
    shutil.rmtree(tree.root / hard)
    tree.make()
    assert tree.make() == []


@case
def a_mistake_in_a_manifest_stops_make_and_is_told(tree):
    tree.gen()
    tree.write("modules/plain/module.toml", MODULE + "[bild]\n")
    tree.make(status=2)
    assert "modules/plain/module.toml:3:2: error[MB040]" in tree.errors, tree.errors
    tree.write("modules/plain/module.toml", MODULE)
    tree.make("-j8")


@case
def a_header_whose_name_make_would_run_stops_the_step(tree):
    tree.write("modules/evil/module.toml", MODULE)
    tree.write("modules/evil/;touch PWN;.h", "")
    tree.write("modules/evil/evil.c", '#include ";touch PWN;.h"\nint start(void) { return 1; }\n')
    tree.gen()
    for _ in range(2):
        tree.make("evil", status=2)
        assert "byte 0x3B ';'" in tree.errors and "error[MB062]" in tree.errors, tree.errors
    assert not list(tree.root.rglob("PWN"))


@case
def a_name_that_make_cannot_write_is_refused_by_either_backend(tree):
    tree.write("modules/paren/module.toml", MODULE + '[[generate]]\ninputs = ["t(1)"]\noutputs = ["t.h"]\n'
                                            'command = ["cp", "{inputs[0]}", "{outputs[0]}"]\n')
    tree.write("modules/paren/p.c", "int start(void) { return 1; }\n")
    tree.write("modules/paren/t(1)", "")
    for backend in ("make", "ninja"):
        refused = tree.gen(backend=backend, status=3).err
        assert "make would take 'x(y)' for a member of an archive" in refused, refused


@case
def another_backend_takes_the_old_build_files_away(tree):
    tree.gen()
    tree.make("-j8")
    wanted = tree.artifacts()
    tree.gen(backend="ninja")
    assert not (tree.root / "build/Makefile").exists()
    assert not list((tree.root / "build").rglob("*.dep"))
    tree.run("ninja", "-C", "build")
    assert tree.artifacts() == wanted
    tree.gen()
    assert not (tree.root / "build/build.ninja").exists()
    tree.make("-j8")
    assert tree.artifacts() == wanted


if __name__ == "__main__":
    sys.exit(run_cases(MakeTree))
