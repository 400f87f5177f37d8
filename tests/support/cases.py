"""What end-to-end tests of their own trees share: cases, each a function that gets a fresh tree.

A test file decorates its cases with @case and ends with run_cases(make_tree): every case runs in a
temporary directory, and the last line printed says 'N passed, N failed'.
"""
import os
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

CASES = []


def case(function):
    CASES.append(function)
    return function


def equal(found, wanted):
    if found != wanted:
        raise AssertionError(f"found    {found!r}\nexpected {wanted!r}")


def contains(text, *parts):
    for part in parts:
        if part not in text:
            raise AssertionError(f"{part!r} is not in:\n{text}")


class Done:
    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err


class Tree:
    """A directory with some files, and commands that are run in it."""

    def __init__(self, root, modbuild, files):
        self.root, self.modbuild = Path(root), modbuild
        self.variables = {}
        for path, text in files.items():
            self.write(path, text)

    def write(self, path, text, mode=None):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        if mode is not None:
            file.chmod(mode)

    def run(self, *argv, status=0):
        """Runs a command; `status` is what it must exit with, None for anything but a signal."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("NINJA", "MAKE", "PKG_CONFIG"))}
        environment.update(self.variables, LC_ALL="C.UTF-8")
        ran = subprocess.run(argv, cwd=self.root, env=environment, capture_output=True, text=True, errors="replace",
                             stdin=subprocess.DEVNULL)
        good = 0 <= ran.returncode < 128 if status is None else ran.returncode == status
        if not good:
            raise AssertionError(f"{' '.join(map(str, argv))}: {ran.returncode}\n{ran.stdout}{ran.stderr}")
        return Done(ran.returncode, ran.stdout, ran.stderr)

    def tool(self, *argv, status=0):
        return self.run(self.modbuild, *argv, status=status)

    def ninja(self, *argv):
        return self.run("ninja", "-C", "build", *argv).out


def run_cases(make_tree):
    modbuild = os.path.abspath(sys.argv[1])
    words = sys.argv[2:]
    chosen = [one for one in CASES if not words or any(word in one.__name__ for word in words)]
    failed = 0
    for one in chosen:
        with tempfile.TemporaryDirectory(prefix="modbuild-e2e-") as work:
            try:
                one(make_tree(work, modbuild))
            except (AssertionError, OSError, KeyError, ValueError):
                failed += 1
                print(f"FAILED {one.__name__}\n{traceback.format_exc(limit=2)}")
    print(f"{len(chosen) - failed} passed, {failed} failed")
    return 1 if failed or not chosen else 0
