"""What the tests that build real packages share: a copy of the sample tree, commands run in it, and what its
install plan says."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


class Tree:
    """A copy of the sample tree in a scratch directory, with modbuild on PATH."""

    def __init__(self, folder, modbuild):
        self.path = Path(folder) / "switchyard-2.3.0"
        self.scratch = Path(folder)
        shutil.copytree(ROOT / "sample-tree", self.path, ignore=shutil.ignore_patterns("build", "demo"))
        (self.scratch / "bin").mkdir()
        (self.scratch / "bin/modbuild").symlink_to(os.path.abspath(modbuild))

    def run(self, *argv, status=0, cwd=None, **variables):
        """Runs a command, which must end with that status; None = any but 0."""
        # Nothing that a package build of the caller's may have set.
        keep = {k: v for k, v in os.environ.items() if not k.startswith(("DEB_", "DH_", "NINJA", "MAKE"))}
        keep.update(variables, LC_ALL="C.UTF-8", HOME=str(self.scratch),
                    PATH=f"{self.scratch}/bin:{os.environ['PATH']}")
        done = subprocess.run(argv, cwd=cwd or self.path, env=keep, capture_output=True, text=True, check=False)
        if done.returncode != status and (status is not None or done.returncode == 0):
            raise AssertionError(f"{' '.join(map(str, argv))}: status {done.returncode}, expected {status}\n"
                                 f"{done.stdout[-6000:]}{done.stderr[-6000:]}")
        return done

    def write(self, path, text, mode=0o644):
        file = self.path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        file.chmod(mode)

    def plan(self):
        """package -> {destination: mode}, from the plan of the build directory."""
        entries = json.loads(self.run("modbuild", "plan", "--format", "json").stdout)["entries"]
        packages = {}
        for entry in entries:
            packages.setdefault(entry.get("package", ""), {})[entry["destination"]] = int(entry["mode"], 8)
        return packages


def equal(found, expected, what):
    if found != expected:
        raise AssertionError(f"{what}:\n  found    {found!r}\n  expected {expected!r}")


def contains(text, part):
    if part not in text:
        raise AssertionError(f"{part!r} is not in:\n{text}")


def listed_mode(text):
    """-rwxr-xr-x as a number; directories as None."""
    if text[0] != "-":
        return None
    mode = 0
    for letter in text[1:10]:
        mode = mode * 2 + (letter not in "-ST")
    for place, bit in ((3, 0o4000), (6, 0o2000), (9, 0o1000)):
        if text[place] in "sStT":
            mode |= bit
    return mode


def run_cases(cases, usage, needed):
    """Runs the cases one after the other; each may use what those before it made. Without the tools that are
    needed only the first one runs, which has modbuild write its files."""
    if len(sys.argv) < 2:
        sys.exit(usage)
    missing = [tool for tool in needed if shutil.which(tool) is None]
    if missing:
        print(f"skipped: {len(cases) - 1} cases ({', '.join(missing)} not installed)")
        cases = cases[:1]
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="modbuild-package-") as folder:
        tree = Tree(os.path.realpath(folder), sys.argv[1])
        for case in cases:
            try:
                case(tree)
                passed += 1
            except Exception as problem:  # one broken case must not hide the others
                failed += 1
                shown = str(problem) if isinstance(problem, AssertionError) else traceback.format_exc()
                print(f"FAILED {case.__name__}\n{shown or traceback.format_exc()}", flush=True)
    print(f"{passed} passed, {failed} failed")
    return 0 if failed == 0 else 1
