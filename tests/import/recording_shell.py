#!/usr/bin/env python3
"""The shell that makefiles run in while they are imported: what it answers, and what it writes down.

usage: recording_shell.py [CASE ..]

Real makefiles are run with it, on a PATH without anything that they look for.
"""
import os
import shutil
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from cases import CASES, case, equal  # noqa: E402

SHELL = HERE.parent.parent / "lib/import/recording_shell.bash"
PROGRAMS = ["bash", "make", "grep", "cut", "tail", "head", "tr", "sort", "basename"]


def marker(word):
    """`word` with the marker in it as `command`."""
    begin = word.find("__mb_")
    if begin < 0:
        return word
    digits, _, rest = word[begin + 5:].partition("_")
    command = " ".join(part.decode() for part in bytes.fromhex(digits).split(b"\0"))
    return f"{word[:begin]}`{command}`{rest.partition('__')[2]}"


class Made:
    """What make said, and the records: questions and programs."""

    def __init__(self, work, done, records):
        self.status = done.returncode
        self.values = [marker(line[2:]) for line in done.stdout.splitlines() if line.startswith("> ")]
        lines = [record.split("\t") for record in records.splitlines()]
        self.asked = [f"{line[1]}: {line[2]}" for line in lines if line[0] == "ask"]
        self.ran = []
        for _, shell, *fields in (line for line in lines if line[0] == "run"):
            assert shell.isdigit(), shell
            directory, stdin, stdout, *words = (
                field.replace(f"{work}", "").replace("%09", "\t").replace("%0A", "\n").replace("%25", "%")
                for field in fields)
            self.ran.append(f"{directory or '/'}$ {' '.join(words)}"
                            + (f" < {stdin}" if stdin != "-" else "") + (f" > {stdout}" if stdout != "-" else ""))


class Shell:
    def __init__(self, work):
        self.work = Path(work)
        (self.work / "bin").mkdir()
        for name in PROGRAMS:
            (self.work / "bin" / name).symlink_to(shutil.which(name))

    def make(self, makefile, no=(), **variables):
        """Runs a makefile; lines that it prints behind '> ' are its values."""
        (self.work / "Makefile").write_text(makefile)
        (self.work / "log").write_text("")
        environment = {"PATH": str(self.work / "bin"), "LC_ALL": "C", "BASH_ENV": str(SHELL),
                       "MB_LOG": str(self.work / "log"), "MB_BIN": os.path.dirname(shutil.which("cp")),
                       "MB_ANSWERS": "\n".join(no)}
        environment.update(variables)
        done = subprocess.run(["make", "-s", f"SHELL={self.work}/bin/bash"], cwd=self.work, env=environment,
                              capture_output=True, stdin=subprocess.DEVNULL, text=True, check=False)
        return Made(self.work, done, (self.work / "log").read_text())

    def value(self, text, no=(), **variables):
        """The value of an expression of make's."""
        made = self.make(f"$(info > {text})\nall: ;\n", no, **variables)
        return made.values[0], made.asked

    def recipe(self, *lines, no=()):
        return self.make("all:\n" + "".join(f"\t{line}\n" for line in lines), no)


@case
def a_program_that_is_looked_for_is_there_by_its_name(shell):
    equal(shell.value("$(shell which xml2-config)"), ("xml2-config", ["program xml2-config: yes"]))
    equal(shell.value("$(shell command -v xml2-config)"), ("xml2-config", ["program xml2-config: yes"]))
    equal(shell.value("$(shell type -p /opt/bin/pg_config)"), ("pg_config", ["program pg_config: yes"]))


@case
def a_program_that_is_not_there_fails_quietly(shell):
    equal(shell.value("$(shell which pg_config || echo none)", ["program pg_config"]),
          ("none", ["program pg_config: no"]))
    equal(shell.value("$(shell pg_config --libs; echo $$?)", ["program pg_config"]),
          ("127", ["program pg_config: no"]))


@case
def what_a_program_prints_stands_for_the_call(shell):
    equal(shell.value("$(shell xml2-config --cflags)"), ("`xml2-config --cflags`", ["program xml2-config: yes"]))
    equal(shell.value("-L$(shell pg_config --libdir)/sub")[0], "-L`pg_config --libdir`/sub")
    equal(shell.value("$(shell perl -MConfig -e 'print $$Config{x} . \"%\"')")[0],
          "`perl -MConfig -e print $Config{x} . \"%\"`")


@case
def what_is_printed_names_the_library_unless_it_is_opaque(shell):
    name = "$(if $(findstring gcrypt,$(shell pkg-config --libs libgcrypt)),named,nameless)"
    equal(shell.value(name)[0], "named")
    equal(shell.value(name, MB_OPAQUE="yes")[0], "nameless")


