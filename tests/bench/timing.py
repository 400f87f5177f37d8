"""Timing of whole commands in interleaved runs, for the benchmarks of this directory."""
import json
import os
import shutil
import statistics
import subprocess
import sys
import time


def timed(command, before=None, environment=None):
    """Wall seconds, peak MiB and stderr of one run."""
    if before:
        before()
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                               env=environment)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"failed ({process.returncode}): {' '.join(command)}\n{errors.decode()}")
    return seconds, usage.ru_maxrss / 1024, errors.decode()


def remove(path):
    return lambda: shutil.rmtree(path, ignore_errors=True)


class Series:
    """The runs of one contestant."""

    def __init__(self, name, command, before=None, environment=None):
        self.name, self.command, self.before = name, command, before
        self.environment = environment
        self.seconds, self.peaks, self.errors = [], [], []

    def run(self, count_it):
        seconds, peak, errors = timed(self.command, self.before, self.environment)
        if count_it:
            self.seconds.append(seconds)
            self.peaks.append(peak)
            self.errors.append(errors)

    def median(self):
        return statistics.median(self.seconds)

    def peak(self):
        return max(self.peaks)


def stage_medians(series):
    """Median seconds per stage, and the work counters, from the --stats=json lines."""
    rows = []
    for errors in series.errors:
        for line in errors.splitlines():
            if line.startswith('{"schema": "modbuild.stats/1"'):
                rows.append(json.loads(line))
    if not rows:
        return {}, {}
    stages = {name: statistics.median(row["microseconds"][name] for row in rows) / 1e6
              for name in rows[0]["microseconds"]}
    return stages, rows[-1]["counters"]
