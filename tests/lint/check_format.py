#!/usr/bin/env python3
"""Checks that clang-format 14 would change no C++ file of lib/, tool/ and tests/."""
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TREES_OF_TESTS = [ROOT / "tests" / name for name in ("golden", "diagnostics", "data", "e2e", "import/family/tree")]


def files():
    for folder in ("lib", "tool", "tests"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".cc", ".h"} and not any(tree in path.parents for tree in TREES_OF_TESTS):
                yield path


def complaint(path):
    done = subprocess.run(["clang-format-14", "--dry-run", "-Werror", str(path)], capture_output=True,
                          text=True, check=False)
    return "" if done.returncode == 0 else done.stderr.replace(f"{ROOT}/", "")


def main():
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        complaints = list(pool.map(complaint, files()))
    bad = [text for text in complaints if text]
    for text in bad:
        print("\n".join(text.splitlines()[:6]))
    if bad:
        print("clang-format-14 -i FILE mends these")
    print(f"{len(complaints) - len(bad)} passed, {len(bad)} failed")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
