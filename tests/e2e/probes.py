#!/usr/bin/env python3
"""Probes: programs that misbehave, answers that are kept, and what pkg-config itself says.

usage: probes.py MODBUILD [CASE..]

Every case has a tree of its own, with fake programs in a directory beside it that comes first on PATH.
"""
import json
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
from cases import case, contains, equal, run_cases  # noqa: E402
from probed_tree import HEAD, Probed  # noqa: E402

# --- programs that misbehave ---

# What a fake program does, and what is said of it; "" = the library counts as missing without a word.
MISDEEDS = {
    "hangs": ("sleep 1000", "did not end within 1 seconds"),
    "hangs_and_ignores_signals": ("trap '' TERM INT HUP; while :; do sleep 1; done", "did not end within 1 seconds"),
    "leaves_a_child_with_the_output": ("sleep 1000 & exit 1", ""),
    "leaves_a_daemon": ("setsid sh -c 'exec sleep 1000' >/dev/null 2>&1 & exit 1", ""),
    "crashes": ("kill -SEGV $$", "was ended by signal 11"),
    "is_killed": ("kill -9 $$", "was ended by signal 9"),
    "floods": ("head -c 100000000 /dev/zero", "printed more than 1 MiB"),
    "floods_errors": ("head -c 100000000 /dev/zero >&2; exit 1", "printed more than 1 MiB"),
    "never_stops_writing": ("cat /dev/zero", "did not end within 1 seconds"),
    "prints_bytes": ("printf -- '-I/\\377\\376'", "printed text that is not UTF-8"),
    "prints_escapes": ("printf -- '-DX=\\033[31m'", "printed control characters"),
    "prints_an_open_quote": ("echo \"-DX='\"", "printed a quote that is not closed"),
    "prints_an_error_and_succeeds": ("echo 'cannot open my.cnf'", "which is no flag"),
    "prints_help_and_succeeds": ("echo 'Usage: x [OPTIONS]'", "which is no flag"),
    "runs_code_in_the_compiler": ("echo -fplugin=/tmp/evil.so", "loads a plug-in into the compiler"),
    "reads_flags_from_a_file": ("echo @/tmp/flags", "reads further flags from a file"),
    "wants_a_terminal": ("read answer < /dev/tty && echo -lm", ""),
    "waits_for_input": ("read answer || exit 1; echo -lm", ""),
    "fails_in_silence": ("exit 1", ""),
    "fails_oddly": ("exit 200", ""),
}


def misdeeds(tree, declare):
    """Each misdeed is one line about one library; the next library is asked all the same."""
    tree.declare(**{name: declare(name) for name in MISDEEDS}, good='{ link = ["m"] }')
    began = time.monotonic()
    done = tree.modbuild_in("select", "--base", "all", "--probe-timeout", "1", "-j", "8")
    taken = time.monotonic() - began
    equal(tree.modules_on("--base", "all", "--probe-timeout", "1", "-j", "8"), ["good"])
    for name, (_, said) in MISDEEDS.items():
        about = [line for line in done.err.splitlines() if f"'{declare.asked(name)}' " in line and "warning[MB09" in line]
        equal(len(about), 1 if said else 0)
        if said:
            contains(about[0], said, "modbuild.toml:")
    contains(done.out, "library hangs not found")
    assert taken < 30, f"{taken} s for programs that are given 1 s each"
    left = subprocess.run(["pgrep", "-f", "^(exec )?sleep 1000$"], capture_output=True, text=True).stdout
    equal(left, "")


@case
def config_tools_that_misbehave_are_said_to_and_count_as_missing(tree):
    for name, (script, _) in MISDEEDS.items():
        tree.fake(f"{name}-config", script)

    def declare(name):
        return f'{{ config-tool = "{name}-config", libs = "--libs" }}'
    declare.asked = lambda name: f"config-tool {name}-config"
    misdeeds(tree, declare)


@case
def queries_that_misbehave_are_said_to_and_count_as_missing(tree):
    for name, (script, _) in MISDEEDS.items():
        tree.fake(f"{name}-query", script)

    def declare(name):
        return f'{{ query = ["{name}-query", "flags"] }}'
    declare.asked = lambda name: f"query {name}-query flags"
    misdeeds(tree, declare)


@case
def a_pkg_config_that_misbehaves_is_said_to_and_its_libraries_count_as_missing(tree):
    tree.fake("pkg-config", 'for last; do :; done\ncase "$last" in\n' +
              "".join(f"  {name}) {script} ;;\n" for name, (script, _) in MISDEEDS.items()) + "esac")

    def declare(name):
        return f'{{ pkg-config = "{name}" }}'
    declare.asked = lambda name: f"pkg-config {name}"
    misdeeds(tree, declare)


