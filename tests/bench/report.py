"""What tests/bench/run makes of its series: the figures of each tree, of the whole run, and how they are shown."""
from timing import growth_exponent, paired_ratio, stage_medians

FIXED_MIB = 10  # of memory, whatever the tree
SMALLEST_SPAN = 10  # of the numbers of modules, for a growth exponent that says anything


def ratios(by_name):
    """Medians of the ratios of one turn, by the name of the figure."""
    pairs = {"floor_ratio": ("gen", "floor"), "floor_ratio_one_thread": ("gen, one thread", "floor, one thread"),
             "gn_ratio": ("gn gen", "gen"), "cmake_ratio": ("cmake", "gen"), "meson_ratio": ("meson setup", "gen"),
             "gn_again_ratio": ("gn gen again", "gen again"), "again_ratio": ("gen again", "check floor"),
             "select_ratio": ("select", "check floor"),
             "idle_over_gn": ("ninja, nothing to do", "ninja on gn's file"),
             "make_idle_ratio": ("recursive make", "ninja, nothing to do")}
    return {figure: paired_ratio(by_name[above], by_name[below])
            for figure, (above, below) in pairs.items() if above in by_name and below in by_name}


def changed_ratio(by_name):
    if "gen, one changed" not in by_name:
        return {}
    base = [a + b for a, b in zip(by_name["gen again"].seconds, by_name["write floor"].seconds)]
    values = sorted(a / b for a, b in zip(by_name["gen, one changed"].seconds, base))
    return {"changed_ratio": values[len(values) // 2]}


def memory(by_name, count):
    ours = by_name["gen"].peak()
    if ours is None:
        return {}
    figures = {"peak_kib_per_module": (ours - FIXED_MIB) * 1024 / count}
    if "gn gen" in by_name and by_name["gn gen"].peak():
        figures["peak_over_gn"] = ours / by_name["gn gen"].peak()
    return figures


def sizes(found):
    figures = {"build_ninja_bytes": found["modbuild"], "ninja_bytes": found}
    if "gn" in found:
        figures.update(gn_ninja_bytes=found["gn"], bytes_over_gn=found["modbuild"] / found["gn"])
    if "cmake" in found:
        figures["cmake_bytes_ratio"] = found["cmake"] / found["modbuild"]
    return figures


def row_of(contest):
    """The figures of one tree, as they stand in the document."""
    by_name = {one.name: one for one in contest.series}
    stages, counters = stage_medians(by_name["gen"])
    _, again = stage_medians(by_name["gen again"])
    row = {"tree": contest.tree.name, "n": contest.tree.count,
           "directories": contest.directories, "files": contest.files,
           "seconds": {one.name: one.median() for one in contest.series},
           "runs": {one.name: len(one.seconds) for one in contest.series},
           "peak_mib": {one.name: one.peak() for one in contest.series},
           "stages": stages, "counters": counters, "again_counters": again,
           "again_bytes_written": again["bytes written"]}
    for figures in (sizes(contest.bytes), ratios(by_name), changed_ratio(by_name), memory(by_name, row["n"])):
        row.update(figures)
    return row


def run_figures(rows):
    """The growth exponents, of gen and of every other series that ran at each size."""
    counts = [row["n"] for row in rows]
    if not counts or max(counts) < SMALLEST_SPAN * min(counts):
        return {"exponent": None, "exponents": {}}
    exponents = {}
    for name in rows[0]["seconds"]:
        points = [(row["n"], row["seconds"][name]) for row in rows if name in row["seconds"]]
        if len(points) == len(rows):
            exponents[name] = growth_exponent(points)
    return {"exponent": exponents["gen"], "exponents": exponents}


RATIO_LINES = (("gen / floor", "floor_ratio"), ("gen / floor, one thread", "floor_ratio_one_thread"),
               ("gen again / check floor", "again_ratio"), ("one changed / (again + write floor)", "changed_ratio"),
               ("select / check floor", "select_ratio"), ("gn gen / gen", "gn_ratio"), ("cmake / gen", "cmake_ratio"),
               ("meson setup / gen", "meson_ratio"), ("gn gen again / gen again", "gn_again_ratio"),
               ("ninja on ours / on gn's", "idle_over_gn"), ("recursive make / ninja on ours", "make_idle_ratio"))


def show_row(row):
    print(f"\n{row['tree']}: {row['n']} modules, {row['directories']} directories and {row['files']} files decide")
    for name, seconds in row["seconds"].items():
        peak = row["peak_mib"][name]
        print(f"  {name:<36} {seconds * 1000:9.1f} ms" + (f"   peak {peak:7.1f} MiB" if peak else ""))
    print("  stages of gen:  " + "  ".join(f"{name} {seconds * 1000:.1f}" for name, seconds in row["stages"].items())
          + "  (ms)")
    print("  work of gen:    " + "  ".join(f"{name} {number}" for name, number in row["counters"].items()))
    print("  work of again:  " + "  ".join(f"{name} {number}" for name, number in row["again_counters"].items()))
    print("  Ninja files:    " + "  ".join(f"{name} {number}" for name, number in row["ninja_bytes"].items())
          + "  (bytes)")
    for label, figure in RATIO_LINES:
        if figure in row:
            print(f"  {label:<36} {row[figure]:9.2f}")


def show_exponents(figures):
    if not figures["exponents"]:
        print("\nno growth exponents: the largest tree must have ten times the modules of the smallest")
        return
    print("\ngrowth exponents: " + "  ".join(f"{name} {value:.2f}" for name, value in figures["exponents"].items()))


def show_goals(goals):
    print("\ngoals")
    for goal in goals:
        print(f"  {goal['result']:<13} {goal['what']}: {goal['goal']}")
        for check in goal["checks"]:
            value = "" if check["value"] is None else f"{check['value']:.2f}"
            size = "" if check["n"] is None else f", {check['n']} modules"
            print(f"    {check['result']:<13} {value:>9}  goal {check['goal']:<8} {check['label']}{size}")
        if not goal["checks"]:
            print(f"    measured by {goal['measured-by']}")
