#!/usr/bin/env python3
"""Runs the commands of the README's examples for GitHub Actions and GitLab on a copy of the sample tree, as these would.

usage: ci_examples.py MODBUILD [CASE ..]
"""
import json
import os
import re
import shutil
import sys
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))
from cases import Tree, case, contains, equal, run_cases  # noqa: E402

IDENTITY = {f"GIT_{who}_{what}": "a@b" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


def commands_of(name):
    """The jobs of the example whose first line is '# NAME': {job: [command]}."""
    text = (ROOT / "README.md").read_text()
    block = re.search(rf"```yaml\n# {re.escape(name)}\n(.*?)```", text, re.S).group(1)
    jobs, job = {}, None
    for line in block.splitlines():
        head = re.fullmatch(r"( {2}|)(\w+):", line)
        if head and head.group(2) not in ("jobs", "script", "artifacts"):
            job = head.group(2)
        step = re.fullmatch(r" +(?:- )?run: (.*)", line) or re.fullmatch(r" {4}- (modbuild .*|xargs .*)", line)
        if step:
            jobs.setdefault(job, []).append(step.group(1))
    return jobs


class Checkout(Tree):
    """A pull request: two commits, of which origin/main has the first."""

    def __init__(self, work, modbuild):
        super().__init__(Path(work) / "tree", modbuild, {})
        shutil.copytree(ROOT / "sample-tree", self.root, ignore=shutil.ignore_patterns("build*"))
        (Path(work) / "bin").mkdir()
        (Path(work) / "bin/modbuild").symlink_to(modbuild)
        self.variables = dict(IDENTITY, PATH=f"{work}/bin:{os.environ['PATH']}", HOME="/nonexistent",
                              GIT_CONFIG_NOSYSTEM="1")
        self.write(".gitignore", "build\njunit.xml\n*.txt\nsummary\noutput\n")
        self.run("git", "init", "-q", ".")
        self.tool("lock")
        self.commit()
        self.run("git", "update-ref", "refs/remotes/origin/main", "HEAD")
        source = self.root / "modules/feed/feed.c"
        source.write_text(source.read_text() + "int more_of_it;\n")
        self.commit()

    def commit(self):
        self.run("git", "add", "-A")
        self.run("git", "commit", "-q", "-m", "change")

    def shell(self, command, **variables):
        self.variables.update(variables)
        return self.run("bash", "-e", "-o", "pipefail", "-c", command).out

    def junit(self):
        root = ElementTree.parse(self.root / "junit.xml").getroot()
        equal(root.get("failures"), "0")
        return {one.get("name") for one in root.iter("testcase") if one.find("skipped") is None}


@case
def github_actions(tree):
    jobs = commands_of(".github/workflows/modules.yml")
    equal(sorted(jobs), ["build", "plan"])
    for command in jobs["plan"]:
        tree.shell(command, GITHUB_BASE_REF="main", GITHUB_STEP_SUMMARY="summary", GITHUB_OUTPUT="output")
    contains((tree.root / "summary").read_text(), "revision origin/main", "feed", "compiles modules/feed/feed.c")
    name, matrix = (tree.root / "output").read_text().split("=", 1)
    equal(name, "matrix")
    built = set()
    for row in json.loads(matrix)["include"]:
        shutil.rmtree(tree.root / "build", ignore_errors=True)
        for command in jobs["build"]:
            tree.shell(command.replace("${{ matrix.options }}", row["options"]))
        built |= tree.junit()
    contains(" ".join(sorted(built)), "feed", "journal", "corerd", "mixer")


@case
def gitlab(tree):
    jobs = commands_of(".gitlab-ci.yml")
    equal(sorted(jobs), ["build", "check", "touched"])
    for command in jobs["check"]:
        tree.shell(command)
    built = set()
    for part in ("1", "2", "3"):
        shutil.rmtree(tree.root / "build", ignore_errors=True)
        for command in jobs["build"]:
            tree.shell(command, CI_NODE_INDEX=part, CI_NODE_TOTAL="3")
        built |= tree.junit()
    contains(" ".join(sorted(built)), "feed", "journal", "corerd", "mixer")
    shutil.rmtree(tree.root / "build", ignore_errors=True)
    for command in jobs["touched"]:
        tree.shell(command, CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main")
    equal((tree.root / "touched.txt").read_text(), "feed\n")
    equal([path.name for path in (tree.root / "build").rglob("*.so") if "feed" not in path.name and "lib" not in path.name], [])


if __name__ == "__main__":
    run_cases(Checkout)
