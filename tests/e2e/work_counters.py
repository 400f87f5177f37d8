#!/usr/bin/env python3
"""How much work a run may do, on a tree of 250 modules: what --stats=json counts, and what strace sees of it.

usage: tests/e2e/work_counters.py MODBUILD [WORD..]

The limits below are what regressions run into without anything being timed. Who makes modbuild do less lowers them.
"""
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))

from cases import Tree, case, equal, run_cases  # noqa: E402

MAKE_TREE = Path(__file__).resolve().parent.parent / "bench" / "make_tree.py"
MODULES = 250
DIRECTORIES = MODULES + 3  # the root, modules/, host/
MANIFESTS = MODULES + 2    # modbuild.toml, host/module.toml
SETTLED = 0.2              # seconds after which a file is no longer suspected to change within its time stamp
STAMP_BYTES = 300          # says when the inputs were looked at, and is written each time

# (least, most) of each counter of --stats=json.
GEN_FRESH = {"directories listed": (DIRECTORIES, DIRECTORIES), "files read": (MANIFESTS, MANIFESTS), "stats": (0, 0),
             "processes": (4, 4),  # cc, pkg-config twice, and the reader of .pc files
             "files written": (9, 11), "bytes written": (1, MODULES * 3700)}
GEN_AGAIN = {"directories listed": (0, 0), "files read": (0, 1),  # modbuild.toml
             "stats": (0, DIRECTORIES + MANIFESTS), "processes": (0, 0), "files written": (0, 1),
             "bytes written": (0, STAMP_BYTES)}
# Once for the whole generation, once for what is kept of the tree; the root, where 'build' was made, is listed anew.
GEN_ONE_CHANGED = {"directories listed": (0, 1), "files read": (1, 2), "stats": (0, 2 * (DIRECTORIES + MANIFESTS)),
                   "processes": (0, 0), "files written": (3, 4),  # build.ninja, compile_commands.json, what is kept
                   "bytes written": (1, MODULES * 3000)}
SELECT_COLD = {"directories listed": (DIRECTORIES, DIRECTORIES), "files read": (MANIFESTS, MANIFESTS), "stats": (0, 0),
               "processes": (4, 4)}
SELECT_WARM = {"directories listed": (0, 1), "files read": (0, 1), "stats": (0, DIRECTORIES + MANIFESTS),
               "processes": (0, 0)}
BUILD_IDLE = {"directories listed": (0, 0), "files read": (0, 0), "bytes written": (0, 0), "processes": (0, 0)}

# What strace may see beyond the counters, whatever the tree: shared libraries, /proc, documents of the build directory.
OTHER_OPENS = 100
OTHER_STATS = 150
STATS_PER_LISTING = 1  # of the open directory
STATS_PER_READ = 2     # before and after: whether the file was changed meanwhile

OPEN_CALLS = {"open", "openat", "openat2", "creat"}
STAT_CALLS = {"stat", "lstat", "fstat", "newfstatat", "statx"}
WRITE_CALLS = {"write", "pwrite64", "writev", "pwritev"}


class Calls:
    """The system calls of a run that did not fail, from a log of strace -f."""

    def __init__(self, log):
        self.counts = {}
        self.bytes_written = 0
        unfinished = {}  # by thread
        for line in log.read_text(errors="replace").splitlines():
            thread, _, text = line.partition(" ")
            text = text.strip()
            if text.endswith("<unfinished ...>"):
                unfinished[thread] = text[:-len("<unfinished ...>")]
                continue
            resumed = re.match(r"<\.\.\. \w+ resumed>", text)
            if resumed:
                text = unfinished.pop(thread, "") + text[resumed.end():]
            self.add(text)

    def add(self, text):
        call = re.match(r"(\w+)\((.*)\)\s+= (-?\d+)", text)
        if not call or int(call[3]) < 0:
            return
        self.counts[call[1]] = self.counts.get(call[1], 0) + 1
        to_terminal = re.match(r"[12],", call[2])
        if call[1] in WRITE_CALLS and not to_terminal:
            self.bytes_written += int(call[3])

    def of(self, names):
        return sum(self.counts.get(name, 0) for name in names)


