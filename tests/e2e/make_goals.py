#!/usr/bin/env python3
"""What can be typed behind `make` in a build directory: goals and variables that work, and what is said of the others.

usage: make_goals.py MODBUILD [CASE..]
"""
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(CHECKOUT / "tests/support"))

from cases import case, run_cases  # pylint: disable=wrong-import-position
from make_tree import FILES, MODULE, MakeTree  # pylint: disable=wrong-import-position

# Names that mean something to make; each must be an ordinary module.
WORDS = ["include", "export", "ifdef", "endif", "else", "vpath", "override", "private", "load",
         "lib", "bin", "obj", "modules", "gen", "unexport", "sinclude", "undefine", "endef"]

@case
def goals_are_modules_groups_and_words(tree):
    tree.gen()
    assert [line for line in tree.make("plain")] == ["CC ../modules/plain/plain.c",
                                                     "MODULE modules/plain.so"]
    assert "MODULE modules/made.so" in tree.make("@few")
    assert not (tree.root / "build/modules/odd.so").exists()
    assert any(line.startswith("install ") for line in tree.make("help"))
    tree.make("nobody", status=2)
    assert "No rule to make target 'nobody'" in tree.errors
    shown = tree.make("V=1", "odd")
    assert any("-MMD" in line for line in shown), shown
    tree.make("clean")
    assert tree.make("-s", "-j8") == []
    left = [path for path in (tree.root / "build").rglob("*.dep")]
    assert left
    tree.make("clean")
    assert tree.artifacts() == {}
    assert not list((tree.root / "build").rglob("*.dep"))


@case
def what_gen_settles_cannot_be_changed_on_makes_command_line(tree):
    tree.gen()
    for name in ("CC", "CXX", "AR", "CFLAGS", "CXXFLAGS", "CPPFLAGS", "LDFLAGS"):
        tree.make(f"{name}=a b", status=2)
        assert f"{name} is settled by gen: {name}='a b' modbuild gen." in tree.errors, tree.errors
    for name in ("prefix", "bindir", "sbindir", "libexecdir", "libdir", "datadir", "sysconfdir", "includedir",
                 "localstatedir", "mandir", "docdir", "moduledir", "confdir"):
        tree.make("install", f"DESTDIR={tree.root}/stage", f"{name}=/opt/a", status=2)
        assert f"{name} is settled by gen: modbuild gen --dir {name}='/opt/a'." in tree.errors, tree.errors
    for name in ("LDLIBS", "LIBS", "exec_prefix", "datarootdir", "PREFIX", "LIBDIR", "RANLIB", "INSTALL"):
        tree.make(f"{name}=/opt/a", status=2)
        assert f"{name} has no effect" in tree.errors and "modbuild gen" in tree.errors, tree.errors
    assert not (tree.root / "build/obj").exists()
    names = ("CC", "CFLAGS", "LDFLAGS", "LDLIBS", "prefix", "bindir", "exec_prefix")
    tree.variables.update({name: "/nowhere" for name in names})
    assert tree.make("-s", "-j8") == []


@case
def clean_comes_before_what_else_is_asked_for(tree):
    tree.gen()
    tree.make("-s", "-j8")
    for _ in range(3):
        tree.make("-s", "-j8", "clean", "all")
        assert list((tree.root / "build/modules").glob("*.so")), "nothing is built"


@case
def a_directory_is_no_goal(tree):
    tree.write("modules/obj/module.toml", MODULE)
    tree.write("modules/obj/obj.c", "int start(void) { return 1; }\n")
    tree.gen()
    tree.make("lib", status=2)
    assert "No rule to make target 'lib'" in tree.errors, tree.errors
    tree.make("-j8")
    for goal in ("lib", "lib/", "bin", "gen/made", ".modbuild", ".", "../modules/plain"):
        for more in ((), ("plain",), ("-n",), ("-k", "-j2")):
            tree.make(goal, *more, status=2)
            assert f"No rule to make target '{goal}'" in tree.errors, (goal, tree.errors)
    assert tree.make("-s", "obj", "Makefile", "bin/switchd", "obj/plain/plain.c.o") == []
    # Makefiles are brought up to date before anything is said.
    tree.write("modules/bin/module.toml", MODULE)
    tree.write("modules/bin/bin.c", "int start(void) { return 1; }\n")
    assert "MODULE modules/bin.so" in tree.make("bin")


@case
def a_makefile_run_from_elsewhere_says_how_to_run_it(tree):
    tree.gen()
    tree.gen("-B", "my other")
    for name, where in (("build/Makefile", "build"), (f"{tree.root}/build/Makefile", f"{tree.root}/build"),
                        ("my other/Makefile", "my other")):
        said = tree.run("make", "-f", name, status=2).err
        assert f"only: make -C '{where}'." in said and said.count("\n") == 1, said
    said = tree.run("make", "-C", "build", "-f", "../my other/Makefile", status=2).err
    assert "only: make -C '../my other'." in said, said
    tree.make("-j8", "-f", f"{tree.root}/build/Makefile")
    assert tree.make("-f", "./Makefile") == []
    tree.run("make", "-j8", "-C", "my other")


@case
def words_of_make_are_names_like_any_other(tree):
    for word in WORDS:
        tree.write(f"modules/{word}/module.toml", MODULE)
        tree.write(f"modules/{word}/{word}.c", "int start(void) { return 1; }\n")
    tree.gen()
    for word in WORDS:
        assert f"MODULE modules/{word}.so" in tree.make(word), word
    tree.make("-j8")
    assert tree.make() == []


@case
def build_runs_make_and_tells_what_failed(tree):
    tree.gen()
    tree.run(tree.modbuild, "build", "-q")
    tree.write("modules/plain/plain.c", "int start(void) { return }\n")
    done = tree.run(tree.modbuild, "build", "--keep-going", status=1)
    rows = [line.split() for line in done.out.splitlines()]
    assert ["plain", "failed", "compile", "modules/plain/plain.c"] in rows, done.out
    assert ["made", "up", "to", "date"] in rows, done.out


@case
def install_goes_below_destdir(tree):
    tree.gen()
    tree.make("-j8", "install", f"DESTDIR={tree.root}/stage")
    assert (tree.root / "stage/usr/local/bin/switchd").exists()
    tree.variables["DESTDIR"] = f"{tree.root}/stage"
    tree.make("uninstall")
    assert not (tree.root / "stage/usr").exists()


if __name__ == "__main__":
    sys.exit(run_cases(MakeTree))