@case
def a_pkg_config_that_cannot_be_started_is_said_once(tree):
    tree.declare(a='{ pkg-config = "a" }', b='{ pkg-config = "b" }')
    tree.fake("pkg-config", "echo never", "#!/no/such/interpreter")
    done = tree.modbuild_in("select")
    contains(done.err, "'pkg-config a' did not start: cannot run", "No such file or directory")


@case
def a_pkg_config_that_lies_about_a_version_is_believed_but_its_flags_are_checked(tree):
    tree.declare(a='{ pkg-config = "a >= 9" }')
    tree.fake("pkg-config", 'case "$*" in *--modversion*) echo 99.9 ;; *--libs*) echo -la -wrapper ./evil ;; esac')
    done = tree.modbuild_in("select")
    contains(done.err, "warning[MB093]: 'pkg-config a >= 9' printed the flag '-wrapper'")


@case
def a_wrapper_around_pkg_config_is_asked_and_not_guessed(tree):
    """A cross build's wrapper sets directories of its own; reading .pc files without it would lie."""
    tree.declare(hidden='{ pkg-config = "hidden" }', shown='{ pkg-config = "shown" }')
    tree.write("secret/hidden.pc", "Name: hidden\nDescription: x\nVersion: 7\nLibs: -lm\n")
    tree.add_pc("shown")
    tree.fake("pkg-config", f'PKG_CONFIG_LIBDIR={tree.root}/secret PKG_CONFIG_PATH= exec /usr/bin/pkg-config "$@"')
    equal(tree.modules_on(), ["hidden"])


@case
def programs_of_the_tree_are_never_run(tree):
    tree.declare(a='{ config-tool = "a-config", libs = "--libs" }', b='{ program = "tool" }')
    tree.write("tree/bin/a-config", f"#!/bin/sh\ntouch {tree.root}/ran\necho -lm\n", 0o755)
    tree.write("tree/bin/tool", "#!/bin/sh\n", 0o755)
    (tree.root / "link").symlink_to(tree.root / "tree/bin")
    tree.variables["PATH"] = f"{tree.root}/tree/bin:{tree.root}/link:{tree.variables['PATH']}"
    equal(tree.modules_on(), [])
    assert not (tree.root / "ran").exists()


@case
def a_directory_of_path_that_is_not_there_does_not_make_ninja_write_its_file_for_ever(tree):
    tree.declare(a='{ program = "no-such-program" }, { pkg-config = "a" }')
    tree.add_pc("a")
    tree.variables["PATH"] = f"/no-such-directory:{tree.variables['PATH']}"
    tree.modbuild_in("gen")
    tree.run("ninja", "-C", "tree/build")
    contains(tree.run("ninja", "-C", "tree/build").out, "no work to do")


@case
def a_damaged_pc_file_costs_only_the_libraries_that_need_it(tree):
    tree.declare(**{name: f'{{ pkg-config = "{name}" }}' for name in
                    ["good", "empty", "binary", "circle", "deep", "missing_field", "directory", "huge"]})
    tree.add_pc("good")
    tree.write("pc/empty.pc", "")
    (tree.pc / "binary.pc").write_bytes(bytes(range(256)) * 64)
    tree.add_pc("circle", fields="Requires: circle\nLibs: -lm\n")
    for i in range(400):
        tree.add_pc(f"deep{i}", fields=f"Requires: deep{i + 1}\n")
    tree.add_pc("deep", fields="Requires: deep0\n")
    tree.write("pc/missing_field.pc", "Name: x\n")
    (tree.pc / "directory.pc").mkdir()
    tree.write("pc/huge.pc", "Name: huge\nDescription: x\nVersion: 1\n" + "x=${y}${y}\ny=${z}${z}\n" * 2000 +
               "Libs: -L/" + "a" * 60000 + " -lm\n")
    done = tree.modbuild_in("select", status=None)
    equal(done.status, 0)
    assert "good" in tree.modules_on()


@case
def a_pc_file_that_is_a_fifo_does_not_hang_the_run(tree):
    tree.declare(good='{ pkg-config = "good" }', fifo='{ pkg-config = "fifo" }')
    tree.add_pc("good")
    subprocess.run(["mkfifo", tree.pc / "fifo.pc"], check=True)
    done = tree.modbuild_in("select", "--probe-timeout", "1")
    contains(done.err, "'pkg-config fifo' did not end within 1 seconds")
    equal(tree.modules_on("--probe-timeout", "1"), ["good"])


