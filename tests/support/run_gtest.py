#!/usr/bin/env python3
"""Runs the unit tests of a build directory, a program per processor at a time.

Without words every unit_* program that was built is run; a word with a '/' is a program's path below BUILD.
"""
import argparse
import json
import os
import secrets
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


def property_settings(cases, fresh_seed):
    """RC_PARAMS for rapidcheck; what the caller's environment says comes last and so wins."""
    settings = []
    if cases:
        settings.append(f"max_success={cases}")
    if fresh_seed:
        settings.append(f"seed={secrets.randbits(63)}")
    return " ".join(settings + [os.environ.get("RC_PARAMS", "")]).strip()


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
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, metavar="N",
                        help="try each property on N random cases, whatever its program's number is")
    parser.add_argument("--fresh-seed", action="store_true",
                        help="make other cases than the last time, and print the seed")
    parser.add_argument("build", metavar="BUILD")
    parser.add_argument("words", nargs="*", metavar="LAYER | PROGRAM")
    arguments = parser.parse_args()
    if settings := property_settings(arguments.cases, arguments.fresh_seed):
        os.environ["RC_PARAMS"] = settings
        print(f"RC_PARAMS='{settings}'")
    build = (ROOT / arguments.build).resolve()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(run, programs(build, arguments.words)))
    for _, _, output in results:
        print(output, end="")
    passed = sum(result[0] for result in results)
    failed = sum(result[1] for result in results)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not results else 0


if __name__ == "__main__":
    sys.exit(main())
