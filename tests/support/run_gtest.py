#!/usr/bin/env python3
"""Runs the unit tests of a build directory, a program per processor at a time.

usage: run_gtest.py BUILD [LAYER | PROGRAM ..]    without words: every unit_* program that was built

A word with a '/' is a program's path below BUILD.
"""
import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def programs(build, layers):
    if layers:
        return [build / (layer if "/" in layer else f"tests/unit/{layer}/unit_{layer}")
                for layer in layers]
    return sorted(path for path in build.glob("tests/unit/*/unit_*") if os.access(path, os.X_OK)
                  and path.is_file())


def run(program):
    """Passed, failed and what to print of one program."""
    if not program.is_file():
        return 0, 1, f"{program} was not built\n"
    with tempfile.TemporaryDirectory(prefix="modbuild-unit-") as folder:
        report = Path(folder) / "report.json"
        done = subprocess.run([program, f"--gtest_output=json:{report}", "--gtest_brief=1"], cwd=folder,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False)
        output = f"{program.name}: status {done.returncode}\n{done.stdout.decode(errors='replace')}\n"
        try:
            counts = json.loads(report.read_text())
        except (OSError, ValueError):
            return 0, 1, output  # it crashed before it could report
    failed = counts["failures"] + counts["errors"]
    passed = counts["tests"] - failed - counts["disabled"]
    if done.returncode != 0 and failed == 0:
        failed = 1  # a sanitizer's verdict comes after the report
    return passed, failed, output if failed else ""


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    build = (ROOT / sys.argv[1]).resolve()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(run, programs(build, sys.argv[2:])))
    for _, _, output in results:
        print(output, end="")
    passed = sum(result[0] for result in results)
    failed = sum(result[1] for result in results)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not results else 0


if __name__ == "__main__":
    sys.exit(main())
