#!/usr/bin/env python3
"""Runs clang-tidy over lib/ and tool/ with the checks of .clang-tidy.

usage: check_tidy.py BUILD [FILE ..]    BUILD holds the compile_commands.json of a clang build

What passed is remembered by content (the file, every header of lib/, .clang-tidy), so that a second
run looks only at what changed.
"""
import hashlib
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PASSED = ROOT / "build/tidy"


def compiled_files(build):
    commands = json.loads((build / "compile_commands.json").read_text())
    paths = sorted({Path(entry["file"]) for entry in commands})
    return [path for path in paths if path.relative_to(ROOT).parts[0] in {"lib", "tool"}]


def digest(paths):
    total = hashlib.sha256()
    for path in paths:
        total.update(path.read_bytes())
    return total


def check(path, build, common):
    key = common.copy()
    key.update(path.read_bytes())
    stamp = PASSED / key.hexdigest()
    if stamp.exists():
        return ""
    done = subprocess.run(["clang-tidy-14", "-p", str(build), "--quiet", "--warnings-as-errors=*",
                           str(path)], capture_output=True, text=True, check=False)
    if done.returncode == 0:
        stamp.touch()
        return ""
    return done.stdout.replace(f"{ROOT}/", "") or done.stderr


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    build = (ROOT / sys.argv[1]).resolve()
    PASSED.mkdir(parents=True, exist_ok=True)
    files = [Path(name).resolve() for name in sys.argv[2:]] or compiled_files(build)
    common = digest([ROOT / ".clang-tidy"] + sorted((ROOT / "lib").rglob("*.h")))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        complaints = list(pool.map(lambda path: check(path, build, common), files))
    bad = [text for text in complaints if text]
    for text in bad:
        print(text)
    print(f"{len(complaints) - len(bad)} passed, {len(bad)} failed")
    return 1 if bad or not files else 0


if __name__ == "__main__":
    sys.exit(main())