@case
def packages_are_asked_for_by_name_and_version(shell):
    status = "$(shell pkg-config {}; echo $$?)"
    equal(shell.value(status.format("--exists zlib")), ("0", ["program pkg-config: yes", "package zlib: yes"]))
    equal(shell.value(status.format("--atleast-version=1.2 zlib"))[1][1:], ["package zlib >= 1.2: yes"])
    equal(shell.value(status.format("--exact-version=1.2 zlib"))[1][1:], ["package zlib = 1.2: yes"])
    equal(shell.value(status.format("--max-version=1.2 zlib"))[1][1:], ["package zlib <= 1.2: yes"])
    equal(shell.value(status.format("--exists 'zlib' '>=' '1.2' libxml-2.0"))[1][1:],
          ["package zlib >= 1.2: yes", "package libxml-2.0: yes"])


@case
def a_package_that_is_not_there_ends_the_question(shell):
    equal(shell.value("$(shell pkg-config --exists a b; echo $$?)", ["package a"]),
          ("1", ["program pkg-config: yes", "package a: no"]))
    equal(shell.value("$(shell pkg-config --libs a)", ["package a"])[0], "")


@case
def without_pkg_config_no_package_is_asked_for(shell):
    equal(shell.value("$(shell pkg-config --exists a; echo $$?)", ["program pkg-config"]),
          ("127", ["program pkg-config: no"]))


@case
def flags_of_packages_are_one_word(shell):
    equal(shell.value("$(shell pkg-config --cflags --libs a b)")[0], "`pkg-config --cflags --libs a b`")
    equal(shell.value("$(shell pkgconf --silence-errors --libs a)")[0], "`pkg-config --libs a`")


@case
def directories_of_a_package_may_be_none(shell):
    text = "$(shell pkg-config --libs-only-L ssl | cut -c 1-2)"
    equal(shell.value(text)[0], "-L")
    equal(shell.value(text, ["prints pkg-config --libs-only-L ssl"])[0], "")


@case
def a_list_of_packages_holds_what_is_looked_for(shell):
    equal(shell.value("$(shell pkg-config --list-all | grep ruby | tail -1 | cut -f 1 -d ' ')"),
          ("ruby-99.99", ["program pkg-config: yes", "package-like ruby: yes"]))
    equal(shell.value("$(shell pkg-config --list-all | grep -i 'ruby')", ["package-like ruby"])[0], "")


@case
def directories_of_the_machine_hold_what_is_looked_for(shell):
    equal(shell.value("$(shell ls /usr/lib/liblua* 2>/dev/null | grep liblua5.4.so)"),
          ("liblua5.4.so", ["files /usr/lib/liblua* liblua5.4.so: yes"]))
    equal(shell.value("$(shell ls /usr/lib | grep libx.so)", ["files /usr/lib libx.so"])[0], "")


@case
def recipes_are_written_down_as_the_shell_expands_them(shell):
    shell.work.joinpath("sub").mkdir()
    shell.work.joinpath("in").write_text("")
    made = shell.recipe("cd sub && bison -d x.y > out.c", "for f in one two; do xgettext `basename /p/$$f`; done",
                        "sed s/a/b/ < in | tr a b", "'odd one' '100%\t'")
    equal(made.ran, ["/sub$ bison -d x.y > /sub/out.c", "/$ xgettext one", "/$ xgettext two", "/$ sed s/a/b/ < /in",
                     "/$ odd one 100%\t"])


@case
def what_recipes_copy_and_move_is_done(shell):
    shell.work.joinpath("a").write_text("text")
    made = shell.recipe("mkdir -p d/e", "install -m 600 a d/e/b", "mv d/e/b d/c", "cp d/c d/f", "chmod 640 d/f",
                        "rm d/c")
    equal(made.status, 0)
    equal([path.name for path in sorted((shell.work / "d").iterdir())], ["e", "f"])
    equal((shell.work / "d/f").stat().st_mode & 0o777, 0o640)
    equal(len(made.ran), 6)


@case
def what_a_compiler_makes_is_there_and_empty(shell):
    made = shell.make("all: a.o\n\tgcc a.o -o prog\na.o:\n\tgcc -c a.c -o a.o\n")
    equal(made.ran, ["/$ gcc -c a.c -o a.o", "/$ gcc a.o -o prog"])
    equal((shell.work / "prog").read_text(), "")


@case
def programs_of_probes_are_not_programs_of_recipes(shell):
    made = shell.make("X:=$(shell cat Makefile | sed -n 1p)$(shell foo --bar)\nall:\n\tfoo --all\n")
    equal(made.ran, ["/$ foo --all"])
    equal(made.asked, ["program foo: yes"])


def main():
    chosen = [one for one in CASES if not sys.argv[1:] or any(word in one.__name__ for word in sys.argv[1:])]
    failed = 0
    for one in chosen:
        with tempfile.TemporaryDirectory(prefix="modbuild-shell-") as work:
            try:
                one(Shell(work))
            except (AssertionError, OSError, IndexError, ValueError):
                failed += 1
                print(f"FAILED {one.__name__}\n{traceback.format_exc(limit=2)}")
    print(f"{len(chosen) - failed} passed, {failed} failed")
    return 1 if failed or not chosen else 0


if __name__ == "__main__":
    sys.exit(main())
