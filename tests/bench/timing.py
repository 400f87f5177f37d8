"""Timing of whole commands in interleaved runs, for the benchmarks of this directory."""
import json
import math
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time


def timed(command, before=None, environment=None):
    """Wall seconds, peak MiB and stderr of one run; the peak is None where it is below that of Python itself, from
    which the kernel lets a child start."""
    if before:
        before()
    own_peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                               env=environment)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"failed ({process.returncode}): {' '.join(command)}\n{errors.decode()}")
    peak = usage.ru_maxrss / 1024 if usage.ru_maxrss > own_peak else None
    return seconds, peak, errors.decode()


def remove(path):
    return lambda: shutil.rmtree(path, ignore_errors=True)


class Series:
    """The runs of one contestant. One with a limit takes part in so many turns only: slow ones need fewer."""

    def __init__(self, name, command, before=None, environment=None, after=None, limit=None):
        self.name, self.command, self.before, self.after = name, command, before, after
        self.environment, self.limit = environment, limit
        self.seconds, self.peaks, self.errors = [], [], []

    def run(self, count_it):
        if self.limit is not None and len(self.seconds) >= self.limit:
            return
        seconds, peak, errors = timed(self.command, self.before, self.environment)
        if self.after:
            self.after()
        if count_it:
            self.seconds.append(seconds)
            self.peaks.append(peak)
            self.errors.append(errors)

    def median(self):
        return statistics.median(self.seconds)

    def peak(self):
        """MiB; None when it is too small to be known."""
        return max((peak for peak in self.peaks if peak is not None), default=None)


def run_interleaved(series, runs):
    """A B C A B C ..: whatever disturbs the machine disturbs all alike. The first turn does not count."""
    for turn in range(runs + 1):
        for one in series:
            one.run(turn > 0)


def paired_ratio(above, below):
    """The median of the ratios of one turn each."""
    return statistics.median(a / b for a, b in zip(above.seconds, below.seconds))


def growth_exponent(points):
    """The e of seconds = c * n**e, by least squares on logarithms; None with fewer than two different n."""
    if len({n for n, _ in points}) < 2:
        return None
    xs, ys = [math.log(n) for n, _ in points], [math.log(seconds) for _, seconds in points]
    x, y = statistics.mean(xs), statistics.mean(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys)) / sum((a - x) ** 2 for a in xs)


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