@case
def an_interrupt_ends_what_was_asked_and_writes_nothing(tree):
    tree.declare(a='{ config-tool = "a-config", libs = "--libs" }', b='{ header = "math.h" }')
    tree.fake("a-config", f"echo here > {tree.root}/started; sleep 1000")
    tree.variables["TMPDIR"] = str(tree.root / "tmp")
    (tree.root / "tmp").mkdir()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        running = subprocess.Popen([tree.modbuild, "-C", str(tree.root / "tree"), "gen"],
                                   env=dict(os.environ, **tree.variables), stderr=subprocess.PIPE)
        while not (tree.root / "started").exists():
            time.sleep(0.01)
        running.send_signal(number)
        running.communicate(timeout=20)
        equal(running.returncode, 130)
        left = subprocess.run(["pgrep", "-f", "^sleep 1000$"], capture_output=True, text=True).stdout
        equal(left, "")
        equal(list((tree.root / "tmp").iterdir()), [])
        assert not (tree.root / "tree/build/build.ninja").exists()
        (tree.root / "started").unlink()


@case
def programs_that_were_there_before_are_left_alone(tree):
    tree.declare(a='{ config-tool = "a-config", libs = "--libs" }')
    tree.fake("a-config", "echo -lm")
    said = tree.run("sh", "-c", f"sleep 77 & {tree.modbuild} -C tree select --format names; kill $! && echo alive")
    contains(said.out, "a\n", "alive")


# --- answers that are kept ---

def every_kind(tree):
    tree.fake("flip-config", 'case "$1" in --libs) echo -lm ;; --version) echo 3.2 ;; esac')
    tree.fake("flip-query", "echo -DFLIP -lm")
    tree.add_pc("flip", fields="Requires: inner\nLibs: -lm\n")
    tree.add_pc("inner")
    tree.declare(by_pkg_config='{ pkg-config = "flip >= 1" }',
                 by_tool='{ config-tool = "flip-config", libs = "--libs", version = "--version", needs = ">= 3" }',
                 by_header='{ header = "math.h", link = ["m"], symbol = "cos" }',
                 by_program='{ program = "make", needs = ">= 3" }',
                 by_query='{ query = ["flip-query"] }',
                 absent='{ pkg-config = "no-such" }, { header = "no/such.h" }, { program = "no-such" }, '
                        '{ framework = "Nothing" }')
    tree.settle()


@case
def a_second_run_starts_no_process(tree):
    every_kind(tree)
    first = tree.processes("gen")
    assert first >= 6, first
    tree.modbuild_in("why", "absent", status=1)  # asks apt-file, where there is one
    for command in (["gen"], ["select"], ["why", "absent"], ["libs"], ["probe"]):
        equal(tree.processes(*command, status=1 if command[0] == "why" else 0), 0)
    equal(tree.modules_on("--frozen"), ["by_header", "by_pkg_config", "by_program", "by_query", "by_tool"])


@case
def kept_answers_are_the_answers(tree):
    every_kind(tree)
    asked = tree.modbuild_in("libs", "--format", "json").out
    tree.modbuild_in("probe")
    equal(tree.modbuild_in("libs", "--format", "json", "--frozen").out, asked)
    equal(tree.modbuild_in("libs", "--format", "json", "--refresh").out, asked)


@case
def without_a_build_directory_nothing_is_written(tree):
    every_kind(tree)
    before = sorted(path for path in tree.root.rglob("*"))
    for command in ("select", "libs", "why absent", "gen -n"):
        tree.modbuild_in(*command.split(), status=None)
    equal(sorted(path for path in tree.root.rglob("*")), before)


@case
def only_what_changed_is_asked_again(tree):
    every_kind(tree)
    tree.modbuild_in("probe")
    tree.settle()
    tree.fake("flip-query", "echo -DFLOP -lm")
    tree.settle()
    equal(tree.processes("probe"), 1)
    libs = json.loads(tree.modbuild_in("libs", "by_query", "--format", "json").out)["libs"]
    equal(libs[0]["cflags"], ["-DFLOP"])


@case
def a_touched_file_with_the_same_content_costs_no_process(tree):
    every_kind(tree)
    tree.modbuild_in("probe")
    (tree.pc / "inner.pc").touch()
    (tree.bin / "flip-config").touch()
    tree.settle()
    equal(tree.processes("probe"), 0)


