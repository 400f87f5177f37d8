"""The goals of speed, in the words in which they were set, and the figures that decide them."""
from dataclasses import dataclass


@dataclass
class Check:
    """One figure of a row (report.py), or of the whole run where `sizes` is None."""
    label: str
    figure: str
    sense: str  # "<=" or ">="
    limit: float
    sizes: tuple = None  # the numbers of modules at which it counts

    def is_met(self, value):
        return value <= self.limit if self.sense == "<=" else value >= self.limit


@dataclass
class Goal:
    what: str
    words: str
    checks: tuple = ()
    elsewhere: str = ""  # what measures it, where this bench does not


BIG = (25000,)
GOALS = (
    Goal("`gen` from nothing, N=2 500 and 25 000",
         "6x faster than gn gen or better; within 2x of the floor with the same thread count; growth with N linear "
         "(exponent <= 1.05 from 250 to 100 000)",
         (Check("gn gen / gen", "gn_ratio", ">=", 6, (2500, 25000)),
          Check("gen / floor", "floor_ratio", "<=", 2, (2500, 25000)),
          Check("gen / floor, one thread", "floor_ratio_one_thread", "<=", 2, (2500, 25000)),
          Check("growth exponent", "exponent", "<=", 1.05))),
    Goal("`gen` with nothing changed, 25 000",
         "within 2.5x of the check floor; writes nothing",
         (Check("gen again / check floor", "again_ratio", "<=", 2.5, BIG),
          Check("bytes written", "again_bytes_written", "<=", 0, BIG))),
    Goal("`gen` after one manifest changed, 25 000",
         "within 1.3x of the nothing-changed run plus writing the file",
         (Check("one changed / (again + write floor)", "changed_ratio", "<=", 1.3, BIG),)),
    Goal("`select` at 250 modules, warm cache",
         "within 2x of the check floor (process start included: 2.1 ms here)",
         (Check("select / check floor", "select_ratio", "<=", 2, (250,)),)),
    Goal("peak memory at 25 000",
         "below 2 KiB per module above a fixed 10 MiB, and below half of gn's",
         (Check("KiB per module above 10 MiB", "peak_kib_per_module", "<=", 2, BIG),
          Check("peak / gn's", "peak_over_gn", "<=", 0.5, BIG))),
    Goal("build.ninja bytes",
         "at least 4x smaller than CMake's for the same tree, not larger than gn's",
         (Check("cmake's bytes / ours", "cmake_bytes_ratio", ">=", 4, (250, 2500)),
          Check("our bytes / gn's", "bytes_over_gn", "<=", 1, (250, 2500)))),
    Goal("ninja no-op on the generated file", "not slower than on gn's",
         # A machine that is shared cannot tell less than 5 % apart.
         (Check("ninja on ours / on gn's", "idle_over_gn", "<=", 1.05, (250,)),)),
    Goal("Kamailio (139 modules), against make -j2 and cmake+ninja",
         "no-op 30x faster than make; one touched file within 1.2x of the bare compile + link; gen 10x faster than "
         "CMake's configure; full build fastest of the three",
         elsewhere="tests/bench/makefile_tree TREE"),
    Goal("probing 100 pkg-config libs",
         "cold within 2x of one process reading the same files; warm no process at all (meson 3.8 s, CMake 9.8 s, one "
         "spawn per name 0.7 s, one process for all 25 ms)",
         elsewhere="tests/bench/probes"),
)

PASS, FAIL, UNKNOWN = "pass", "FAIL", "not measured"


def judge_check(check, rows, run_figures, real):
    """[(number of modules, value or None, result)]: one for each size; a real tree has the size it has."""
    if check.sizes is None:
        value = run_figures.get(check.figure)
        return [(None, value, UNKNOWN if value is None else PASS if check.is_met(value) else FAIL)]
    found = []
    for size in [row["n"] for row in rows] if real else check.sizes:
        values = [row.get(check.figure) for row in rows if row["n"] == size]
        value = values[0] if values else None
        found.append((size, value, UNKNOWN if value is None else PASS if check.is_met(value) else FAIL))
    return found


def judge(rows, run_figures, real=False):
    """The goals as they stand in the document: each with its checks, and the worst of their results."""
    goals = []
    for goal in GOALS:
        checks = [{"label": check.label, "n": size, "value": value, "goal": f"{check.sense} {check.limit:g}",
                   "result": result}
                  for check in goal.checks for size, value, result in judge_check(check, rows, run_figures, real)]
        results = {check["result"] for check in checks}
        result = next(one for one in (FAIL, UNKNOWN, PASS) if one in results or (one == UNKNOWN and not results))
        goals.append({"what": goal.what, "goal": goal.words, "result": result, "checks": checks,
                      "measured-by": goal.elsewhere or "tests/bench/run"})
    return goals
