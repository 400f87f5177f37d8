#!/usr/bin/env python3
"""Tests the benchmark itself: that it runs, and what its document says. No time is asserted.

usage: tests/bench/bench_test.py MODBUILD [WORD..]
"""
import json
import os
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

from cases import Tree, case, contains, equal, run_cases  # noqa: E402
from contestants import PEERS  # noqa: E402
from goals import FAIL, GOALS, PASS, UNKNOWN, judge  # noqa: E402
from instructions import compare  # noqa: E402
from timing import growth_exponent  # noqa: E402

SAMPLE_TREE = HERE.parent.parent / "sample-tree"
INSTALLED = {peer for peer, (program, _) in PEERS.items() if shutil.which(program)}


class Bench(Tree):
    def __init__(self, root, modbuild):
        super().__init__(root, modbuild, {})
        self.floor = Path(modbuild).parent.parent / "tests" / "bench" / "bench_floor"
        self.errors = ""

    def bench(self, *words, status=0):
        """The document, or None after an error."""
        done = self.run(sys.executable, HERE / "run", "--modbuild", self.modbuild, "--floor", self.floor,
                        "--runs", "1", "--json", "out.json", *words, status=status)
        self.errors = done.err
        return json.loads((self.root / "out.json").read_text()) if status == 0 else None


def series_of(peers):
    """The names that must be there when these take part and everything is built."""
    names = {"start", "gen", "gen again", "gen, one changed", "select", "floor", "check floor", "write floor",
             "ninja, nothing to do"}
    of_peers = {"gn": {"gn gen", "gn gen again", "ninja on gn's file"},
                "cmake": {"cmake", "cmake again", "ninja on cmake's file"},
                "meson": {"meson setup", "meson reconfigure", "ninja on meson's file"},
                "make": {"recursive make"}}
    return names.union(*(of_peers[peer] for peer in peers))


@case
def made_trees_are_measured_next_to_the_peers_that_are_installed(tree):
    document = tree.bench("--n", "20,40", "--builds", "20", "--threads", "2")
    equal(document["schema"], "modbuild.bench/1")
    equal((document["threads"], document["runs"]), (2, 1))
    equal([row["n"] for row in document["rows"]], [20, 40])
    small, large = document["rows"]
    one_thread = {"gen, one thread", "floor, one thread", "check floor, one thread"}
    equal(set(small["seconds"]), series_of(INSTALLED) | one_thread)
    for row in document["rows"]:
        # The root's only listed directory is modules/; host/ holds a manifest of its own.
        equal((row["directories"], row["files"]), (row["n"] + 2, row["n"] + 2))
        assert all(seconds > 0 for seconds in row["seconds"].values()), row["seconds"]
        equal(set(row["runs"].values()), {1})
        for figure in ("floor_ratio", "floor_ratio_one_thread", "again_ratio", "changed_ratio", "select_ratio"):
            assert row[figure] > 0, (figure, row)
        assert row["counters"]["files read"] >= row["n"], row["counters"]
        assert "write" in row["stages"], row["stages"]
        equal("gn_ratio" in row, "gn" in INSTALLED)
        equal("gn_ninja_bytes" in row, "gn" in INSTALLED)
        equal("cmake_ratio" in row, "cmake" in INSTALLED)
    assert large["build_ninja_bytes"] > small["build_ninja_bytes"], document["rows"]
    assert "ninja, nothing to do" not in large["seconds"], large["seconds"]


@case
def the_goals_stand_in_the_document_with_their_results(tree):
    document = tree.bench("--n", "20", "--builds", "0", "--against", "")
    equal([(goal["what"], goal["goal"]) for goal in document["goals"]], [(goal.what, goal.words) for goal in GOALS])
    equal({goal["result"] for goal in document["goals"]}, {UNKNOWN})  # their sizes were not run
    equal(document["exponent"], None)
    equal(set(document["rows"][0]["seconds"]) & series_of(INSTALLED), series_of(()) - {"ninja, nothing to do"})


