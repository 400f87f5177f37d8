#!/usr/bin/env python3
"""Runs the commands of README.md and compares what they print.

usage: tests/e2e/readme.py MODBUILD

Every ```console block is run from top to bottom in one copy of sample-tree, with modbuild on PATH: a
line `$ COMMAND`, then what it prints. A line `...` stands for any number of lines. UPDATE_GOLDEN=1
writes what was printed into README.md (blocks with `...` stay as they are).
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
README = f"{ROOT}/README.md"


def matches(expected, printed):
    """Whether the printed lines are the expected ones, `...` standing for any."""
    pattern = "".join(r"(?:.*\n)*?" if line == "..." else re.escape(line) + r"[ ]*\n"
                      for line in expected)
    return re.fullmatch(pattern, "".join(line.rstrip() + "\n" for line in printed)) is not None


def parse(lines):
    """(first line, end, command, expected lines) of every command in a console block."""
    commands = []
    inside = False
    for number, line in enumerate(lines):
        if line.startswith("```"):
            inside = not inside and line == "```console"
            if not inside and commands and commands[-1][1] is None:
                commands[-1][1] = number
        elif inside and line.startswith("$ "):
            if commands and commands[-1][1] is None:
                commands[-1][1] = number
            commands.append([number, None, line[2:]])
    return [(begin, end, text, lines[begin + 1:end]) for begin, end, text in commands]


def run(command, tree, environment):
    result = subprocess.run(["bash", "-c", command], cwd=tree, env=environment, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return result.stdout.splitlines()


def main():
    modbuild = os.path.abspath(sys.argv[1])
    with open(README, encoding="utf-8") as file:
        lines = file.read().splitlines()
    passed = failed = 0
    replaced = []
    with tempfile.TemporaryDirectory(prefix="modbuild-readme-") as work:
        tree = f"{work}/sample-tree"
        shutil.copytree(f"{ROOT}/sample-tree", tree, ignore=shutil.ignore_patterns("build"))
        os.makedirs(f"{work}/bin")
        os.symlink(modbuild, f"{work}/bin/modbuild")
        environment = dict(os.environ, PATH=f"{work}/bin:{os.environ['PATH']}", LC_ALL="C.UTF-8",
                           NO_COLOR="1", COLUMNS="100")
        for begin, end, command, expected in parse(lines):
            printed = run(command, tree, environment)
            if os.environ.get("UPDATE_GOLDEN") and "..." not in expected:
                replaced.append((begin + 1, end, printed))
            elif matches(expected, printed):
                passed += 1
            else:
                failed += 1
                print(f"README.md:{begin + 1}: $ {command}\nexpected:\n" + "\n".join(expected)
                      + "\nprinted:\n" + "\n".join(printed) + "\n")
    for begin, end, printed in reversed(replaced):
        lines[begin:end] = printed
    if replaced:
        with open(README, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or passed + len(replaced) == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
