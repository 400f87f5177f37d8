#!/usr/bin/env python3
"""Packs the sample tree with `modbuild package tar`, unpacks it and runs what is in it.

usage: tarball.py MODBUILD

Each case is one sentence of the contract, and uses what those before it made.
"""
import hashlib
import os
import shutil
import sys
import tarfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from package_tree import contains, equal, run_cases  # noqa: E402

MANIFEST = "usr/local/var/lib/modbuild/switchyard.json"


def pack(tree, name, *words, status=0, **variables):
    return tree.run("modbuild", "package", "tar", "--out", name, *words, status=status, **variables)


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def members(path):
    with tarfile.open(path) as tar:
        return tar.getmembers()


def files_below(root):
    return {str(path.relative_to(root)): (path.stat().st_mode & 0o7777, path.read_bytes())
            for path in root.rglob("*") if path.is_file()}


def unpack(tree, name, directory):
    (tree.path / directory).mkdir()
    tree.run("tar", "-x", "-p", "-f", name, "-C", directory)
    return tree.path / directory


def nothing_is_packed_that_is_not_built(tree):
    tree.run("modbuild", "gen")
    done = pack(tree, "a.tar", status=1)
    contains(done.stderr, "error[MB171]: bin/corelite is not built")
    contains(done.stderr, "run 'modbuild build' first")
    equal((tree.path / "a.tar").exists(), False, "archive written")
    tree.run("modbuild", "build")


def an_archive_holds_what_is_installed_with_modes_whatever_the_umask(tree):
    tree.run("sh", "-c", "umask 077 && modbuild package tar --out a.tar.gz")
    tree.run("modbuild", "install", "--destdir", "stage")
    stage, unpacked = tree.path / "stage", unpack(tree, "a.tar.gz", "unpacked")
    installed, found = files_below(stage), files_below(unpacked)
    # The two manifests list the directories that are the tree's own, and those that were made.
    for files in (installed, found):
        del files[MANIFEST]
    equal(sorted(found), sorted(installed), "files")
    equal(found, installed, "modes and bytes")


def what_was_unpacked_can_be_verified_and_uninstalled(tree):
    tree.run("modbuild", "verify", "--installed", "--destdir", "unpacked")
    tree.run("modbuild", "uninstall", f"unpacked/{MANIFEST}", "--destdir", "unpacked")
    equal([str(path) for path in (tree.path / "unpacked").rglob("*") if path.is_file()], [], "files left")
    equal((tree.path / "unpacked/usr/local/lib/switchyard").exists(), False, "the tree's own directory is left")


def its_programs_run(tree):
    unpack(tree, "a.tar.gz", "run")
    module = "run/usr/local/lib/switchyard/modules/tally.so"
    contains(tree.run("run/usr/local/bin/edged", "--load", module, "--modules").stdout, "module tally")


def entries_are_sorted_and_belong_to_root(tree):
    found = members(tree.path / "a.tar.gz")
    names = [member.name for member in found]
    equal(names[:-1], sorted(names[:-1]), "order")
    equal(names[-1], MANIFEST, "last entry")
    equal({(member.uid, member.gid, member.uname, member.gname) for member in found}, {(0, 0, "root", "root")}, "owner")
    equal({member.mode for member in found if member.isdir()}, {0o755}, "directories")
    equal([name for name in names if name in ("usr", "usr/local", "usr/local/bin")], [], "directories of the system")


def every_compression_is_the_same_bytes_each_time(tree):
    for suffix in ("tar", "tar.gz", "tgz", "tar.xz", "txz", "tar.zst", "tzst"):
        first, second = tree.path / f"first.{suffix}", tree.path / f"second.{suffix}"
        pack(tree, first.name)
        shutil.copytree(tree.path / "build", tree.path / "kept", symlinks=True)
        for built in (tree.path / "build").rglob("*.so"):
            os.utime(built)
        pack(tree, second.name, TZ="Asia/Tokyo", LC_ALL="C")
        shutil.rmtree(tree.path / "build")
        (tree.path / "kept").rename(tree.path / "build")
        equal(sha256(first), sha256(second), suffix)
        equal(len(tree.run("tar", "-t", "-f", first.name).stdout.splitlines()), len(members(tree.path / "a.tar.gz")),
              f"entries of {suffix}")


