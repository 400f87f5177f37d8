#!/usr/bin/env python3
"""Runs every edge of the sample tree alone, where there is nothing but the toolchain and what it declares.

usage: hermetic.py MODBUILD [CASE..]

An edge gets its inputs and those that its depfile names, in the same places relative to each other, in a sandbox of
bubblewrap without network, home or the rest of the tree. It must make the very bytes of the normal build: so could
another machine.
"""
import json
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
from cases import Tree, case, contains, equal, run_cases  # noqa: E402

SAMPLE = Path(__file__).resolve().parent.parent.parent / "sample-tree"
NO_EDGES = {".modbuild/stamp", "clean", "install", "uninstall"}  # they run modbuild itself
TOOLCHAIN = ["/usr", "/bin", "/lib", "/lib64", "/etc/alternatives"]
SANDBOX = ["bwrap", "--unshare-all", "--die-with-parent", "--clearenv", "--setenv", "PATH", "/usr/bin:/bin",
           "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]
for place in TOOLCHAIN:
    if os.path.islink(place):
        SANDBOX += ["--symlink", os.readlink(place), place]
    elif os.path.exists(place):
        SANDBOX += ["--ro-bind", place, place]


class Edge:
    """One step of build.ninja as ninja tells of it."""

    def __init__(self, tree, entry):
        self.command, self.first = entry["command"], entry["output"]
        query = tree.run("ninja", "-C", "build", "-t", "query", self.first).out
        self.inputs = []
        for line in re.search(r"  input: \S+\n((?:    .*\n)*)", query).group(1).splitlines():
            kind, name = re.fullmatch(r"    (\|\|? )?(.*)", line).groups()
            if kind != "|| ":  # what must only come first is no input
                self.inputs.append(name)
        deps = tree.run("ninja", "-C", "build", "-t", "deps", self.first).out
        self.inputs += re.findall(r"^    (.*)$", deps, re.MULTILINE)
        self.outputs = [self.first]


class Sample(Tree):
    def __init__(self, root, modbuild):
        super().__init__(os.path.join(os.path.realpath(root), "tree"), modbuild, {})
        shutil.copytree(SAMPLE, self.root, ignore=shutil.ignore_patterns("build*"))
        self.build = self.root / "build"

    def built(self, *words):
        """Builds it all; response files stay, as ninja writes them and not the edge."""
        self.tool("gen", "-q", "--profile", "developer", *words)
        self.run("ninja", "-C", "build", "-d", "keeprsp")

    def edges(self):
        entries = json.loads(self.run("ninja", "-C", "build", "-t", "compdb").out)
        by_command = {}
        for entry in entries:
            if entry["command"] and entry["output"] not in NO_EDGES:  # without a command it is a name for others
                by_command.setdefault(entry["command"], entry)
        edges = [Edge(self, entry) for entry in by_command.values()]
        for line in (self.build / "build.ninja").read_text().splitlines():
            outputs = re.match(r"build (\S+(?: \S+)+): generate", line)
            for edge in edges:
                if outputs and edge.first in outputs.group(1).split():
                    edge.outputs = outputs.group(1).split()
        return edges

    def put(self, name, place):
        """Copies one file of the build into the place of an edge, whose root stands for the tree's; links stay links."""
        source = os.path.normpath(self.build / name)
        if source.startswith(tuple(where + "/" for where in TOOLCHAIN)):
            return
        target = place / os.path.relpath(source, self.root)
        assert ".." not in target.relative_to(place).parts, f"{name} is outside the tree and the toolchain"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)

    def rerun(self, edge, place, root):
        """What went wrong when the edge ran alone, "" if nothing; the tree is seen at `root`."""
        for name in edge.inputs:
            self.put(name, place)
        for name in edge.outputs:
            (place / "build" / name).parent.mkdir(parents=True, exist_ok=True)
            for beside in (f"{name}.rsp", f"{name}.sh"):
                if (self.build / beside).exists():
                    self.put(beside, place)
        ran = subprocess.run([*SANDBOX, "--bind", str(place), str(root), "--chdir", f"{root}/build", "sh", "-c",
                              edge.command], capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
        if ran.returncode != 0:
            return f"{edge.command}\nended with {ran.returncode}:\n{ran.stdout}{ran.stderr}"
        for name in edge.outputs:
            made, wanted = place / "build" / name, self.build / name
            if not made.exists() or made.read_bytes() != wanted.read_bytes():
                return f"{edge.command}\nmade another {name}"
        return ""

    def rerun_all(self, root=None):
        """Every edge that went wrong, and how many there are of each rule."""
        edges = self.edges()

        def run(number):
            place = self.root.parent / "edges" / str(number)
            (place / "build").mkdir(parents=True)
            problem = self.rerun(edges[number], place, root or self.root)
            shutil.rmtree(place)
            return problem
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            return [problem for problem in threads.map(run, range(len(edges))) if problem], edges


def is_sandbox():
    return subprocess.run([*SANDBOX, "true"], capture_output=True, check=False).returncode == 0


@case
def every_edge_has_all_it_needs(tree):
    tree.built()
    problems, edges = tree.rerun_all()
    equal(problems, [])
    told = tree.run("ninja", "-C", "build", "-t", "targets", "all").out
    rules = [line.rsplit(": ", 1)[1] for line in told.splitlines()]
    outputs = sum(rule not in ("phony", "regenerate", "clean", "install") for rule in rules)
    equal(sum(len(edge.outputs) for edge in edges), outputs)
    assert len(edges) > 65, len(edges)


@case
def so_it_is_with_static_modules(tree):
    tree.built("-s", "journal,bridge,tally,cli")
    problems, edges = tree.rerun_all()
    equal(problems, [])
    assert any("objcopy" in edge.command for edge in edges)


@case
def where_a_launcher_is_the_place_of_the_tree_does_not_matter(tree):
    tree.built("--launcher", "env")
    problems, _ = tree.rerun_all(root="/somewhere/else/altogether")
    equal(problems, [])


@case
def what_an_edge_does_not_declare_is_not_there(tree):
    manifest = tree.root / "modules/bridge/module.toml"
    manifest.write_text(manifest.read_text() + '[[generate]]\ninputs = ["bridge.c"]\noutputs = ["copy.h"]\n'
                        'stdout = true\ncommand = ["head", "-n1", "{inputs[0]}", "../README.md"]\n')
    tree.built()
    problems, _ = tree.rerun_all()
    equal(len(problems), 1)
    contains(problems[0], "README.md", "No such file")


if __name__ == "__main__":
    if not is_sandbox():
        print("skipped: bwrap makes no sandbox here\n0 passed, 0 failed")
        sys.exit(0)
    sys.exit(run_cases(Sample))
