#!/usr/bin/env python3
"""Installing the sample tree, and what can go wrong with it, on a real disk.

usage: install.py MODBUILD

The tree is built once; each case installs it into a directory of its own.
"""
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
MANIFEST = "usr/local/var/lib/modbuild/switchyard.json"
CASES = []


def case(function):
    CASES.append(function)
    return function


class Yard:
    def __init__(self, work, modbuild):
        self.modbuild, self.tree = modbuild, work / "switchyard"
        shutil.copytree(CHECKOUT / "sample-tree", self.tree, ignore=shutil.ignore_patterns("build"))
        self.stage = None
        self.run("build", "-q")

    def run(self, *words, status=0, cwd=None, prefix=(), env=()):
        environment = {k: v for k, v in os.environ.items() if k != "DESTDIR"}
        environment.update(env, LC_ALL="C.UTF-8", NO_COLOR="1")
        done = subprocess.run([*prefix, self.modbuild, *words], cwd=cwd or self.tree, env=environment,
                              text=True, capture_output=True, check=False)
        assert status is None or done.returncode == status, (
            f"{' '.join(words)}: exit {done.returncode}, expected {status}\n{done.stdout}{done.stderr}")
        return done

    def install(self, *words, status=0, **more):
        return self.run("install", "--destdir", str(self.stage), *words, status=status, **more)

    def planned(self):
        entries = json.loads((self.tree / "build/install-plan.json").read_text())["entries"]
        return {entry["destination"]: int(entry["mode"], 8) for entry in entries}


def files_below(root):
    return {str(path.relative_to(root)): path.read_bytes()
            for path in sorted(root.rglob("*")) if path.is_file() and not path.is_symlink()}


def no_leftovers(root):
    left = [str(path) for path in root.rglob("*") if path.name.endswith((".modbuild-new", ".journal", ".modbuild-tmp"))]
    assert not left, left


@case
def what_is_installed_has_its_mode_whatever_the_umask(yard):
    yard.install(prefix=["sh", "-c", 'umask 077; exec "$0" "$@"'])
    for path, mode in yard.planned().items():
        found = (yard.stage / path[1:]).stat().st_mode & 0o7777
        assert found == mode, (path, oct(found))
    assert (yard.stage / "usr/local/lib").stat().st_mode & 0o777 == 0o755
    assert (yard.stage / MANIFEST).stat().st_mode & 0o777 == 0o644
    yard.run("verify", "--installed", "--destdir", str(yard.stage))


@case
def uninstall_needs_neither_tree_nor_build_directory_and_leaves_what_was_there(yard):
    (yard.stage / "usr/local/lib").mkdir(parents=True)
    (yard.stage / "usr/local/lib/theirs.so").write_text("theirs")
    yard.install()
    (yard.stage / "usr/local/etc/switchyard/edged.conf").write_text("edited")
    yard.run("uninstall", str(yard.stage / MANIFEST), "--destdir", str(yard.stage), cwd="/")
    assert sorted(files_below(yard.stage)) == ["usr/local/etc/switchyard/edged.conf", "usr/local/lib/theirs.so"]


@case
def destdir_of_the_environment_counts(yard):
    yard.run("install", env={"DESTDIR": str(yard.stage)})
    assert (yard.stage / "usr/local/bin/edged").exists()


@case
def no_symbolic_link_leads_out_of_destdir(yard):
    outside = yard.stage.parent / "outside"
    outside.mkdir()
    (yard.stage / "usr/local").mkdir(parents=True)
    (yard.stage / "usr/local/lib").symlink_to("../../../../../../../../../" + str(outside)[1:])
    (yard.stage / "usr/local/bin").symlink_to(outside)
    (yard.stage / str(outside)[1:]).mkdir(parents=True)
    yard.install()
    assert not list(outside.rglob("*"))
    # As if DESTDIR were '/': both lead to the directory of that name inside.
    inside = yard.stage / str(outside)[1:]
    assert (inside / "edged").exists() and (inside / "libyardcore.so").exists()


@case
def a_link_at_a_destination_is_replaced_and_never_written_through(yard):
    victim = yard.stage.parent / "victim"
    victim.write_text("mine")
    (yard.stage / "usr/local/bin").mkdir(parents=True)
    (yard.stage / "usr/local/bin/edged").symlink_to(victim)
    yard.install()
    assert victim.read_text() == "mine"
    assert not (yard.stage / "usr/local/bin/edged").is_symlink()