@case
def a_real_tree_is_measured_and_not_written(tree):
    shutil.copytree(SAMPLE_TREE, tree.root / "real")
    before = sorted((path, path.stat().st_mtime_ns) for path in (tree.root / "real").rglob("*"))
    document = tree.bench("--tree", "real", "--builds", "0")
    equal(sorted((path, path.stat().st_mtime_ns) for path in (tree.root / "real").rglob("*")), before)
    row, = document["rows"]
    modules = json.loads(tree.tool("-C", "real", "select", "--format", "json").out)["modules"]
    equal(row["n"], len(modules))
    manifests = list((tree.root / "real").rglob("*module.toml"))
    assert row["files"] > len(manifests), (row["files"], manifests)  # with headers that an ABI depends on
    assert "gen, one changed" not in row["seconds"], row["seconds"]
    # Checks of sizes are checks of the size that it has.
    select = next(goal for goal in document["goals"] if "`select`" in goal["what"])
    equal([check["n"] for check in select["checks"]], [row["n"]])
    assert select["result"] in (PASS, FAIL), select


@case
def a_peer_that_must_take_part_and_cannot_is_an_error(tree):
    tree.variables["PATH"] = str(tree.root / "empty")
    tree.bench("--n", "20", "--against", "make,gn", status=2)
    contains(tree.errors, "'make' is not installed: apt-get install make")
    tree.bench("--n", "20", "--against", "scons", status=2)
    contains(tree.errors, "--against knows no 'scons'; it knows gn, cmake, meson, make")


@case
def a_directory_that_is_no_tree_is_an_error(tree):
    tree.write("empty/file", "")
    tree.bench("--tree", "empty", status=1)
    contains(tree.errors, "empty is no tree that modbuild can read", "there is no modbuild.toml in")


@case
def the_floor_fails_when_a_path_is_gone(tree):
    tree.write("list", "a/\na/b\n")
    tree.write("a/b", "text")
    tree.run(tree.floor, "list", "100", "out", "2")
    equal((tree.root / "out").stat().st_size, 100)
    tree.run(tree.floor, "list", "0", "-", "1")
    (tree.root / "a" / "b").unlink()
    for size in ("100", "0"):
        contains(tree.run(tree.floor, "list", size, "out", "2", status=1).err, "1 paths are not there")


@case
def goals_are_met_missed_or_unknown(_):
    row = {"n": 25000, "again_ratio": 2.5, "again_bytes_written": 0, "changed_ratio": 1.31}
    results = {goal["what"]: goal["result"] for goal in judge([row], {"exponent": 1.0})}
    equal(results["`gen` with nothing changed, 25 000"], PASS)
    equal(results["`gen` after one manifest changed, 25 000"], FAIL)
    equal(results["`gen` from nothing, N=2 500 and 25 000"], UNKNOWN)
    row["again_bytes_written"] = 1
    results = {goal["what"]: goal["result"] for goal in judge([row], {"exponent": 1.0})}
    equal(results["`gen` with nothing changed, 25 000"], FAIL)


@case
def the_growth_exponent_is_that_of_a_power(_):
    points = [(n, 3e-6 * n ** 1.1) for n in (250, 2500, 25000)]
    assert abs(growth_exponent(points) - 1.1) < 1e-9, growth_exponent(points)
    equal(growth_exponent(points[:1]), None)


@case
def more_instructions_than_recorded_are_a_regression_and_many_fewer_are_told(_):
    equal(list(compare({"gen": 104, "select": 96}, {"gen": 100, "select": 100}, 0.05)), [])
    equal(list(compare({"gen": 106, "select": 94}, {"gen": 100, "select": 100}, 0.05)),
          ["gen: 106 instructions, recorded 100: +6.0%, a regression (tolerance 5%)",
           "select: 94 instructions, recorded 100: -6.0%, better than what is recorded (tolerance 5%)"])
    equal(list(compare({"gen": 1}, {"gen": 1, "scan": 1}, 0.05)), ["scan: only recorded"])


def make_bench(root, modbuild):
    os.makedirs(f"{root}/empty")
    return Bench(root, modbuild)


if __name__ == "__main__":
    sys.exit(run_cases(make_bench))
