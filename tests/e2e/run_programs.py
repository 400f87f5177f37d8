#!/usr/bin/env python3
"""Runs the end-to-end tests written in C++ of a build directory, one program after the other.

usage: run_programs.py BUILD
"""
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/support"))

import run_gtest  # pylint: disable=wrong-import-position


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    build = (ROOT / sys.argv[1]).resolve()
    programs = sorted(path for path in build.glob("tests/e2e/e2e_*")
                      if path.is_file() and os.access(path, os.X_OK))
    results = [run_gtest.run(program) for program in programs]
    for _, _, output in results:
        print(output, end="")
    passed = sum(result[0] for result in results)
    failed = sum(result[1] for result in results)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not results else 0


if __name__ == "__main__":
    sys.exit(main())