@case
def another_environment_is_another_question(tree):
    every_kind(tree)
    tree.modbuild_in("probe")
    tree.variables["CFLAGS"] = "-O1"
    assert tree.processes("probe") > 0
    equal(tree.processes("probe"), 0)
    del tree.variables["CFLAGS"]
    equal(tree.processes("probe"), 0)
    other = tree.root / "other"
    other.mkdir()
    tree.settle()
    tree.variables["PKG_CONFIG_PATH"] = str(other)
    assert "by_pkg_config" not in tree.modules_on()


@case
def frozen_says_what_is_not_kept_and_why(tree):
    every_kind(tree)
    done = tree.modbuild_in("select", "--frozen", status=4)
    contains(done.err, "error[MB094]: the answer to 'pkg-config flip >= 1' is not kept: it was never asked")
    tree.modbuild_in("probe")
    tree.add_pc("inner", version="2")
    done = tree.modbuild_in("select", "--frozen", status=4)
    contains(done.err, f"'pkg-config flip >= 1' is not kept: '{tree.pc}/inner.pc' has changed since",
             "run 'modbuild probe'")


@case
def a_damaged_cache_is_no_cache(tree):
    every_kind(tree)
    tree.modbuild_in("probe")
    file = tree.root / "tree/build/.modbuild/probes"
    whole = file.read_bytes()
    for damaged in (b"", whole[:100], whole[:-1], b"\0" * len(whole), whole.replace(b"-lm", b"-lx", 1)):
        file.write_bytes(damaged)
        assert tree.processes("probe") > 0
        equal(tree.processes("probe", "--frozen"), 0)


@case
def a_program_that_hung_is_asked_again(tree):
    tree.declare(a='{ config-tool = "a-config", libs = "--libs" }')
    tree.fake("a-config", "sleep 1000")
    tree.settle()
    tree.modbuild_in("probe", "--probe-timeout", "1")
    tree.settle()
    equal(tree.processes("probe", "--probe-timeout", "1"), 1)


@case
def equal_questions_are_asked_once(tree):
    tree.fake("one-config", f"echo ran >> {tree.root}/log; echo -lm")
    tree.declare(**{name: '{ config-tool = "one-config", libs = "--libs" }' for name in "abcdef"})
    equal(tree.modules_on(), list("abcdef"))
    equal((tree.root / "log").read_text(), "ran\n")


@case
def questions_are_asked_at_the_same_time(tree):
    """Four programs that wait for each other end only when all of them run."""
    for name in "abcd":
        tree.fake(f"{name}-config", f"touch {tree.root}/{name}.here\n"
                  f"while [ $(ls {tree.root}/*.here | wc -l) -lt 4 ]; do sleep 0.01; done; echo -lm")
    tree.declare(**{name: f'{{ config-tool = "{name}-config", libs = "--libs" }}' for name in "abcd"})
    equal(tree.modules_on("-j", "4"), list("abcd"))


@case
def the_log_tells_what_ran_and_what_it_said(tree):
    every_kind(tree)
    tree.fake("flip-config", "echo about to fail; echo cannot open my.cnf >&2; exit 3")
    said = tree.modbuild_in("probe", "--log", "by_tool").out
    wanted = (f"by_tool: not found\n  config-tool flip-config >= 3: failed with exit status 3: cannot open my.cnf\n"
              f"    $ {tree.bin}/flip-config --libs\n      out: about to fail\n      err: cannot open my.cnf\n"
              f"      exit status 3\n")
    equal(said, wanted)
    tree.fake("flip-config", 'case "$1" in --libs) echo -lm ;; --version) echo 2.9 ;; esac')
    tree.settle()
    tree.modbuild_in("probe", "--refresh")
    contains(tree.modbuild_in("probe", "--log", "by_tool").out,
             "flip-config >= 3: version 2.9, needs >= 3 (kept from an earlier run)\n", "      out: 2.9\n")


@case
def a_tool_that_failed_is_asked_again(tree):
    """What it lacked may lie anywhere."""
    tree.declare(a='{ config-tool = "a-config", libs = "--libs" }')
    tree.fake("a-config", f"[ -e {tree.root}/secret ] || exit 1; echo -lm")
    tree.settle()
    tree.modbuild_in("probe")
    equal(tree.modules_on(), [])
    tree.write("secret", "")
    equal(tree.modules_on(), ["a"])


# --- what pkg-config itself says, and real libraries ---

def pkg_config(*argv):
    ran = subprocess.run(["/usr/bin/pkg-config", *argv], capture_output=True, text=True)
    return shlex.split(ran.stdout) if ran.returncode == 0 else None