class WorkTree(Tree):
    def __init__(self, root, modbuild):
        super().__init__(root, modbuild, {})
        subprocess.run([sys.executable, MAKE_TREE, str(MODULES), self.root / "tree"], check=True)
        self.variables["PKG_CONFIG_PATH"] = str(self.root / "tree.pc")
        self.variables["PATH"] = "/usr/bin:/bin"
        for name in ("CC", "CXX", "AR", "CFLAGS", "LDFLAGS", "PKG_CONFIG"):
            self.variables[name] = ""

    def generate(self):
        """Twice: the first time it makes the build directory, so that the tree's root is not what was listed."""
        for _ in range(2):
            time.sleep(SETTLED)
            self.tool("-C", "tree", "gen")
        time.sleep(SETTLED)

    def counters(self, *words, strace=()):
        """What a command counted of its own work."""
        done = self.run(*strace, self.modbuild, "-C", "tree", "-j", "2", *words, "--stats=json")
        line, = (one for one in done.err.splitlines() if one.startswith('{"schema": "modbuild.stats/1"'))
        return json.loads(line)["counters"]

    def traced(self, *words):
        """The same, and the system calls."""
        counters = self.counters(*words, strace=("strace", "-f", "-s", "0", "-o", self.root / "log"))
        return counters, Calls(self.root / "log")


def within(counters, limits):
    wrong = [f"{name}: {counters.get(name, 0)}, expected {least} to {most}" for name, (least, most) in limits.items()
             if not least <= counters.get(name, 0) <= most]
    if wrong:
        raise AssertionError("\n".join(wrong))


def between(what, number, least, most):
    if not least <= number <= most:
        raise AssertionError(f"{what}: {number}, expected {least} to {most}")


def agree(counters, calls):
    """What was counted was done, and not much more."""
    listed, read = counters.get("directories listed", 0), counters.get("files read", 0)
    opened = listed + read + counters.get("files written", 0)
    between("opened beyond what is counted", calls.of(OPEN_CALLS) - opened, 0, OTHER_OPENS)
    stats = counters.get("stats", 0) + STATS_PER_LISTING * listed + STATS_PER_READ * read
    between("stat calls beyond what is counted", calls.of(STAT_CALLS) - stats, 0, OTHER_STATS)
    equal(calls.bytes_written, counters.get("bytes written", 0))
    equal(calls.of({"execve"}), 1 + counters["processes"])


@case
def gen_from_nothing(tree):
    within(tree.counters("gen"), GEN_FRESH)


@case
def gen_with_nothing_changed(tree):
    tree.generate()
    within(tree.counters("gen"), GEN_AGAIN)


@case
def gen_after_one_manifest_changed(tree):
    tree.generate()
    manifest = tree.root / "tree" / "modules" / "m00007" / "module.toml"
    manifest.write_text(manifest.read_text().replace('"LEVEL=', '"HIGHER=1", "LEVEL='))
    time.sleep(SETTLED)
    within(tree.counters("gen"), GEN_ONE_CHANGED)


@case
def select_without_and_with_what_gen_keeps(tree):
    within(tree.counters("select", "--summary"), SELECT_COLD)
    tree.generate()
    within(tree.counters("select", "--summary"), SELECT_WARM)


@case
def build_with_nothing_to_do(tree):
    # m00000 depends on nothing.
    build = ("-B", "few", "build", "-q")
    tree.tool("-C", "tree", *build, "--base", "none", "-i", "m00000")
    counters, calls = tree.traced(*build)
    within(counters, BUILD_IDLE)
    equal(calls.of({"execve"}), 2)  # modbuild and ninja


@case
def what_is_counted_is_what_the_kernel_saw(tree):
    tree.generate()
    agree(*tree.traced("gen"))
    agree(*tree.traced("select", "--summary"))
    agree(*tree.traced("scan"))
    agree(*tree.traced("gen", "--no-cache"))


@case
def processes_and_bytes_are_counted_right_when_there_are_some(tree):
    counters, calls = tree.traced("gen")
    equal(calls.of({"execve"}), 1 + counters["processes"])
    # Programs that were asked write their answers into pipes, beside the files.
    between("bytes that only strace saw", calls.bytes_written - counters["bytes written"], 0, 20_000)
    between("opened by modbuild and whom it asked", calls.of(OPEN_CALLS), DIRECTORIES + MANIFESTS,
            DIRECTORIES + MANIFESTS + 4 * OTHER_OPENS)


if __name__ == "__main__":
    sys.exit(run_cases(WorkTree))