@case
def what_stands_in_the_way_is_told_before_anything_is_changed(yard):
    (yard.stage / "usr/local/bin/edged").mkdir(parents=True)
    (yard.stage / "usr/local/lib").mkdir()
    os.mkfifo(yard.stage / "usr/local/lib/libmeter.so")
    said = yard.install(status=5).stderr
    assert "/usr/local/bin/edged is a directory" in said and "/usr/local/lib/libmeter.so is a FIFO" in said, said
    assert files_below(yard.stage) == {}


@case
def a_directory_that_everybody_may_write_to_is_refused(yard):
    directory = yard.stage / "usr/local/lib/switchyard/modules"
    directory.mkdir(parents=True)
    directory.chmod(0o777)
    said = yard.install(status=5).stderr
    assert "can be written by everybody" in said, said
    assert files_below(yard.stage) == {}


def mounted(options, command):
    """A command in a mount namespace of its own, with a tmpfs on $1."""
    return ["unshare", "-m", "sh", "-c",
            f'mount -t tmpfs -o {options} none "$1" && dest=$1 && shift && {command}', "sh"]


def can_mount():
    return subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode == 0


@case
def a_full_disk_changes_nothing(yard):
    if not can_mount():
        return print("a_full_disk_changes_nothing: this machine lets nobody mount")
    done = yard.install(status=5, prefix=[*mounted(
        "size=300k", '"$@"; status=$?; find "$dest" -type f | sed "s/^/left /"; exit $status'), str(yard.stage)])
    assert "No space left on device" in done.stderr, done.stderr
    assert "left " not in done.stdout, done.stdout


@case
def a_read_only_destination_is_told(yard):
    if not can_mount():
        return print("a_read_only_destination_is_told: this machine lets nobody mount")
    done = yard.install(status=5, prefix=[*mounted("ro", '"$@"'), str(yard.stage)])
    assert "Read-only file system" in done.stderr, done.stderr