@case
def the_flags_of_every_package_on_this_machine_are_what_pkg_config_says(tree):
    names = sorted(line.split()[0] for line in
                   subprocess.run(["/usr/bin/pkg-config", "--list-all"], capture_output=True, text=True).stdout.splitlines())
    assert len(names) > 10, names
    del tree.variables["PKG_CONFIG_PATH"]
    text = HEAD
    for i, name in enumerate(names):
        text += f'[libs.shared{i}]\nany = [{{ pkg-config = "{name}" }}]\n'
        text += f'[libs.static{i}]\nany = [{{ pkg-config = "{name}", static = true }}]\n'
    tree.write("tree/modbuild.toml", text)
    tree.write("tree/modules/none/module.toml", "schema = 1\n[module]\n")
    done = tree.modbuild_in("libs", "--format", "json")
    libs = {lib["name"]: lib for lib in json.loads(done.out)["libs"]}
    for i, name in enumerate(names):
        for kind, options in (("shared", []), ("static", ["--static"])):
            lib = libs[f"{kind}{i}"]
            cflags, flags = pkg_config("--cflags", *options, name), pkg_config("--libs", *options, name)
            if "printed" in lib["tried"][0]["answered"]:
                continue  # flags that no one may use
            equal((name, lib["found"]), (name, cflags is not None and flags is not None))
            if lib["found"]:
                equal((name, kind, lib["cflags"], lib["libs"]), (name, kind, cflags, flags))
                equal((name, [lib["version"]]), (name, pkg_config("--modversion", name)[:1]))


@case
def libraries_of_debian_are_found_in_each_way_and_link(tree):
    found = {
        "ssl": ('{ pkg-config = ["libssl >= 1.1", "libcrypto"] }', "openssl/ssl.h", "SSL_new"),
        "ssl_by_header": ('{ header = "openssl/ssl.h", link = ["ssl", "crypto"], symbol = "SSL_new" }',
                          "openssl/ssl.h", "SSL_new"),
        "xml": ('{ pkg-config = "libxml-2.0" }', "libxml/parser.h", "xmlParseFile"),
        "xml_by_tool": ('{ config-tool = "xml2-config", cflags = "--cflags", libs = "--libs", version = "--version", '
                        'needs = ">= 2.9" }', "libxml/parser.h", "xmlParseFile"),
        "pq": ('{ pkg-config = "libpq" }', "libpq-fe.h", "PQconnectdb"),
        "pq_by_header": ('{ header = "libpq-fe.h", cflags = "-I/usr/include/postgresql", link = ["pq"], '
                         'symbol = "PQconnectdb" }', "libpq-fe.h", "PQconnectdb"),
        "sqlite": ('{ pkg-config = "no-such-sqlite" }, { pkg-config = "sqlite3" }', "sqlite3.h", "sqlite3_open"),
        "sqlite_by_link": ('{ link = ["sqlite3"], symbol = "sqlite3_open" }', "sqlite3.h", "sqlite3_open"),
        "perl": ('{ query = ["perl", "-MConfig", "-e"], cflags = "print qq(-DPERL_VERSION_IS=$Config{PERL_VERSION})" }',
                 "stdlib.h", "abs"),
    }
    absent = {
        "ssl_of_the_future": '{ pkg-config = "libssl >= 99" }',
        "no_such": '{ pkg-config = "no-such-library" }, { config-tool = "no-such-config", libs = "--libs" }, '
                   '{ header = "no/such.h" }, { program = "no-such-program" }',
        "xml_of_the_past": '{ config-tool = "xml2-config", libs = "--libs", version = "--version", needs = "< 2" }',
        "no_such_symbol": '{ header = "sqlite3.h", link = ["sqlite3"], symbol = "sqlite3_no_such_function" }',
    }
    tree.declare(**{name: ways for name, (ways, _, _) in found.items()}, **absent)
    for name, (_, header, symbol) in found.items():
        tree.write(f"tree/modules/{name}/{name}.c", f"#include <{header}>\nvoid *start(void) {{ return (void *){symbol}; }}\n")
    tree.variables["LDFLAGS"] = "-Wl,-z,defs"
    equal(tree.modules_on(), sorted(found))
    tree.modbuild_in("gen")
    tree.run("ninja", "-C", "tree/build")
    built = sorted(file.stem for file in (tree.root / "tree/build/modules").glob("*.so"))
    equal(built, sorted(found))
    why = tree.modbuild_in("why", "no_such", status=1).out
    contains(why, "pkg-config no-such-library", "config-tool no-such-config", "header no/such.h",
             "there is no 'no-such-program' on PATH")


if __name__ == "__main__":
    sys.exit(run_cases(Probed))
