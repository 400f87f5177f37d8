#!/usr/bin/env python3
"""Runs the steps listed in tests/steps, building what they need first.

usage: run_steps.py [--list] [NAME ..]
"""
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
COUNTS = re.compile(r"(\d+) passed, (\d+) failed\s*$")
STEP_LIMIT = 900  # seconds: a step that hangs must not hang the whole run


@dataclass
class Step:
    name: str
    needs: str
    command: str
    optional: bool


def read_steps():
    steps = []
    for line in (ROOT / "tests/steps").read_text().splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, needs, command = (part.strip() for part in line.split("|", 2))
        steps.append(Step(name.lstrip("?"), needs, command, name.startswith("?")))
    return steps


def wanted_steps(steps, words):
    if not words:
        return [step for step in steps if not step.optional]
    return [step for step in steps if any(word in step.name for word in words)]


def run(command, limit=None):
    """Status and whole output; a shell is used so that steps can be written as in a terminal."""
    environment = dict(os.environ, PYTHONDONTWRITEBYTECODE="1")
    process = subprocess.Popen(command, shell=isinstance(command, str), cwd=ROOT, env=environment,
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, start_new_session=True)
    try:
        output, _ = process.communicate(timeout=limit)
        return process.returncode, output.decode(errors="replace")
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        output, _ = process.communicate()
        return 124, output.decode(errors="replace") + f"\nstopped after {limit} seconds\n"


class Builds:
    """Builds each preset once, when the first step needs it."""

    def __init__(self):
        self.done = {}

    def failure_of(self, needs):
        """What the build printed when it failed, or nothing."""
        if not needs:
            return None
        if needs not in self.done:
            begin = time.monotonic()
            self.done[needs] = self.build(needs)
            seconds = time.monotonic() - begin
            word = "FAILED" if self.done[needs] else "built"
            print(f"{word:6} {needs:46} {seconds:6.1f} s", flush=True)
        return self.done[needs]

    @staticmethod
    def build(needs):
        preset, _, targets = needs.partition(":")
        commands = [["cmake", "--preset", preset],
                    ["cmake", "--build", "--preset", preset]
                    + (["--target", *targets.split(",")] if targets else [])]
        for command in commands:
            status, output = run(command)
            if status != 0:
                return f"$ {' '.join(command)}\n{output}"
        return None


def counts_of(status, output):
    """Passed and failed, as the last line says; a status that says otherwise counts as a failure."""
    last = output.rstrip().rpartition("\n")[2]
    found = COUNTS.search(last)
    passed, failed = (int(found[1]), int(found[2])) if found else (0, 0)
    nothing_ran = passed + failed == 0
    if failed == 0 and (status != 0 or nothing_ran):
        failed = 1
    return passed, failed


def run_step(step, builds):
    build_failure = builds.failure_of(step.needs)
    begin = time.monotonic()
    if build_failure:
        passed, failed, output = 0, 1, build_failure
    else:
        status, output = run(step.command, STEP_LIMIT)
        passed, failed = counts_of(status, output)
    seconds = time.monotonic() - begin
    word = "FAILED" if failed else "ok"
    text = f"{passed} passed" + (f", {failed} failed" if failed else "")
    print(f"{word:6} {step.name:20} {text:25} {seconds:6.1f} s", flush=True)
    if failed:
        print(f"---- {step.name}: {step.command}\n{output.rstrip()}\n----", flush=True)
    return passed, failed


def main():
    words = sys.argv[1:]
    steps = read_steps()
    if words == ["--list"]:
        for step in steps:
            print(f"{step.name:20} {step.command}{'   (only when asked for)' if step.optional else ''}")
        return 0
    builds = Builds()
    total_passed, failures = 0, []
    for step in wanted_steps(steps, words):
        passed, failed = run_step(step, builds)
        total_passed += passed
        failures += [(step.name, failed)] if failed else []
    if failures:
        print("failed: " + ", ".join(name for name, _ in failures))
    total_failed = sum(count for _, count in failures)
    print(f"{total_passed} passed, {total_failed} failed")
    return 0 if total_passed and not total_failed else 1


if __name__ == "__main__":
    sys.exit(main())
