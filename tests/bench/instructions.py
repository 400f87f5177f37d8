#!/usr/bin/env python3
"""Compares how many instructions select and gen take at 250 modules with what is recorded in instructions.json.

usage: tests/bench/instructions.py MODBUILD

callgrind counts them, on one thread; unlike times they hardly differ between runs. They do between compilers and
libcs: where these are not the recorded ones, a coarser tolerance holds. More instructions are a regression; many fewer
make the record worthless. UPDATE_EXPECTED=1 rewrites it.
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
RECORD = HERE / "instructions.json"
MODULES = 250
TOLERANCE = 0.05
COARSE_TOLERANCE = 0.35
SETTLED = 0.2  # seconds after which a file is no longer suspected to change within its time stamp


class Runs:
    """modbuild on a made tree, in an environment that is the same everywhere."""

    def __init__(self, work, modbuild):
        self.work, self.modbuild = work, modbuild
        self.environment = {"PATH": "/usr/bin:/bin", "PKG_CONFIG_PATH": f"{work}/tree.pc", "LC_ALL": "C.UTF-8",
                            "HOME": work}
        subprocess.run([sys.executable, HERE / "make_tree.py", str(MODULES), f"{work}/tree"], check=True)

    def run(self, *words, before=()):
        time.sleep(SETTLED)
        command = [*before, self.modbuild, "-C", f"{self.work}/tree", "-B", f"{self.work}/build", "-j", "1", *words]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"failed ({done.returncode}): {' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
        return done.stderr

    def instructions(self, *words):
        callgrind = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
        said = self.run(*words, before=callgrind)
        return int(re.search(r"Collected : (\d+)", said)[1])


def measure(modbuild):
    with tempfile.TemporaryDirectory(prefix="modbuild-instr-") as work:
        runs = Runs(work, modbuild)
        # All under callgrind: what is kept between runs is of the program that is seen as running, which it is then.
        counts = {"gen from nothing": runs.instructions("gen")}
        counts["gen, nothing changed"] = runs.instructions("gen")
        counts["select, warm"] = runs.instructions("select", "--summary")
        return counts


def builders(modbuild):
    """What the numbers depend on besides our own code: the compiler, as the program itself tells it, and the libc."""
    comment = subprocess.run(["readelf", "-p", ".comment", modbuild], capture_output=True, text=True, check=True).stdout
    return {"compiler": re.search(r"\]\s+(.*)", comment)[1].strip(), "libc": os.confstr("CS_GNU_LIBC_VERSION")}


def compare(found, recorded, tolerance):
    """What is wrong, one line for each command."""
    for name in sorted(found.keys() | recorded.keys()):
        if name not in found or name not in recorded:
            yield f"{name}: only {'found' if name in found else 'recorded'}"
            continue
        change = found[name] / recorded[name] - 1
        if abs(change) > tolerance:
            what = "a regression" if change > 0 else "better than what is recorded"
            yield (f"{name}: {found[name]} instructions, recorded {recorded[name]}: {change:+.1%}, {what} "
                   f"(tolerance {tolerance:.0%})")


def main():
    modbuild = os.path.abspath(sys.argv[1])
    found = measure(modbuild)
    built_by = builders(modbuild)
    if os.environ.get("UPDATE_EXPECTED"):
        RECORD.write_text(json.dumps({"modules": MODULES, **built_by, "instructions": found}, indent=2) + "\n")
    record = json.loads(RECORD.read_text())
    differing = [f"{what} '{built_by[what]}', recorded '{record[what]}'" for what in built_by
                 if built_by[what] != record[what]]
    if differing:
        print(f"note: {'; '.join(differing)}: {COARSE_TOLERANCE:.0%} are tolerated instead of {TOLERANCE:.0%}")
    faults = list(compare(found, record["instructions"], COARSE_TOLERANCE if differing else TOLERANCE))
    for fault in faults:
        print(fault)
    if faults:
        print("when that is meant: UPDATE_EXPECTED=1 tests/bench/instructions.py MODBUILD")
    print(f"{len(found) - len(faults)} passed, {len(faults)} failed")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