def an_archive_that_is_the_same_is_left_alone(tree):
    before = (tree.path / "a.tar.gz").stat().st_mtime_ns
    contains(pack(tree, "a.tar.gz").stdout, "same  a.tar.gz")
    equal((tree.path / "a.tar.gz").stat().st_mtime_ns, before, "time")


def source_date_epoch_dates_its_entries(tree):
    equal({member.mtime for member in members(tree.path / "a.tar.gz")}, {315532800}, "times")
    pack(tree, "dated.tar", SOURCE_DATE_EPOCH="1700000000")
    equal({member.mtime for member in members(tree.path / "dated.tar")}, {1700000000}, "times")
    for wrong in ("x", "-1", "1.5", "99999999999999999999", " 5"):
        contains(pack(tree, "wrong.tar", status=2, SOURCE_DATE_EPOCH=wrong).stderr, "error[MB190]")
    equal((tree.path / "wrong.tar").exists(), False, "archive written")


def a_component_has_an_archive_of_its_own(tree):
    pack(tree, "monitor.tar", "--component", "switchyard-monitor")
    with tarfile.open(tree.path / "monitor.tar") as tar:
        equal([f"/{member.name}" for member in tar if member.isfile()], sorted(tree.plan()["switchyard-monitor"]),
              "files")
    contains(pack(tree, "x.tar", "--component", "switchyard-monitr", status=2).stderr, "did you mean")


def stripped_binaries_are_smaller(tree):
    pack(tree, "stripped.tar", "--strip")
    sizes = {member.name: member.size for member in members(tree.path / "a.tar.gz")}
    for member in members(tree.path / "stripped.tar"):
        if member.name.endswith(".so"):
            equal(member.size < sizes[member.name], True, f"{member.name} is smaller")


def a_dry_run_writes_nothing(tree):
    contains(pack(tree, "dry.tar", "-n").stdout, "created  dry.tar")
    equal((tree.path / "dry.tar").exists(), False, "archive written")


def a_name_that_says_no_format_is_an_error(tree):
    for name in ("a.zip", "a", ".tar", "tar.gz/"):
        done = pack(tree, name, status=2)
        contains(done.stderr, ".tar.zst")
    contains(tree.run("modbuild", "package", "tar", status=2).stderr, "needs --out FILE")


def what_was_built_must_be_what_is_asked_for(tree):
    contains(pack(tree, "other.tar", "-x", "journal", status=1).stderr, "error[MB176]")


def an_archive_that_cannot_be_written_leaves_the_old_one(tree):
    before = sha256(tree.path / "a.tar.gz")
    tree.run("sh", "-c", "ulimit -f 8 && trap '' XFSZ && modbuild package tar --strip --out a.tar.gz", status=5)
    equal(sha256(tree.path / "a.tar.gz"), before, "archive")
    left = [path.name for path in tree.path.iterdir() if "tmp" in path.name]
    equal(left, [], "left behind")
    contains(pack(tree, "nowhere/a.tar", status=5).stderr, "nowhere")


def another_place_makes_the_same_archive_of_files_without_debug_information(tree):
    other = tree.scratch / "elsewhere"
    shutil.copytree(tree.path, other, ignore=shutil.ignore_patterns("build", "*.tar*", "stage", "run", "unpacked"))
    for place in (tree.path, other):
        tree.run("modbuild", "build", "-B", "plain", cwd=place, CFLAGS="-O1 -g0", CXXFLAGS="-O1 -g0")
        tree.run("modbuild", "package", "tar", "-B", "plain", "--out", "plain.tar", cwd=place)
    equal(sha256(tree.path / "plain.tar"), sha256(other / "plain.tar"), "archives")


CASES = [
    nothing_is_packed_that_is_not_built,
    an_archive_holds_what_is_installed_with_modes_whatever_the_umask,
    what_was_unpacked_can_be_verified_and_uninstalled,
    its_programs_run,
    entries_are_sorted_and_belong_to_root,
    every_compression_is_the_same_bytes_each_time,
    an_archive_that_is_the_same_is_left_alone,
    source_date_epoch_dates_its_entries,
    a_component_has_an_archive_of_its_own,
    stripped_binaries_are_smaller,
    a_dry_run_writes_nothing,
    a_name_that_says_no_format_is_an_error,
    what_was_built_must_be_what_is_asked_for,
    an_archive_that_cannot_be_written_leaves_the_old_one,
    another_place_makes_the_same_archive_of_files_without_debug_information,
]

if __name__ == "__main__":
    sys.exit(run_cases(CASES, __doc__, ["tar", "xz", "zstd"]))