@case
def what_a_killed_install_leaves_is_completed_by_the_next(yard):
    yard.install()
    old = files_below(yard.stage)
    dice = random.Random(3)
    for number in range(40):
        started = subprocess.Popen([yard.modbuild, "install", "-q", "--all", "--destdir", str(yard.stage)],
                                   cwd=yard.tree, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(dice.uniform(0, 0.08))
        started.send_signal(signal.SIGKILL)
        started.wait()
        for path, content in files_below(yard.stage).items():
            assert path not in old or path == MANIFEST or content == old[path], (number, path)
        yard.install()
        assert files_below(yard.stage) == old, number
        no_leftovers(yard.stage)


@case
def a_second_install_at_once_is_told_who_works(yard):
    slow = yard.stage.parent / "slow-strip"
    slow.write_text("#!/bin/sh\nsleep 0.3\nexec strip \"$@\"\n")
    slow.chmod(0o755)
    first = subprocess.Popen([yard.modbuild, "install", "-q", "--strip", "--destdir", str(yard.stage)],
                             cwd=yard.tree, env=dict(os.environ, STRIP=str(slow)), stdout=subprocess.DEVNULL)
    time.sleep(0.6)
    said = yard.install(status=5).stderr
    assert "error[MB174]" in said and str(first.pid) in said, said
    assert first.wait() == 0
    yard.install()


def binaries(yard):
    """Destination -> RUNPATH that the plan demands, of each binary."""
    entries = json.loads((yard.tree / "build/install-plan.json").read_text())["entries"]
    kinds = ("module", "program", "library")
    return {entry["destination"]: entry.get("rpath", "") for entry in entries if entry["kind"] in kinds}


def readelf(option, path):
    return subprocess.run(["readelf", "-W", option, str(path)], check=True, capture_output=True, text=True,
                          env=dict(os.environ, LC_ALL="C")).stdout


def runpath(path):
    found = re.findall(r"\((?:RUNPATH|RPATH)\).*\[(.*)\]", readelf("-d", path))
    assert len(found) < 2, (path, found)
    return found[0] if found else ""


def load_all(yard, root):
    """The host loads a module and the libraries it needs, with nothing left of the build directory."""
    away = yard.tree / "build.away"
    (yard.tree / "build").rename(away)
    try:
        return subprocess.run([str(root / "usr/local/bin/edged"), "--moduledir",
                               str(root / "usr/local/lib/switchyard/modules"), "--load", "monitor", "--modules"],
                              check=True, capture_output=True, text=True).stdout
    finally:
        away.rename(yard.tree / "build")


@case
def binaries_have_the_runpath_of_where_they_are_installed(yard):
    yard.install()
    wanted = binaries(yard)
    assert any(wanted.values()), wanted
    for path, expected in wanted.items():
        assert runpath(yard.stage / path[1:]) == expected, (path, runpath(yard.stage / path[1:]), expected)
    assert "monitor" in load_all(yard, yard.stage)


@case
def files_are_stripped_and_still_run(yard):
    yard.install()
    wanted = binaries(yard)
    assert any(".symtab" in readelf("-S", yard.stage / path[1:]) for path in wanted)
    size = (yard.stage / "usr/local/bin/edged").stat().st_size
    yard.install("--strip")
    assert (yard.stage / "usr/local/bin/edged").stat().st_size < size
    for path, expected in wanted.items():
        sections = readelf("-S", yard.stage / path[1:])
        assert ".symtab" not in sections and ".dynsym" in sections, (path, sections)
        assert runpath(yard.stage / path[1:]) == expected, path
    assert "monitor" in load_all(yard, yard.stage)
    yard.run("verify", "--installed", "--destdir", str(yard.stage))


@case
def directories_of_other_users_are_refused(yard):
    if os.geteuid() != 0:
        return print("directories_of_other_users_are_refused: only root can give a directory away")
    directory = yard.stage / "usr/local/lib"
    directory.mkdir(parents=True)
    os.chown(directory, 12345, 12345)
    said = yard.install(status=5).stderr
    assert "error[MB179]" in said and "/usr/local/lib belongs to the user with the id 12345" in said, said
    assert files_below(yard.stage) == {}
    os.chown(directory, 0, 0)
    yard.install()


@case
def a_host_that_runs_survives_another_install(yard):
    yard.install()
    module = yard.stage / "usr/local/lib/switchyard/modules/feed.so"
    holder = subprocess.Popen([sys.executable, "-c", "import mmap, sys, time\n"
                               "f = open(sys.argv[1], 'rb'); m = mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ)\n"
                               "print('ready', flush=True); sys.stdin.readline(); print(hash(m[:]) is not None)",
                               str(module)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdout.readline() == "ready\n"
    yard.install("--all", "--strip")
    out, _ = holder.communicate("\n")
    assert holder.returncode == 0 and out == "True\n", (holder.returncode, out)


@case
def one_package_is_installed_alone(yard):
    yard.install("--component", "switchyard-monitor")
    assert (yard.stage / "usr/local/lib/libmeter.so").exists()
    assert not (yard.stage / "usr/local/bin/edged").exists()


@case
def a_tree_that_has_changed_since_gen_is_not_installed(yard):
    manifest = yard.tree / "modbuild.toml"
    os.utime(manifest, (time.time() + 5, time.time() + 5))
    try:
        said = yard.install(status=1).stderr
        assert "error[MB176]" in said and "modbuild.toml" in said, said
    finally:
        os.utime(manifest, (0, 0))
    assert "modbuild gen --dir" in yard.install("--dir", "prefix=/opt", status=2).stderr
    yard.install()


@case
def what_is_not_built_is_told_at_once(yard):
    missing = [yard.tree / "build/modules/feed.so", yard.tree / "build/bin/edged"]
    for path in missing:
        path.rename(f"{path}.away")
    try:
        said = yard.install(status=1).stderr
        assert "modules/feed.so is not built" in said and "bin/edged is not built" in said, said
        assert files_below(yard.stage) == {}
    finally:
        for path in missing:
            Path(f"{path}.away").rename(path)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    wanted = sys.argv[2:]
    failed, count = 0, 0
    with tempfile.TemporaryDirectory(prefix="modbuild-install-") as folder:
        work = Path(folder).resolve()
        yard = Yard(work, os.path.abspath(sys.argv[1]))
        for function in CASES:
            if wanted and function.__name__ not in wanted:
                continue
            count += 1
            own = work / function.__name__
            yard.stage = own / "stage"
            yard.stage.mkdir(parents=True)
            try:
                function(yard)
            except Exception:  # whatever went wrong in one case, the others are run
                failed += 1
                print(f"{function.__name__}:\n{traceback.format_exc()}")
    print(f"{count - failed} passed, {failed} failed")
    return 1 if failed or not count else 0


if __name__ == "__main__":
    sys.exit(main())
